import { WorkerPool } from './pool';

let pool: WorkerPool | undefined;

/** The process's one pool. A thread ends with its last session, so nothing has to close the pool. */
export function sharedPool(): WorkerPool {
  pool ??= new WorkerPool();
  return pool;
}
