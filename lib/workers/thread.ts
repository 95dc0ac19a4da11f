import { parentPort } from 'node:worker_threads';
import type { Reply, Request, ThrownAway } from './protocol';
import type { ServiceFactory } from './service';
import { SERVICES } from './services';

/** The thread's side: opens services, answers calls, in the order in which they come. */
const port = parentPort!;
const sessions = new Map<number, Record<string, (...args: unknown[]) => unknown>>();
let work: Promise<void> = Promise.resolve();

port.on('message', (request: Request) => {
  work = work.then(() => answer(request));
});

async function answer(request: Request): Promise<void> {
  try {
    const result = await handle(request);
    send({ type: 'done', id: request.id, result }, transferList(result));
  } catch (thrown) {
    send({ type: 'failed', id: request.id, error: flatten(thrown) });
  }
}

async function handle(request: Request): Promise<unknown> {
  switch (request.type) {
    case 'open': {
      const load = SERVICES[request.service as keyof typeof SERVICES];
      if (load === undefined) throw new Error(`no service is called ${request.service}`);
      const factory = (await load()) as ServiceFactory<unknown, object>;
      const context = {
        report: (report: unknown) => send({ type: 'progress', session: request.session, report }),
      };
      const made = await factory(request.init, context);
      sessions.set(request.session, made as Record<string, (...args: unknown[]) => unknown>);
      return undefined;
    }
    case 'call': {
      const session = sessions.get(request.session);
      if (session === undefined) throw new Error(`session ${request.session} is closed`);
      const method = session[request.method];
      if (method === undefined) throw new Error(`the service has no method ${request.method}`);
      return method.apply(session, request.args);
    }
    case 'close':
      sessions.delete(request.session);
      return undefined;
  }
}

function send(reply: Reply, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(reply, transfer);
}

function transferList(result: unknown): ArrayBuffer[] {
  if (typeof result !== 'object' || result === null) return [];
  const buffers = new Set<ArrayBuffer>();
  for (const value of [result, ...Object.values(result)]) {
    if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  }
  return [...buffers];
}

function flatten(thrown: unknown): ThrownAway {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  const { code, fault } = thrown as { code?: string; fault?: unknown };
  return { message: thrown.message, stack: thrown.stack, code, fault };
}
