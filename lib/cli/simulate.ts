import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Network } from '../contract';
import { replaceFile } from '../grid';
import {
  builtinShapes,
  csvLine,
  type FailureEvent,
  LABEL_COLUMNS,
  type LabelledRow,
  Labeller,
  openSimulator,
  readLoadShapes,
  readScenario,
  readWeather,
  type Simulator,
  type SimulatorInit,
  SnapshotWriter,
} from '../scada';
import { LineWriter } from './line-writer';
import { loadFile } from './load-file';
import { readSimulateOptions, type SimulateOptions } from './simulate-options';
import { type Command, EXIT } from './streams';
import { figure } from './text';

/** What was written. */
interface Written {
  failures: number;
  rows: number;
}

/** `gridloom simulate NETWORK`: a run of the simulator, one snapshot a line, and its labelled history. */
export const simulate: Command = async (args, streams) => {
  const options = readSimulateOptions(args);
  const began = performance.now();
  const network = await loadFile(options.network);
  const init = await initOf(options, network);
  const stop = streams.untilStopped?.();
  const failures = options.labels === undefined ? [] : await failuresOf(init, options, stop);
  const written = await writeRun(init, options, failures, stop);
  const elapsed_ms = performance.now() - began;
  const report = {
    network: network.id,
    ticks: options.ticks,
    edges: network.branches.length,
    failures: written.failures,
    acceleration: options.acceleration,
    out: options.out,
    ...(options.labels !== undefined && { labels: options.labels, rows: written.rows }),
    elapsed_ms,
  };
  if (options.json) streams.out(`${JSON.stringify(report)}\n`);
  else {
    const labels = options.labels === undefined ? '' : `; ${options.labels}: ${written.rows} labelled rows`;
    streams.out(
      `${options.out}: ${options.ticks} snapshots of ${network.id}, ${written.failures} failures, in ${figure(elapsed_ms / 1000, 3)} s${labels}\n`,
    );
  }
  return EXIT.done;
};

async function initOf(options: SimulateOptions, network: Network): Promise<SimulatorInit> {
  const { seed, site, pv_percent, acceleration, loadShape, weather, scenario } = options;
  return {
    network,
    seed,
    site,
    pv_percent,
    acceleration,
    shapes: loadShape === undefined ? builtinShapes() : await readLoadShapes(loadShape),
    weather: weather === undefined ? undefined : await readWeather(weather),
    scenario: scenario === undefined ? undefined : await readScenario(scenario),
  };
}

/**
 * The failures of the whole run, by a run of their own: a row is labelled by what comes after it, and to keep rows until
 * then would take memory by the horizon. The same seed gives the same run.
 */
async function failuresOf(
  init: SimulatorInit,
  options: SimulateOptions,
  stop: AbortSignal | undefined,
): Promise<FailureEvent[]> {
  const simulator = openSimulator(init);
  const events: FailureEvent[] = [];
  for (let tick = 0; tick < options.ticks; tick++) {
    await heed(stop);
    simulator.tick(timeOf(options, tick));
    events.push(...simulator.truth().failures);
  }
  return events;
}

/** Lets a signal come in; throws where one has. */
async function heed(stop: AbortSignal | undefined): Promise<void> {
  if (stop === undefined) return;
  await nextTurn();
  stop.throwIfAborted();
}

async function writeRun(
  init: SimulatorInit,
  options: SimulateOptions,
  failures: readonly FailureEvent[],
  stop: AbortSignal | undefined,
): Promise<Written> {
  const written: Written = { failures: 0, rows: 0 };
  const simulator = openSimulator(init);
  await replaceFile(options.out, async (out) => {
    const snapshots = new LineWriter(out);
    if (options.labels === undefined) {
      await writeTicks(init, options, simulator, written, stop, snapshots);
      return;
    }
    await replaceFile(options.labels, async (handle) => {
      const labels = labelWriter(init, options, failures, new LineWriter(handle));
      await writeTicks(init, options, simulator, written, stop, snapshots, labels);
    });
  });
  return written;
}

type LabelWriter = ReturnType<typeof labelWriter>;

/** Writes rows as CSV, or one JSON object a line where the file's name asks for it. */
function labelWriter(
  { network }: SimulatorInit,
  { start_s, horizon_s, acceleration, labels, ...options }: SimulateOptions,
  failures: readonly FailureEvent[],
  lines: LineWriter,
) {
  const ndjson = /\.(ndjson|jsonl|json)$/i.test(labels!);
  const end_s = timeOf({ start_s, ...options }, options.ticks - 1);
  const labeller = new Labeller(
    network.branches.map(({ id }) => id),
    failures,
    { start_s, end_s, horizon_s, acceleration },
  );
  const lineOf = (row: LabelledRow): string => (ndjson ? `${JSON.stringify(row)}\n` : csvLine(row));
  return { labeller, lines, lineOf, head: ndjson ? '' : `${LABEL_COLUMNS.join(',')}\n` };
}

async function writeTicks(
  { network }: SimulatorInit,
  options: SimulateOptions,
  simulator: Simulator,
  written: Written,
  stop: AbortSignal | undefined,
  snapshots: LineWriter,
  labels?: LabelWriter,
): Promise<void> {
  const { seed, interval_s, acceleration } = options;
  const writer = new SnapshotWriter(network);
  await labels?.lines.write(labels.head);
  for (let n = 0; n < options.ticks; n++) {
    await heed(stop);
    const time_s = timeOf(options, n);
    const tick = simulator.tick(time_s);
    written.failures += simulator.truth().failures.length;
    const scenario = tick.scenario === undefined ? '' : `, scenario ${tick.scenario}`;
    const snapshot = writer.write(tick, {
      run_id: `simulate-${seed}`,
      sequence: n + 1,
      source: 'simulated',
      data_source: {
        description: `gridloom simulate, ${network.name}, seed ${seed}${scenario}`,
        interval_s,
        ticks: n + 1,
        skipped_ticks: 0,
        acceleration,
      },
    });
    await snapshots.write(`${JSON.stringify(snapshot)}\n`);
    for (const row of labels?.labeller.rows(snapshot, time_s) ?? []) {
      written.rows++;
      await labels!.lines.write(labels!.lineOf(row));
    }
  }
  await snapshots.flush();
  await labels?.lines.flush();
}

function timeOf({ start_s, interval_s }: { start_s: number; interval_s: number }, tick: number): number {
  return start_s + tick * interval_s;
}
