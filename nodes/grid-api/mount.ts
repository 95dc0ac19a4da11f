import type { IncomingMessage, ServerResponse } from 'node:http';
import { gridError } from '../../lib/errors';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/** What is needed of an Express application; the stack has no public name in Express 4. */
export interface HttpApp {
  use(path: string, middleware: Middleware): unknown;
  _router?: Stack;
  router?: Stack;
}

interface Stack {
  stack: { handle: unknown }[];
}

/** The paths that are taken, for each server. */
const taken = new WeakMap<object, Set<string>>();

/**
 * Puts a handler on everything below a path, behind the middleware given, as one layer of the application; gives what
 * takes it away again. INVALID_SETTING where another handler of ours has the path, a part of it, or more than it.
 */
export function mount(app: HttpApp, basePath: string, before: Middleware[], handler: Handler): () => void {
  const paths = taken.get(app) ?? new Set();
  taken.set(app, paths);
  // Express matches paths whatever their case.
  const path = basePath.toLowerCase();
  const clash = [...paths].find(
    (other) => `${other}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${other}/`),
  );
  if (clash !== undefined) {
    throw gridError('INVALID_SETTING', {
      at: 'base_path',
      got: basePath,
      allowed: `a path that does not overlap "${clash}", which another grid-api serves`,
      remedy: 'Give each grid-api a base_path of its own',
    });
  }
  const layer = chain(before, handler);
  app.use(basePath, layer);
  paths.add(path);
  return () => {
    paths.delete(path);
    const stack = (app._router ?? app.router)?.stack ?? [];
    const index = stack.findIndex(({ handle }) => handle === layer);
    if (index >= 0) stack.splice(index, 1);
  };
}

function chain(before: Middleware[], handler: Handler): Middleware {
  return (request, response, next) => {
    const step = (i: number): void => {
      if (i === before.length) handler(request, response);
      else before[i]!(request, response, (error) => (error ? next(error) : step(i + 1)));
    };
    step(0);
  };
}
