import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../../bench/node-red';

/** Debian puts it where not everybody's PATH leads. */
const MOSQUITTO = ['mosquitto', '/usr/sbin/mosquitto'].find(runs);

/** Whether tests with mosquitto are left out: where it is missing, and nobody said that it must be there. */
export const WITHOUT_MOSQUITTO =
  (MOSQUITTO === undefined || !runs('mosquitto_sub') || !runs('openssl')) && !process.env.CI;

function runs(program: string): boolean {
  return spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined;
}

/** Debian's broker in a process of its own, with its files in a temporary folder. */
export class Mosquitto {
  private child: ChildProcess | undefined;
  log = '';

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {}

  /** Runs with these lines of configuration besides its own; `{folder}` in them is its folder. */
  static async start(lines: string[] = ['allow_anonymous true']): Promise<Mosquitto> {
    const folder = await mkdtemp(path.join(tmpdir(), 'gridloom-mosquitto-'));
    const broker = new Mosquitto(folder, await freePort());
    await broker.configure(lines);
    await broker.run();
    return broker;
  }

  get address(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async configure(lines: string[]): Promise<void> {
    const own = [
      `listener ${this.port} 127.0.0.1`,
      'persistence true',
      `persistence_location ${this.folder}/`,
      `user ${userInfo().username}`,
      'max_queued_messages 0',
    ];
    const text = [...own, ...lines].join('\n').replaceAll('{folder}', this.folder);
    await writeFile(path.join(this.folder, 'mosquitto.conf'), `${text}\n`);
  }

  /** Ends once it takes connections. */
  async run(): Promise<void> {
    const file = path.join(this.folder, 'mosquitto.conf');
    this.child = spawn(MOSQUITTO as string, ['-v', '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.child.stderr?.on('data', (text) => {
      this.log = (this.log + text).slice(-20_000);
    });
    while (!(await answers(this.port))) {
      if (this.child.exitCode !== null) throw new Error(`mosquitto ended: ${this.log}`);
      await wait(20);
    }
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  openssl(...parameters: string[]): void {
    execFileSync('openssl', parameters, { cwd: this.folder, stdio: 'ignore' });
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
