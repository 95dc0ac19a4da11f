/** A real Node-RED with a flow, in a process that can be killed, and what its snapshots were. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Snapshot } from '../../lib/contract';
import { freePort } from '../../bench/node-red';
import { ROOT } from '../support/reference';
import type { Counts, Death, Order } from './probe';
import { Told } from './told';

export type FlowNode = Record<string, unknown> & { id: string };

/** Written by the flow itself, at once, so that what was told before a kill is known. */
const RECORD = `global.get('fs').appendFileSync(global.get('file'), JSON.stringify(msg.payload) + '\\n');`;

/** Plain settings of Node-RED: no editor, and only the core nodes that the flows of tests have. */
const settingsOf = (base: string): string => `
const base = require(${JSON.stringify(base)});
module.exports = { ...base, httpAdminRoot: false, functionGlobalContext: {
  fs: require('node:fs'), file: require('node:path').join(base.userDir, 'snapshots'),
} };`;

export class Plant {
  readonly userDir: string;
  base = '';
  private child: ChildProcess | undefined;
  private readonly told: Told;
  private printed = '';

  constructor(
    private readonly flow: (mqttPort: number) => FlowNode[],
    userDir?: string,
    private readonly more: { node?: string[]; env?: Record<string, string> } = {},
  ) {
    this.userDir = userDir ?? mkdtempSync(path.join(tmpdir(), 'gridloom-process-'));
    this.told = new Told(path.join(this.userDir, 'snapshots'));
  }

  get log(): string {
    return this.printed;
  }

  get pid(): number {
    return this.child!.pid!;
  }

  /** Resolves when the process runs; what it does by then is seen by its snapshots. */
  async start(): Promise<void> {
    const [port, mqttPort] = [await freePort(), await freePort()];
    this.base = `http://127.0.0.1:${port}`;
    const settings = path.join(this.userDir, 'settings.js');
    writeFileSync(settings, settingsOf(path.join(ROOT, 'flows/settings.js')));
    writeFileSync(path.join(this.userDir, 'flows.json'), JSON.stringify(this.flow(mqttPort)));
    const probe = ['--expose-gc', '--require', path.join(__dirname, 'probe.js'), ...(this.more.node ?? [])];
    const command = [
      process.execPath,
      ...probe,
      path.join(ROOT, 'node_modules/node-red/red.js'),
      '--settings',
      settings,
    ];
    const env = {
      ...process.env,
      ...this.more.env,
      GRIDLOOM_PORT: String(port),
      GRIDLOOM_USER_DIR: this.userDir,
    };
    const [program, ...args] = command;
    this.child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (text) => {
        this.printed = `${this.printed}${text}`.slice(-100_000);
      });
    }
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.userDir, { recursive: true, force: true });
  }

  async deploy(flows: object[], type: 'full' | 'nodes'): Promise<void> {
    await this.order({ order: 'deploy', flows, type });
  }

  async count(): Promise<Counts> {
    return (await this.order({ order: 'count' })) as Counts;
  }

  /** All worker threads die. */
  letThreadsDie(how: Death): void {
    this.child!.send({ order: 'die', how });
  }

  private async order(order: Order): Promise<unknown> {
    const answered = once(this.child!, 'message');
    this.child!.send(order);
    const [answer] = await answered;
    return answer;
  }

  /** All that were told since the plant was made, in order. */
  snapshots(): Snapshot[] {
    return [...this.told.read()];
  }

  /** The first snapshot from a place on that satisfies the condition. */
  async seen(wanted: (snapshot: Snapshot) => boolean, from = 0): Promise<Snapshot> {
    return this.until(() => this.told.read().slice(from).find(wanted));
  }

  async until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < 1200; tries++) {
      const found = await look();
      if (found !== undefined) return found;
      if (this.child?.exitCode !== null) throw new Error(`the process has ended: ${this.printed}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`half a minute has gone by: ${this.printed}`);
  }
}

/** A simulator alone, with what records its snapshots. */
export function simulatorFlow(sim: object = {}): FlowNode[] {
  return [
    { id: 'tab', type: 'tab' },
    {
      id: 'sim',
      z: 'tab',
      type: 'scada-sim',
      interval_s: 0.1,
      seed: 1,
      autostart: true,
      acceleration: 1,
      wires: [['record']],
      ...sim,
    },
    { id: 'record', z: 'tab', type: 'function', func: RECORD, outputs: 0, wires: [] },
    {
      id: 'commands',
      z: 'tab',
      type: 'http in',
      url: '/command',
      method: 'post',
      wires: [['sim', 'answer']],
    },
    { id: 'answer', z: 'tab', type: 'http response', wires: [] },
  ];
}

/**
 * The default flow, ticking as often as is said, with what records its snapshots and the operator's messages, and with
 * `POST /command` and `POST /optimizer` for the simulator and path-optimize.
 */
export function controlRoomFlow(
  mqttPort: number,
  sim: object = {},
  more: Record<string, object> = {},
): FlowNode[] {
  const flow = JSON.parse(readFileSync(path.join(ROOT, 'flows/smart-grid.json'), 'utf8')) as FlowNode[];
  const tab = flow.find(({ type }) => type === 'tab')!.id;
  for (const node of flow) {
    if (node.type === 'grid-broker' || node.type === 'mqtt-broker') node.port = mqttPort;
    if (node.type === 'scada-sim') Object.assign(node, { interval_s: 0.2 }, sim);
    if (node.type === 'debug') node.active = false;
    if (node.id in more) Object.assign(node, more[node.id]);
    const wires = node.wires as string[][] | undefined;
    if (node.type === 'path-optimize') {
      wires![0].push('record');
      wires![2].push('news');
    }
  }
  const recorder = (id: string, func: string): FlowNode => ({
    id,
    z: tab,
    type: 'function',
    func,
    outputs: 0,
    wires: [],
  });
  const entry = (id: string, to: string): FlowNode => ({
    id,
    z: tab,
    type: 'http in',
    url: `/${id}`,
    method: 'post',
    wires: [[to, 'answer']],
  });
  return [
    ...flow,
    recorder('record', RECORD),
    recorder('news', RECORD.replace("global.get('file')", "global.get('file') + '.news'")),
    entry('command', 'gridloom-sim'),
    entry('optimizer', 'gridloom-paths'),
    { id: 'answer', z: tab, type: 'http response', wires: [] },
  ];
}

/** Sends a command by one of the flow's own entries, as soon as the process listens. */
export async function post(plant: Plant, entry: string, body: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await plant.until(async () => {
    const sent = fetch(`${plant.base}/${entry}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await sent.catch(() => undefined))?.ok || undefined;
  });
}

/** What the API answers, once it does. */
export async function ask<T>(plant: Plant, at: string): Promise<T> {
  return plant.until(async () => {
    const answer = await fetch(`${plant.base}/api/${at}`).catch(() => undefined);
    return answer?.ok ? ((await answer.json()) as T) : undefined;
  });
}
