import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../bench/node-red';
import { ROOT } from './reference';

const WINDOWS = process.platform === 'win32';

/** The package as a user gets it: packed, and installed into an empty user folder of Node-RED. */
export class InstalledPackage {
  readonly userDir: string;
  readonly packageDir: string;
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'gridloom-e2e-'));

  constructor() {
    this.userDir = path.join(this.folder, 'user');
    npm(ROOT, ['pack', '--ignore-scripts', '--silent', '--pack-destination', this.folder]);
    const tarball = readdirSync(this.folder).find((name) => name.endsWith('.tgz'))!;
    cpSync(path.join(this.folder, tarball), path.join(this.userDir, 'package.tgz'));
    writeFileSync(path.join(this.userDir, 'package.json'), '{ "name": "user", "private": true }');
    npm(this.userDir, [
      'install',
      '--omit=optional',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      './package.tgz',
    ]);
    this.packageDir = path.join(this.userDir, 'node_modules/@gridloom/node-red-smart-grid');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function npm(cwd: string, args: string[]): void {
  const { status, stdout, stderr } = spawnSync(WINDOWS ? 'npm.cmd' : 'npm', args, {
    cwd,
    shell: WINDOWS,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${stdout}${stderr}`);
}

export interface RunningNodeRed {
  /** Address of editor and API. */
  base: string;
  mqtt: string;
  /** What it has printed. */
  log(): string;
  stop(): Promise<void>;
}

export type FlowNode = Record<string, unknown>;

/** A file of flows as it was packed. */
export function readFlow(installed: InstalledPackage, file: string): FlowNode[] {
  return JSON.parse(readFileSync(path.join(installed.packageDir, file), 'utf8')) as FlowNode[];
}

/** Starts an installed Node-RED afresh with a flow of the package, on ports that are free. */
export async function startNodeRed(
  nodeRed: string,
  installed: InstalledPackage,
  flow: FlowNode[],
): Promise<RunningNodeRed> {
  const [port, mqttPort] = [await freePort(), await freePort()];
  // The brokers of the default flow and of the fourth example, which are not deployed together.
  const free = new Map([
    ['1883', mqttPort],
    ['1885', mqttPort],
  ]);
  for (const node of flow) {
    if (node.type === 'grid-broker' || node.type === 'mqtt-broker') {
      // Brokers on ports of their own stay apart.
      const usual = String(node.port);
      if (!free.has(usual)) free.set(usual, await freePort());
      node.port = free.get(usual);
    }
    if (node.mode === 'external') node.url = `mqtt://127.0.0.1:${mqttPort}`;
  }
  writeFileSync(path.join(installed.userDir, 'flows.json'), JSON.stringify(flow));
  // A run of its own: what an earlier one has kept would go on.
  rmSync(path.join(installed.userDir, 'gridloom'), { recursive: true, force: true });
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile: 'flows.json',
    telemetry: { enabled: false },
  };
  writeFileSync(path.join(installed.userDir, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
  const red = path.join(ROOT, 'node_modules', nodeRed, 'red.js');
  const child = spawn(process.execPath, [red, '--userDir', installed.userDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (data: Buffer) => (printed += data.toString()));
  await logged(child, () => printed, 'Started flows');
  return {
    base: `http://127.0.0.1:${port}`,
    mqtt: `mqtt://127.0.0.1:${mqttPort}`,
    log: () => printed,
    stop: async () => {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

function logged(child: ChildProcess, log: () => string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!log().includes(text)) return;
      child.stdout!.off('data', look);
      child.off('exit', ended);
      resolve();
    };
    const ended = (): void => reject(new Error(`Node-RED ended: ${log()}`));
    child.stdout!.on('data', look);
    child.once('exit', ended);
  });
}
