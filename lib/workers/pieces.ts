/** Work in pieces, over sessions of a service or in the caller's own thread. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WorkerPool } from './pool';
import type { Session } from './service';
import type { InitOf, MethodsOf, ServiceName } from './services';
import { sharedPool } from './shared';

/** A piece waits at each thread while it does another, so that it does not wait for the next one to be sent. */
const PIECES_AT_A_THREAD = 2;

interface Threads {
  threads: number;
  signal?: AbortSignal;
  pool?: WorkerPool;
}

/**
 * Opens a session in each of so many threads and closes them whatever comes of `use`. An abort ends the threads in
 * the midst of what they compute. Throws what `use` and the opening of a session throw, or the signal's reason.
 */
export async function withSessions<Name extends ServiceName, Result>(
  service: Name,
  init: InitOf<Name>,
  { threads, signal, pool = sharedPool() }: Threads,
  use: (sessions: readonly Session<MethodsOf<Name>>[]) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const opening = Array.from({ length: threads }, () => pool.open(service, init, { dedicated: true }));
  const opened = await Promise.allSettled(opening);
  const sessions = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  let closing: Promise<unknown> | undefined;
  const close = (): Promise<unknown> => {
    closing ??= Promise.all(sessions.map((session) => session.close()));
    return closing;
  };
  signal?.addEventListener('abort', close, { once: true });
  try {
    signal?.throwIfAborted();
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return await use(sessions);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', close);
    await close();
  }
}

/** Hands each piece to the session that is first to be free. */
export async function deal<S>(
  sessions: readonly S[],
  pieces: number,
  run: (session: S, piece: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const serve = async (session: S): Promise<void> => {
    while (next < pieces) await run(session, next++);
  };
  await Promise.all(
    sessions.flatMap((session) => Array.from({ length: PIECES_AT_A_THREAD }, () => serve(session))),
  );
}

/** Does the pieces here, one a turn of the event loop. */
export async function inPlace(
  pieces: number,
  signal: AbortSignal | undefined,
  run: (piece: number) => void,
): Promise<void> {
  for (let piece = 0; piece < pieces; piece++) {
    signal?.throwIfAborted();
    run(piece);
    await nextTurn();
  }
  signal?.throwIfAborted();
}
