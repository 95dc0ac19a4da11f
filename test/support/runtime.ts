import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Node, NodeAPI, NodeInitializer } from 'node-red';
import { type GridError, toGridError } from '../../lib/errors';

import helper = require('node-red-node-test-helper');
import util = require('@node-red/util');

export interface Wired {
  id: string;
  type: string;
  [property: string]: unknown;
}

export interface Message {
  payload?: unknown;
  topic?: string;
  [property: string]: unknown;
}

/**
 * Runs a flow in a real Node-RED runtime, on a port of the system's choice, and takes it down again.
 * `base` is the address of its HTTP server.
 */
export async function withFlow(
  nodes: NodeInitializer[],
  flow: Wired[],
  body: (runtime: { node(id: string): Node; base: string }) => Promise<void>,
  settings: Record<string, unknown> = {},
  credentials: Record<string, object> = {},
): Promise<void> {
  const server = await startServer(settings);
  try {
    await helper.load([...nodes, serveFlows], flow, credentials as never);
    await body({ node: (id) => helper.getNode(id) as unknown as Node, base: server });
  } finally {
    await helper.unload();
    await new Promise<void>((resolve) => helper.stopServer(() => resolve()));
  }
}

/** The test helper makes the applications of flows and editor, and puts them on no server: this does, the editor's at /editor. */
function serveFlows(RED: NodeAPI): void {
  const { httpNodeRoot = '/' } = RED.settings as { httpNodeRoot?: string };
  const { _app: app } = helper as unknown as { _app: { use(root: string, app: unknown): void } };
  app.use('/editor', RED.httpAdmin);
  app.use(httpNodeRoot, RED.httpNode);
}

async function startServer(settings: Record<string, unknown>): Promise<string> {
  helper.init(require.resolve('node-red'), settings as never);
  await new Promise<void>((resolve) => helper.startServer(() => resolve()));
  return helper.url();
}

/** The next message that reaches a node. */
export async function nextInput(node: Node): Promise<Message> {
  const [message] = await once(node, 'input');
  return message as Message;
}

/** Sends a message into a node, as a wire would. */
export function receive(node: Node, message: Message): void {
  (node as unknown as { receive(message: Message): void }).receive(message);
}

/** The next status that a node shows (`fill`, `shape`, `text`), once it satisfies the condition. */
export async function nextStatus(node: Node, wanted: (text: string) => boolean): Promise<string> {
  const emitter = node as unknown as { on(event: string, listener: (call: unknown) => void): void };
  return new Promise((resolve) => {
    emitter.on('call:status', (call) => {
      const [status] = (call as { args: [{ text?: string }] }).args;
      if (wanted(status.text ?? '')) resolve(status.text ?? '');
    });
  });
}

/**
 * Listens for messages that the node is done with; the answer waits for that of a message, by its `_msgid`, and gives
 * the error that it was done with, if any. What the node sent before has then arrived.
 */
export function completions(node: Node): (id: string) => Promise<GridError | undefined> {
  const ended = new Map<string, GridError | undefined>();
  const waiting = new Map<string, () => void>();
  util.hooks.add(`onComplete.${node.id}`, (event) => {
    const { msg, error } = event as { msg: { _msgid: string }; error?: unknown };
    if ((event as { node: { id: string } }).node.id !== node.id) return;
    ended.set(msg._msgid, error === undefined || error === null ? undefined : toGridError(error));
    waiting.get(msg._msgid)?.();
  });
  node.on('close', () => util.hooks.remove(`*.${node.id}`));
  return async (id) => {
    if (!ended.has(id)) await new Promise<void>((resolve) => waiting.set(id, resolve));
    // Wires deliver at the next turn of the event loop.
    await setImmediate();
    return ended.get(id);
  };
}
