import { once } from 'node:events';
import type { Node, NodeAPI, NodeInitializer } from 'node-red';

import helper = require('node-red-node-test-helper');

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
): Promise<void> {
  const server = await startServer(settings);
  try {
    await helper.load([serveFlows, ...nodes], flow);
    await body({ node: (id) => helper.getNode(id) as unknown as Node, base: server });
  } finally {
    await helper.unload();
    await new Promise<void>((resolve) => helper.stopServer(() => resolve()));
  }
}

/** The test helper makes the application of the flows' own pages, and puts it on no server: this does. */
function serveFlows(RED: NodeAPI): void {
  const { httpNodeRoot = '/' } = RED.settings as { httpNodeRoot?: string };
  (helper as unknown as { _app: { use(root: string, app: unknown): void } })._app.use(
    httpNodeRoot,
    RED.httpNode,
  );
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
