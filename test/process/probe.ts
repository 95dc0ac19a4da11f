/**
 * Loaded before everything else in a test's Node-RED, and in its worker threads: counts what a redeploy could leave behind,
 * deploys, and lets threads die.
 */
import { createHook } from 'node:async_hooks';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';
import { sharedPool } from '../../lib/workers';
import { ROOT } from '../support/reference';

/** How a worker thread ends. */
export type Death = 'exit' | 'throw' | 'memory';

export type Order =
  | { order: 'deploy'; flows: object[]; type: 'full' | 'nodes' }
  | { order: 'count' }
  | { order: 'die'; how: Death };

export interface Counts {
  /** What lives, by kind. */
  resources: Record<string, number>;
  routes: number;
  /** In worker threads. */
  sessions: number;
  listeners: number;
  heap_mb: number;
  rss_mb: number;
}

/** Kinds of which one more for each deploy would be a leak; others come and go with requests. */
const WATCHED = [
  'Timeout',
  'TCPSERVERWRAP',
  'TCPWRAP',
  'WORKER',
  'FILEHANDLE',
  'ELDHISTOGRAM',
  'FSEVENTWRAP',
];

if (isMainThread) watchMain();
else dieOnDemand();

function dieOnDemand(): void {
  const channel = new BroadcastChannel('gridloom-test');
  channel.onmessage = (event) => {
    const { data } = event as { data: Death };
    if (data === 'exit') process.exit(3);
    if (data === 'throw') throw new Error('thrown in a test');
    const held: number[][] = [];
    for (;;) held.push(new Array(100_000).fill(held.length + 0.5));
  };
  (channel as unknown as { unref(): void }).unref();
}

function watchMain(): void {
  const live = new Map<number, string>();
  createHook({
    init: (id, type) => {
      if (WATCHED.includes(type)) live.set(id, type);
    },
    destroy: (id) => {
      live.delete(id);
    },
  }).enable();
  const channel = new BroadcastChannel('gridloom-test');
  (channel as unknown as { unref(): void }).unref();
  process.on('message', (order: Order) => {
    if (order.order === 'die') channel.postMessage(order.how);
    else if (order.order === 'count') void count(live).then((counts) => process.send?.(counts));
    else void deploy(order).then(() => process.send?.('deployed'));
  });
}

interface Runtime {
  runtime: { flows: { setFlows(options: object): Promise<unknown> }; events: NodeJS.EventEmitter };
  httpNode: { _router?: { stack: unknown[] } };
}

/** The same module that red.js has loaded. */
function runtime(): Runtime {
  return require(path.join(ROOT, 'node_modules/node-red/lib/red.js')) as Runtime;
}

async function deploy({ flows, type }: Extract<Order, { order: 'deploy' }>): Promise<void> {
  await runtime().runtime.flows.setFlows({ flows: { flows }, deploymentType: type });
}

async function count(live: ReadonlyMap<number, string>): Promise<Counts> {
  // Twice, as what is collected first lets go of more.
  for (let k = 0; k < 2; k++) {
    (global as { gc?(): void }).gc?.();
    await sleep(50);
  }
  const resources: Record<string, number> = Object.fromEntries(WATCHED.map((type) => [type, 0]));
  for (const type of live.values()) resources[type]++;
  const { events } = runtime().runtime;
  return {
    resources,
    sessions: sharedPool().sessionCount,
    routes: runtime().httpNode._router?.stack.length ?? 0,
    listeners: listenersOf(process) + listenersOf(events),
    heap_mb: process.memoryUsage().heapUsed / 2 ** 20,
    rss_mb: process.memoryUsage.rss() / 2 ** 20,
  };
}

function listenersOf(emitter: NodeJS.EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}
