// Labelled histories of the simulator, in memory: what `gridloom simulate --labels` writes, with injected faults that come and
// go, so that a model also sees assets under stress, and with the prior's probability of every row. Needs a build.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { grid, scada, risk, contract } = createRequire(import.meta.url)(path.join(root, 'dist/lib/index.js'));
const { Random } = createRequire(import.meta.url)(path.join(root, 'dist/lib/random/index.js'));

const DAY_S = 86_400;
const FAULTS = ['overheating', 'vibration', 'harmonics', 'corrosion'];
/** Faults that begin on an edge a year, and how long they last, days. */
const FAULTS_PER_YEAR = 4;
const FAULT_DAYS = [10, 60];

/**
 * The rows of one run: `days` long, a tick each `interval_h`, labelled once in `label_every_days` at a time of day that moves, so
 * that all hours are seen. Failures are known of the whole run before a row is labelled; rows whose horizon reaches beyond its end
 * are left out.
 */
export function labelledRows(
  network,
  { seed, days, interval_h, label_every_days, horizon_days, acceleration, latitude_degree, start_s },
) {
  const site = { latitude_degree, longitude_degree: 0 };
  const simulator = scada.openSimulator({ network, seed, shapes: scada.builtinShapes(), acceleration, site });
  const faults = new FaultInjector(network, seed);
  const writer = new scada.SnapshotWriter(network);
  const ticks = Math.floor((days * 24) / interval_h);
  const everyTicks = Math.round((label_every_days * 24) / interval_h) + 1;
  const failures = [];
  const kept = [];
  for (let n = 0; n < ticks; n++) {
    const time_s = start_s + n * interval_h * 3600;
    faults.play(simulator, time_s, interval_h / 24);
    const tick = simulator.tick(time_s);
    failures.push(...simulator.truth().failures);
    if (n % everyTicks === 0) kept.push([time_s, writer.write(tick, { sequence: n, source: 'simulated' })]);
  }
  const plan = {
    start_s,
    end_s: start_s + days * DAY_S,
    horizon_s: horizon_days * DAY_S,
    acceleration,
  };
  const labeller = new scada.Labeller(
    network.branches.map(({ id }) => id),
    failures,
    plan,
  );
  return {
    failures: failures.length,
    rows: kept.flatMap(([time_s, snapshot]) => rowsOf(labeller, snapshot, time_s)),
  };
}

/** Labelled rows with the prior's probability for the same horizon and the same acceleration: 1 − (1 − p)^acceleration. */
function rowsOf(labeller, snapshot, time_s) {
  const rows = [...labeller.rows(snapshot, time_s)];
  const assets = new Map(snapshot.edges.map(({ id, asset }) => [id, asset]));
  const readings = Float64Array.from(rows.flatMap((row) => contract.READINGS.map((name) => row[name])));
  const table = risk.assetTable(rows.map(({ edge }) => assets.get(edge)));
  const { prior_probability } = risk.priorOf(readings, table, 24 * (rows[0]?.horizon_days ?? 0));
  return rows.map((row, n) => ({ ...row, prior: 1 - (1 - prior_probability[n]) ** row.acceleration }));
}

/** Lets each edge have a fault now and then, one at a time, and mends it later. */
class FaultInjector {
  constructor(network, seed) {
    this.random = new Random(seed, 100);
    this.edges = network.branches.map(({ id }) => id);
    this.until_s = new Map();
  }

  play(simulator, time_s, step_days) {
    for (const edge of this.edges) {
      const until_s = this.until_s.get(edge);
      if (until_s !== undefined) {
        if (time_s < until_s) continue;
        simulator.command({ command: 'restore', edge });
        this.until_s.delete(edge);
      } else if (this.random.next() < (FAULTS_PER_YEAR * step_days) / 365.25) {
        const fault = FAULTS[this.random.below(FAULTS.length)];
        simulator.command({ command: 'inject_fault', edge, fault });
        this.until_s.set(edge, time_s + this.random.between(...FAULT_DAYS) * DAY_S);
      }
    }
  }
}

/** A grid by its name, its nominal load times a factor. */
export function gridOf(name, load_factor) {
  const network = plainGrid(name);
  const loads = network.loads.map((load) => ({
    ...load,
    p_mw: load.p_mw * load_factor,
    q_mvar: load.q_mvar * load_factor,
  }));
  return { ...network, loads };
}

/** `feeders-NODES-SEED` and `mesh-NODES-GENERATORS-SEED` are generated, others are built in. */
function plainGrid(name) {
  const [kind, ...numbers] = name.split('-');
  const [num_nodes, ...rest] = numbers.map(Number);
  if (kind === 'feeders') return grid.generateFeeders({ num_nodes, seed: rest[0] });
  if (kind === 'mesh') return grid.generateNetwork({ num_nodes, num_generators: rest[0], seed: rest[1] });
  return grid.builtinNetwork(name);
}
