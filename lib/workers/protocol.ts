/** What the pool and its threads say to each other. A session is one object that lives in one thread. */
export type Request =
  | { type: 'open'; id: number; session: number; service: string; init: unknown }
  | { type: 'call'; id: number; session: number; method: string; args: unknown[] }
  | { type: 'close'; id: number; session: number };

export type Reply =
  | { type: 'done'; id: number; result: unknown }
  | { type: 'failed'; id: number; error: ThrownAway }
  | { type: 'progress'; session: number; report: unknown };

/** An error as it crosses the thread border; a `GridError` keeps its code and fault. */
export interface ThrownAway {
  message: string;
  stack?: string;
  code?: string;
  fault?: unknown;
}
