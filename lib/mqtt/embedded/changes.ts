/** What is to be remembered beyond the process: each change of sessions and retained messages, in order. */
export type Change =
  | { is: 'retained'; topic: string; payload: Buffer; qos: 0 | 1 | 2 }
  | { is: 'cleared'; topic: string }
  | { is: 'session'; id: string; user: string }
  | { is: 'left'; id: string; at: number }
  | { is: 'ended'; id: string }
  | { is: 'subscribed'; id: string; filter: string; qos: 0 | 1 | 2 }
  | { is: 'unsubscribed'; id: string; filter: string }
  | {
      is: 'queued';
      id: string;
      key: number;
      topic: string;
      payload: Buffer;
      qos: 1 | 2;
      retain: boolean;
      messageId?: number;
      /** Only its PUBREL is still owed. */
      released?: boolean;
    }
  | { is: 'sent'; id: string; key: number; messageId: number }
  | { is: 'released'; id: string; key: number }
  | { is: 'acknowledged'; id: string; key: number };

export type Recorder = (change: Change) => void;
