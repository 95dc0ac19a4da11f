/** A real Node-RED with the default flow on a grid of a given size, in a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProbeReading } from './probe';

export const ROOT = path.resolve(__dirname, '../..');

export class BenchNodeRed {
  private constructor(
    private readonly child: ChildProcess,
    private readonly userDir: string,
    readonly base: string,
    readonly mqttPort: number,
  ) {}

  /** Resolves when risk figures are in the state: the models are then trained or loaded. */
  static async start(nodes: number, interval_s = 3): Promise<BenchNodeRed> {
    const userDir = mkdtempSync(path.join(tmpdir(), 'gridloom-bench-'));
    const [port, mqttPort] = [await freePort(), await freePort()];
    writeFileSync(path.join(userDir, 'flows.json'), JSON.stringify(flowOf(nodes, interval_s, mqttPort)));
    const child = fork(
      path.join(ROOT, 'node_modules/node-red/red.js'),
      ['--settings', path.join(ROOT, 'flows/settings.js')],
      {
        cwd: ROOT,
        execArgv: ['--require', path.join(__dirname, 'probe.js')],
        env: { ...process.env, GRIDLOOM_PORT: String(port), GRIDLOOM_USER_DIR: userDir },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    const running = new BenchNodeRed(child, userDir, `http://127.0.0.1:${port}`, mqttPort);
    try {
      await running.ready();
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  }

  reset(): void {
    this.child.send('reset');
  }

  async read(): Promise<ProbeReading> {
    const answer = once(this.child, 'message');
    this.child.send('read');
    const [reading] = await answer;
    return reading as ProbeReading;
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill();
    await exited;
    rmSync(this.userDir, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      try {
        if ((await fetch(`${this.base}/api/grid/risk`)).ok && (await this.rated())) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error('no rated state within two minutes');
  }

  private async rated(): Promise<boolean> {
    const health = (await (await fetch(`${this.base}/api/health`)).json()) as { models: unknown };
    return health.models !== null;
  }
}

function flowOf(nodes: number, interval_s: number, mqttPort: number): object[] {
  const flow = JSON.parse(readFileSync(path.join(ROOT, 'flows/smart-grid.json'), 'utf8')) as Record<
    string,
    unknown
  >[];
  const network =
    nodes === 8
      ? {}
      : { source: 'generated', num_nodes: nodes, num_generators: Math.round(nodes / 10), seed: 1 };
  for (const node of flow) {
    if (node.type === 'scada-sim') node.interval_s = interval_s;
    if (node.type === 'grid-model') Object.assign(node, network);
    if (node.type === 'grid-broker' || node.type === 'mqtt-broker') node.port = mqttPort;
  }
  return flow;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
