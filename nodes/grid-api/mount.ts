import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../../lib/api';
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
  /** The application that this one is a part of. */
  parent?: HttpApp;
  _router?: Stack;
  router?: Stack;
}

interface Stack {
  stack: { handle: unknown }[];
}

export interface Mounting {
  /** Node-RED's application for the pages of flows. */
  app: HttpApp;
  /** Where that application stands: the start of every path, empty for `/`. */
  root: string;
  basePath: string;
  /** Node-RED's application for what nodes add to the editor, where requests to the API may pass the editor by. */
  editor?: HttpApp;
  /** What a request must pass first. */
  before: Middleware[];
  handler: Handler;
}

/** The paths that are taken, for each server. */
const taken = new WeakMap<object, Set<string>>();

/**
 * Puts a handler on everything below a path, as one layer of the application and one of the whole server; gives what
 * takes both away. INVALID_SETTING where another handler of ours has the path, a part of it, or more than it.
 */
export function mount({ app, root, basePath, editor: ofNodes, before, handler }: Mounting): () => void {
  const paths = taken.get(app) ?? new Set();
  taken.set(app, paths);
  // Express matches paths whatever their case.
  const path = basePath.toLowerCase();
  refuseOverlap(paths, path, basePath);
  const layer = chain(before, strict(`${root}${path}//`, handler));
  app.use(basePath, layer);
  const server = serverOf(app);
  const first = ahead(`${root}${path}`.toLowerCase(), handler);
  server.use('/', first);
  moveToTop(server, first);
  const editor = ofNodes && editorAround(ofNodes, server);
  const past = pastEditor(`${root}${path}`.toLowerCase());
  editor?.use('/', past);
  if (editor !== undefined) moveToTop(editor, past);
  paths.add(path);
  return () => {
    paths.delete(path);
    remove(app, layer);
    remove(server, first);
    if (editor !== undefined) remove(editor, past);
  };
}

function refuseOverlap(paths: Set<string>, path: string, got: string): void {
  const clash = [...paths].find(
    (other) => `${other}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${other}/`),
  );
  if (clash === undefined) return;
  throw gridError('INVALID_SETTING', {
    at: 'base_path',
    got,
    allowed: `a path that does not overlap "${clash}", which another grid-api serves`,
    remedy: 'Give each grid-api a base_path of its own',
  });
}

/**
 * What has to come before Node-RED's editor, whose application stands on the same path by default: it parses every
 * JSON body, answering a bad one with a page of its own that shows a stack, and in Node-RED 4 it answers every
 * preflight. So bodies are read and preflights answered here; everything else, authentication too, goes its usual way.
 */
function ahead(start: string, handler: Handler): Middleware {
  return (request, response, next) => {
    const url = request.url ?? '';
    const isOurs = isBelow(start, url);
    if (isOurs && request.method === 'OPTIONS') {
      request.url = url.slice(start.length);
      handler(request, response);
    } else if (isOurs && request.method === 'POST') {
      // The sign by which Express's parsers know that a body was read.
      Object.assign(request, { _body: true });
      readBody(request).then(
        () => next(),
        () => next(),
      );
    } else next();
  };
}

/**
 * Out of the editor's application at its beginning: it would look for a file of each request's name, and read it through
 * all of its own paths, which costs more than most answers.
 */
function pastEditor(start: string): Middleware {
  return (request, _response, next) => {
    const { originalUrl = '' } = request as IncomingMessage & { originalUrl?: string };
    next(isBelow(start, originalUrl) ? 'router' : undefined);
  };
}

/** The runtime hands nodes an application that stands within the editor's. */
function editorAround(ofNodes: HttpApp, server: HttpApp): HttpApp {
  const { parent } = ofNodes;
  return parent === undefined || parent === server ? ofNodes : parent;
}

function isBelow(start: string, url: string): boolean {
  return url.toLowerCase().startsWith(start) && /^([/?#]|$)/.test(url.slice(start.length));
}

/**
 * Express takes `/api//grid` for `/api/grid`; a proxy that guards paths before us may not, so neither do we.
 */
function strict(doubled: string, handler: Handler): Handler {
  return (request, response) => {
    const { originalUrl = '' } = request as IncomingMessage & { originalUrl?: string };
    if (originalUrl.toLowerCase().startsWith(doubled)) request.url = `/${request.url}`;
    handler(request, response);
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

function serverOf(app: HttpApp): HttpApp {
  return app.parent === undefined ? app : serverOf(app.parent);
}

function stackOf(app: HttpApp): { handle: unknown }[] {
  return (app._router ?? app.router)?.stack ?? [];
}

function moveToTop(app: HttpApp, handle: Middleware): void {
  const stack = stackOf(app);
  const index = stack.findIndex((layer) => layer.handle === handle);
  if (index > 0) stack.unshift(...stack.splice(index, 1));
}

function remove(app: HttpApp, handle: Middleware): void {
  const stack = stackOf(app);
  const index = stack.findIndex((layer) => layer.handle === handle);
  if (index >= 0) stack.splice(index, 1);
}
