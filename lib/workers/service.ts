/**
 * A service is what can be opened in a worker thread: a factory that makes an object from plain data. Its methods
 * take and return plain data and typed arrays, and hand over every typed array that stands at the top level of what
 * they return: its memory moves to the caller, so a service never returns its own scratch memory.
 */
export interface ServiceContext {
  /** Tells the opener how far a long call has come. */
  report(progress: unknown): void;
}

export type ServiceFactory<Init, Methods extends object> = (
  init: Init,
  context: ServiceContext,
) => Methods | Promise<Methods>;

/** What an opener holds: the same methods, answered later. */
export interface Session<Methods extends object> {
  call<Name extends keyof Methods & string>(
    method: Name,
    ...args: ArgumentsOf<Methods[Name]>
  ): Promise<ResultOf<Methods[Name]>>;
  close(): Promise<void>;
}

type ArgumentsOf<T> = T extends (...args: infer Args) => unknown ? Args : never;
type ResultOf<T> = T extends (...args: never[]) => infer Result ? Awaited<Result> : never;
