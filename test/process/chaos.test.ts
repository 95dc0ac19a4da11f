import { strict as assert } from 'node:assert';
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Snapshot } from '../../lib/contract';
import { Random } from '../../lib/random';
import { freePort } from '../../bench/node-red';
import { controlRoomFlow, Plant, simulatorFlow } from './plant';
import { Told, writtenSince } from './told';

const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** One run, no number told twice, and every snapshot whole. */
function checkWhole(snapshots: readonly Snapshot[]): void {
  for (let k = 1; k < snapshots.length; k++) {
    const [before, now] = [snapshots[k - 1], snapshots[k]];
    assert.equal(now.run_id, before.run_id);
    assert.ok(now.sequence > before.sequence, `${now.sequence} after ${before.sequence}`);
    assert.equal(now.edges.length, before.edges.length);
    assert.ok(Number.isFinite(now.metrics.loss_mw));
  }
}

const edge = ({ edges }: Snapshot, id: string) => edges.find((one) => one.id === id)!;

describe('chaos', function () {
  this.timeout(300_000);
  let plant: Plant;
  before(function () {
    if (process.env.GRIDLOOM_LONG !== '1') this.skip();
  });
  afterEach(() => plant?.remove());

  it('kill -9 at 50 random moments: the run goes on, with what was switched', async () => {
    const random = new Random(2026);
    const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    const told = new Told(path.join(folder, 'snapshots'));
    let printed = '';
    let closed = false;
    try {
      for (let kill = 0; kill < 50; kill++) {
        const child = fork(path.join(__dirname, 'ticking-process.js'), [folder], { silent: true });
        child.stdout!.on('data', (text) => {
          printed += text;
        });
        const seen = async (wanted: (one: Snapshot) => boolean, from: number): Promise<Snapshot> => {
          for (let tries = 0; tries < 3000; tries++) {
            const found = told.read().slice(from).find(wanted);
            if (found !== undefined) return found;
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          throw new Error(`not seen: ${printed}`);
        };
        const before = told.read().length;
        const first = await seen(() => true, before);
        assert.equal(edge(first, 'L11').closed, closed, `after kill ${kill}`);
        if (kill % 3 === 0) {
          closed = !closed;
          child.send({ command: 'set_switch', edge: 'L11', closed });
          await seen((one) => edge(one, 'L11').closed === closed, before);
          // Written at once; how long a disk takes that others use is not for this test to say.
          const seen_ms = Date.now();
          while (!writtenSince(path.join(folder, 'run.state'), seen_ms)) {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        }
        await new Promise((resolve) => setTimeout(resolve, 200 * random.next()));
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      assert.ok(told.read().length > 200);
      checkWhole(told.read());
      assert.equal(printed, '');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('the disk is full: it ticks on, says so once, and keeps the state again when there is room', async function () {
    plant = new Plant(() => simulatorFlow());
    const folder = path.join(plant.userDir, 'gridloom');
    mkdirSync(folder);
    const size = 'size=256k';
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder]).status !== 0) return this.skip();
    try {
      const file = path.join(folder, 'sim/run.state');
      await plant.start();
      await plant.until(() => existsSync(file) || undefined);
      const filler = path.join(folder, 'filler');
      const full = () =>
        writeFileSync(filler, new Uint8Array(statfsSync(folder).bavail * statfsSync(folder).bsize));
      full();
      await plant.until(() => (plant.log.includes('The folder cannot be written') ? true : undefined));
      const before = plant.snapshots().length;
      await plant.until(() => (plant.snapshots().length > before + 50 ? true : undefined));
      assert.equal(plant.log.split('The folder cannot be written').length, 2, 'said once');
      await plant.kill();
      const told = plant.snapshots().length;
      await plant.start();
      await plant.seen(() => true, told);
      const written = readFileSync(file);
      spawnSync('rm', [filler]);
      await plant.until(() => (readFileSync(file).equals(written) ? undefined : true));
      await plant.kill();
      const again = plant.snapshots().length;
      await plant.start();
      await plant.seen(() => true, again);
      checkWhole(plant.snapshots());
      assert.equal(plant.log.includes('A kept state cannot be used'), false);
    } finally {
      await plant.kill();
      spawnSync('umount', [folder]);
    }
  });

  it('the clock is put forward and back an hour: it ticks on, and a kill in between changes nothing', async function () {
    if (!existsSync(FAKETIME)) return this.skip();
    const offset = path.join(tmpdir(), `gridloom-clock-${process.pid}`);
    const env = {
      LD_PRELOAD: FAKETIME,
      FAKETIME_TIMESTAMP_FILE: offset,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    writeFileSync(offset, '+0');
    plant = new Plant(() => simulatorFlow(), undefined, { env });
    try {
      await plant.start();
      const first = await plant.seen(() => true);
      for (const [shift, least_s, most_s] of [
        ['+1h', 3500, 3800],
        ['-1h', -3700, -3400],
        ['+0', -100, 300],
      ] as const) {
        writeFileSync(offset, shift);
        const since_s = (one: Snapshot) => (Date.parse(one.timestamp) - Date.parse(first.timestamp)) / 1000;
        const told = plant.snapshots().length;
        const moved = await plant.seen((one) => since_s(one) > least_s && since_s(one) < most_s, told);
        await plant.seen(({ sequence }) => sequence > moved.sequence + 12, told);
        await plant.kill();
        await plant.start();
        await plant.seen(() => true, plant.snapshots().length);
      }
      checkWhole(plant.snapshots());
    } finally {
      await plant.kill();
      spawnSync('rm', ['-f', offset]);
    }
  });

  it('the broker is gone: it ticks on, and a kill in between changes nothing', async () => {
    const port = await freePort();
    const accepted = new Set<Socket>();
    let server: Server | undefined;
    /** Accepts connections and never says a word, or refuses them. */
    const mute = async (): Promise<void> => {
      server = createServer((socket) => accepted.add(socket.on('error', () => undefined))).listen(
        port,
        '127.0.0.1',
      );
      await once(server, 'listening');
    };
    const gone = (): void => {
      server?.close();
      for (const socket of accepted) socket.destroy();
      accepted.clear();
    };
    plant = new Plant((mqttPort) =>
      controlRoomFlow(
        mqttPort,
        {},
        { 'gridloom-broker': { mode: 'external', url: `mqtt://127.0.0.1:${port}` } },
      ),
    );
    try {
      await mute();
      await plant.start();
      await plant.seen(() => true);
      for (let round = 0; round < 2; round++) {
        gone();
        const told = plant.snapshots().length;
        await plant.until(() => (plant.snapshots().length > told + 10 ? true : undefined));
        await plant.kill();
        const before = plant.snapshots().length;
        await plant.start();
        await plant.seen(() => true, before);
        await mute();
        await plant.until(() => (plant.snapshots().length > before + 10 ? true : undefined));
      }
      checkWhole(plant.snapshots());
    } finally {
      gone();
    }
  });
});
