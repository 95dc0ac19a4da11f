import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ERRORS, type ErrorCode, type Fault, GridError, gridError } from '../errors';
import type { Reply, Request, ThrownAway } from './protocol';
import type { Session } from './service';
import type { InitOf, MethodsOf, ServiceName } from './services';

export interface OpenOptions {
  /** A thread of its own, which ends with the session: for work of seconds, such as training. */
  dedicated?: boolean;
  /**
   * Closing waits for what the session computes: for native code, since a thread that is ended in the midst of
   * onnxruntime takes the whole process with it (an uncaught Napi::Error).
   */
  finishes?: boolean;
  onProgress?(report: unknown): void;
}

interface Call {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Threads that sessions share; beyond it sessions are spread over the least occupied. */
const SHARED_THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));

/**
 * Worker threads behind sessions. A session's calls are answered in order. When a thread dies, its calls are
 * rejected with WORKER_FAILED and its sessions are closed; the opener opens a new one.
 */
export class WorkerPool {
  private readonly threads: Thread[] = [];
  private nextSession = 1;

  async open<Name extends ServiceName>(
    service: Name,
    init: InitOf<Name>,
    options: OpenOptions = {},
  ): Promise<Session<MethodsOf<Name>>> {
    const thread = this.pick(options.dedicated === true);
    const session = this.nextSession++;
    thread.attach(session, options);
    try {
      await thread.request({ type: 'open', id: 0, session, service, init });
    } catch (error) {
      await thread.detach(session);
      throw error;
    }
    return {
      call: (method, ...args) =>
        thread.request({ type: 'call', id: 0, session, method, args }) as Promise<never>,
      close: () => thread.detach(session),
    };
  }

  /** How many sessions are open, in all threads. */
  get sessionCount(): number {
    return this.threads.reduce((sum, thread) => sum + thread.sessionCount, 0);
  }

  /** Ends every thread; what they were computing is rejected, but for sessions that finish. */
  async close(): Promise<void> {
    await Promise.all(this.threads.splice(0).map((thread) => thread.finish()));
  }

  private pick(dedicated: boolean): Thread {
    const shared = this.threads.filter((thread) => !thread.dedicated && thread.alive);
    if (dedicated || shared.length < SHARED_THREADS) {
      const thread = new Thread(dedicated, () => this.drop(thread));
      this.threads.push(thread);
      return thread;
    }
    return shared.reduce((least, thread) => (thread.sessionCount < least.sessionCount ? thread : least));
  }

  private drop(thread: Thread): void {
    const index = this.threads.indexOf(thread);
    if (index >= 0) this.threads.splice(index, 1);
  }
}

class Thread {
  alive = true;
  private readonly worker = new Worker(path.join(__dirname, 'thread.js'));
  private readonly calls = new Map<number, Call>();
  private readonly sessions = new Map<number, OpenOptions>();
  private nextId = 1;

  constructor(
    readonly dedicated: boolean,
    private readonly onEnd: () => void,
  ) {
    this.worker.on('message', (reply: Reply) => this.receive(reply));
    this.worker.on('error', (error) => this.fail(error.message));
    this.worker.on('exit', (code) => this.fail(`the thread ended with code ${code}`));
    this.worker.unref();
  }

  get sessionCount(): number {
    return this.sessions.size;
  }

  attach(session: number, options: OpenOptions): void {
    this.sessions.set(session, options);
  }

  async detach(session: number): Promise<void> {
    // Still counted while it finishes, so that another session's end does not end the thread.
    if (this.sessions.get(session)?.finishes) await this.closeInTurn(session);
    if (!this.sessions.delete(session) || !this.alive) return;
    if (this.dedicated || this.sessions.size === 0) return this.end();
    await this.closeInTurn(session);
  }

  /** After the calls before it. The thread may end while it is asked: the session is then closed as well. */
  private async closeInTurn(session: number): Promise<void> {
    await this.request({ type: 'close', id: 0, session }).catch(() => undefined);
  }

  request(request: Request): Promise<unknown> {
    if (!this.alive) return Promise.reject(threadError('the thread has ended'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      // First, as it throws where something cannot be sent: nothing then waits for an answer.
      this.worker.postMessage({ ...request, id });
      this.calls.set(id, { resolve, reject });
      this.worker.ref();
    });
  }

  /** Ends the thread once the sessions that finish have done so. */
  async finish(): Promise<void> {
    const finishing = [...this.sessions].filter(([, { finishes }]) => finishes);
    await Promise.all(finishing.map(([session]) => this.closeInTurn(session)));
    await this.end();
  }

  async end(): Promise<void> {
    this.fail('the thread was ended');
    await this.worker.terminate();
  }

  private receive(reply: Reply): void {
    if (reply.type === 'progress') {
      this.sessions.get(reply.session)?.onProgress?.(reply.report);
      return;
    }
    const call = this.calls.get(reply.id);
    this.calls.delete(reply.id);
    if (this.calls.size === 0) this.worker.unref();
    if (reply.type === 'done') call?.resolve(reply.result);
    else call?.reject(restore(reply.error));
  }

  private fail(reason: string): void {
    if (!this.alive) return;
    this.alive = false;
    this.onEnd();
    for (const call of this.calls.values()) call.reject(threadError(reason));
    this.calls.clear();
  }
}

function threadError(reason: string): GridError {
  return gridError('WORKER_FAILED', { at: reason });
}

function restore(thrown: ThrownAway): Error {
  if (thrown.code !== undefined && thrown.code in ERRORS) {
    return new GridError(thrown.code as ErrorCode, thrown.fault as Fault);
  }
  return gridError('WORKER_FAILED', { at: thrown.message });
}
