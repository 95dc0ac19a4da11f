/** One cycle, stage by stage, with the calls that the nodes make: simulate, score, optimise, publish, serve. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseSnapshot, serializeState } from '../lib/contract';
import { builtinNetwork, compileGrid, generateNetwork } from '../lib/grid';
import { GridPublisher, openBroker } from '../lib/mqtt';
import { describeOptimization, readState } from '../lib/paths';
import { builtinShapes, SnapshotWriter } from '../lib/scada';
import { WorkerPool } from '../lib/workers';
import { addRisk, assetsOf, rowsOf } from '../nodes/risk-predict/scoring';

const WARM_CYCLES = 5;
const CYCLES = 15;

type Stage = 'simulate' | 'score' | 'optimise' | 'publish' | 'serve';

/** Medians in milliseconds, over CYCLES after WARM_CYCLES. */
export async function benchCycle(nodes: number, modelsFolder: string): Promise<Record<string, number>> {
  const network =
    nodes === 8
      ? builtinNetwork('riverside')
      : generateNetwork({ num_nodes: nodes, num_generators: Math.round(nodes / 10), seed: 1 });
  const grid = compileGrid(network);
  const pool = new WorkerPool();
  const simulator = await pool.open('simulator', { network, seed: 1, shapes: builtinShapes() });
  const scorer = await pool.open('risk-scorer', { folder: modelsFolder });
  const model = await scorer.call('info');
  const optimizer = await pool.open('optimizer', { network, seed: 1 });
  const broker = openBroker({ mode: 'embedded', host: '127.0.0.1', port: 0, url: '' });
  await connected(broker);
  const publisher = new GridPublisher(
    broker,
    { root: 'bench', alarm_threshold: 0.5, hysteresis: 0.05, element_topics: true },
    {
      onCommand: () => undefined,
      onCommandError: () => undefined,
      onChange: () => undefined,
    },
  );
  const subscriber = await subscribe(broker.state().address);
  const writer = new SnapshotWriter(network);
  const times: Record<Stage, number[]> = { simulate: [], score: [], optimise: [], publish: [], serve: [] };
  const start_s = Date.UTC(2026, 0, 31) / 1000;

  for (let cycle = 1; cycle <= WARM_CYCLES + CYCLES; cycle++) {
    const timed = async <T>(stage: Stage, work: () => Promise<T>): Promise<T> => {
      const begin = performance.now();
      const result = await work();
      if (cycle > WARM_CYCLES) times[stage].push(performance.now() - begin);
      return result;
    };
    const snapshot = await timed('simulate', async () =>
      writer.write(await simulator.call('tick', start_s + 3 * cycle), {
        run_id: 'bench',
        sequence: cycle,
        source: 'simulated',
      }),
    );
    await timed('score', async () => {
      const { edges } = parseSnapshot(snapshot);
      await addRisk(snapshot, await scorer.call('score', rowsOf(edges), assetsOf(edges)), model);
    });
    await timed('optimise', async () => {
      const { state, loss_mw } = readState(grid, parseSnapshot(snapshot));
      const result = await optimizer.call('optimize', state, 0.1);
      snapshot.optimization = await describeOptimization(grid, state, result, loss_mw);
    });
    await timed('publish', () => publisher.publish(parseSnapshot(snapshot)));
    // A copy, since what publishing has written would be found again.
    await timed('serve', () => serializeState({ ...parseSnapshot(snapshot) }));
  }

  subscriber.kill();
  await publisher.close();
  await broker.close();
  await pool.close();
  const medians = Object.fromEntries(
    Object.entries(times).map(([stage, list]) => [`${stage}_ms`, median(list)]),
  );
  const total_ms = Object.values(medians).reduce((sum, value) => sum + value, 0);
  return { nodes, edges: grid.branchCount, ...medians, total_ms: Math.round(total_ms * 100) / 100 };
}

/** A folder with trained models, and its removal. */
export async function trainedModels(): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-bench-models-'));
  const pool = new WorkerPool();
  const trainer = await pool.open(
    'risk-trainer',
    { folder, seed: 1, trained_at: new Date().toISOString() },
    { dedicated: true },
  );
  await trainer.call('train');
  await pool.close();
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function subscribe(address: string): Promise<ChildProcess> {
  const child = fork(path.join(__dirname, 'subscriber.js'));
  child.send(address);
  await once(child, 'message');
  return child;
}

async function connected(broker: ReturnType<typeof openBroker>): Promise<void> {
  while (!broker.state().connected) {
    await new Promise<void>((resolve) => {
      const stop = broker.onChange(() => {
        stop();
        resolve();
      });
    });
  }
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[sorted.length >> 1] * 100) / 100;
}
