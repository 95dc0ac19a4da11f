/** Where a command writes: results to one stream, remarks and errors line by line to the other. */
export interface Streams {
  out(text: string): void;
  note(line: string): void;
  /** From now on a signal to end (SIGINT, SIGTERM) aborts this instead of ending the process at once; absent where none comes. */
  untilStopped?(): AbortSignal;
}

/** How a command ended: done, without a solution, refused, or failed inside. */
export const EXIT = { done: 0, notConverged: 1, refused: 2, failed: 70 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export type Command = (args: readonly string[], streams: Streams) => Promise<ExitCode>;
