import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSnapshot, type Scenario, type ScenarioName } from '../../../lib/contract';
import { USAGE } from '../../../lib/cli/usage';
import { builtinNetwork } from '../../../lib/grid';
import {
  builtinScenario,
  builtinShapes,
  openSimulator,
  READING_COUNT,
  readScenario,
  SCENARIO_NAMES,
  type Simulator,
  type SimulatorTick,
  SnapshotWriter,
} from '../../../lib/scada';
import { operatingTime_s } from '../../../lib/scada/failures/protection';

const START_S = Date.UTC(2026, 6, 14, 12) / 1000;
const HOUR_S = 3600;
// dist/test/scada/scenarios → the repository's root.
const ROOT = path.resolve(__dirname, '../../../..');
const NETWORK = builtinNetwork('riverside');

function simulate(scenario?: Scenario | ScenarioName, network = NETWORK): Simulator {
  const document = typeof scenario === 'string' ? builtinScenario(scenario) : scenario;
  return openSimulator({ network, seed: 1, shapes: builtinShapes(), acceleration: 0, scenario: document });
}

/** Ticks with a scenario beside those without one, of the same seed. */
function beside(scenario: Scenario | ScenarioName, times_s: readonly number[]) {
  const [plain, played] = [simulate(), simulate(scenario)];
  return times_s.map((at_s) => {
    const [before, after] = [plain, played].map((simulator) => simulator.tick(START_S + at_s));
    return { at_s, before, after, truth: played.truth(), plain: plain.truth() };
  });
}

const scenarioOf = (...events: Scenario['events']): Scenario => ({
  format: 'gridloom-scenario',
  version: 1,
  name: 'own',
  events,
});
const out = (tick: SimulatorTick): number[] =>
  [...tick.in_service.keys()].filter((k) => tick.in_service[k] === 0);
const reading = (tick: SimulatorTick, column: number): number[] =>
  [...tick.in_service.keys()].map((k) => tick.readings[READING_COUNT * k + column]);

describe('scenarios', () => {
  for (const name of SCENARIO_NAMES) {
    it(`that are built in run on every network, with snapshots that keep the contract: ${name}`, () => {
      for (const id of ['riverside', 'ieee14', 'ieee33']) {
        const network = builtinNetwork(id);
        const simulator = simulate(name, network);
        const writer = new SnapshotWriter(network);
        for (const [sequence, at_s] of [0, 60, 120, 600, 3700, 4 * HOUR_S, 13 * HOUR_S, 86_500].entries()) {
          const tick = simulator.tick(START_S + at_s);
          parseSnapshot(JSON.parse(JSON.stringify(writer.write(tick, { sequence, source: 'simulated' }))));
          assert.equal(tick.scenario, name);
        }
      }
    });
  }

  it('that are built in are those that npm start, the command line, the editor and the docs name', async () => {
    const url = pathToFileURL(path.join(ROOT, 'scripts/start-options.mjs')).href;
    const { NAMED_SCENARIOS } = (await import(url)) as { NAMED_SCENARIOS: string[] };
    assert.deepEqual(NAMED_SCENARIOS, [...SCENARIO_NAMES, 'none']);
    for (const page of [
      'docs/simulator.md',
      'docs/mqtt.md',
      'nodes/scada-sim/locales/en-US/scada-sim.html',
    ]) {
      const text = readFileSync(path.join(ROOT, page), 'utf8');
      for (const name of SCENARIO_NAMES) assert.ok(text.includes(name), `${page} does not name ${name}`);
    }
    for (const name of SCENARIO_NAMES) assert.ok(USAGE.includes(name), name);
  });

  it('bring a heat wave: 14 K more, hardly a wind, more demand, and its end', () => {
    const hours = Array.from({ length: 24 * 7 }, (_, hour) => hour * HOUR_S);
    const days = beside('heat-wave', hours);
    const middle = days.slice(48, 72);
    for (const { truth, plain } of middle) {
      assert.ok(
        Math.abs(truth.weather.ambient_temperature_c - plain.weather.ambient_temperature_c - 14) < 1e-9,
      );
      assert.ok(Math.abs(truth.weather.wind_m_s - 0.4 * plain.weather.wind_m_s) < 1e-9);
      assert.ok(truth.weather.irradiance_w_m2 >= plain.weather.irradiance_w_m2);
    }
    const sum = (of: 'before' | 'after') => middle.reduce((all, one) => all + one[of].metrics.demand_mw, 0);
    assert.ok(sum('after') > 1.05 * sum('before'));
    assert.ok(Math.max(...reading(middle[12].after, 0)) > Math.max(...reading(middle[12].before, 0)) + 14);
    const last = days[days.length - 1];
    assert.deepEqual(last.truth.weather, last.plain.weather);
  });

  it('bring a storm: hazards rise with the wind, edges trip and come back', () => {
    const hours = beside(
      'storm',
      [0, 1, 2, 3, 4, 5, 8, 10, 14].map((hour) => hour * HOUR_S),
    );
    const mechanical = (hazard: Float64Array) =>
      hazard.filter((_, k) => k % 4 === 1).reduce((a, b) => a + b, 0);
    const high = hours[4];
    assert.ok(mechanical(high.truth.hazard) > 15 * mechanical(high.plain.hazard));
    assert.deepEqual(
      hours.map(({ after }) => out(after).length),
      [0, 1, 1, 2, 2, 2, 1, 0, 0],
    );
  });

  it('bring an evening peak that comes and goes by itself', () => {
    const hours = beside('evening-peak', [0, 1800, HOUR_S, 2 * HOUR_S, 3.5 * HOUR_S, 4 * HOUR_S, 5 * HOUR_S]);
    const s2 = NETWORK.buses.findIndex(({ id }) => id === 'S2');
    const factors = hours.map(({ before, after }) => after.demand_mw[s2] / before.demand_mw[s2]);
    // Old Town is residential: half-way 1.05 · 1.1.
    for (const [k, factor] of [1, 1.155, 1.32, 1.32, 1.155, 1, 1].entries()) {
      assert.ok(Math.abs(factors[k] - factor) < 1e-9, `${factors}`);
    }
  });

  it('bring an old fleet', () => {
    const [{ before, after, truth, plain }] = beside('ageing-fleet', [0]);
    const older = reading(after, 3).map((age, k) => age - reading(before, 3)[k]);
    assert.ok(older.every((years) => Math.abs(years - 25) < 1e-9));
    assert.ok(truth.health.every((score, k) => score >= plain.health[k]));
    const total = (hazard: Float64Array) => hazard.reduce((a, b) => a + b, 0);
    assert.ok(total(truth.hazard) > 1.3 * total(plain.hazard));
  });

  it('trip the most loaded edge, and restore it an hour later', () => {
    const ticks = beside('single-trip', [0, 30, 60, 600, 3650, 3660]);
    const loading = [...ticks[1].before.loading];
    const most = loading.indexOf(Math.max(...loading));
    assert.deepEqual(
      ticks.map(({ after }) => out(after)),
      [[], [], [most], [most], [most], []],
    );
  });

  it('cascade where demand doubles and relays watch', () => {
    const ticks = beside(
      'cascading-overload',
      Array.from({ length: 200 }, (_, k) => 3 * k),
    );
    const counts = ticks.map(({ after }) => out(after).length);
    assert.equal(Math.max(...counts.slice(0, 60)), 0, 'no relay trips before the first edge is lost');
    assert.ok(counts[counts.length - 1] > 2, `${counts[counts.length - 1]} edges are out`);
    assert.ok(ticks[ticks.length - 1].after.metrics.unserved_mw > 20);
  });

  it('let sensors fail, and mend them after a day', () => {
    const ticks = beside('sensor-failure', [0, 60, 3600, 7200, 86_400, 86_460]);
    const marked = ticks.map(({ after }) => after.quality.filter((level) => level > 0).length);
    assert.ok(marked[0] === 0 && marked[2] >= 12 && marked[4] === 0 && marked[5] === 0, `${marked}`);
    for (const { truth, plain } of ticks) assert.deepEqual(truth.readings, plain.readings);
  });

  it('hide an overheating edge behind good-looking false data', () => {
    const ticks = beside('false-data', [0, 30, 60, 300, 3700]);
    const { after, truth, before } = ticks[3];
    const loading = [...ticks[1].before.loading];
    const most = loading.indexOf(Math.max(...loading));
    assert.ok(truth.readings[READING_COUNT * most] > 100);
    assert.ok(after.readings[READING_COUNT * most] < 60);
    const ratio = after.readings[READING_COUNT * most + 1] / before.readings[READING_COUNT * most + 1];
    assert.ok(Math.abs(ratio - 0.6) < 0.02);
    assert.ok(after.quality.every((level) => level === 0));
    assert.deepEqual(reading(ticks[4].after, 1), reading(ticks[4].before, 1), 'and over');
  });

  it('are started and ended by a command, and what they did is undone', () => {
    const simulator = simulate();
    simulator.tick(START_S);
    simulator.command({ command: 'scenario', name: 'single-trip' });
    assert.equal(simulator.tick(START_S + 100).scenario, 'single-trip');
    assert.equal(out(simulator.tick(START_S + 160)).length, 1);
    simulator.command({ command: 'scenario', name: 'none' });
    const ended = simulator.tick(START_S + 170);
    assert.deepEqual([ended.scenario, out(ended).length], [undefined, 0]);
  });

  it('choose edges by id, by age, and by a share of all', () => {
    const at = (edges: { rule: 'oldest' | 'random'; count?: number; share?: number } | string[]) =>
      out(simulate(scenarioOf({ kind: 'fault', from_s: 0, edges })).tick(START_S)).map(
        (k) => NETWORK.branches[k].id,
      );
    assert.deepEqual(at(['L9', 'L2']), ['L2', 'L9']);
    assert.deepEqual(at({ rule: 'oldest', count: 2 }), ['L2', 'L10']);
    assert.equal(at({ rule: 'random', share: 0.5 }).length, 6);
    const unknown = simulate(scenarioOf({ kind: 'fault', from_s: 0, edges: ['L99'] }));
    assert.throws(
      () => unknown.tick(START_S),
      /scenario\.events: edges; got "L99"; allowed: an id among the 12/,
    );
  });

  describe('of a file', () => {
    let folder: string;
    const write = (value: unknown): string => {
      const file = path.join(folder, 'own.json');
      writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
      return file;
    };
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    });
    after(() => rmSync(folder, { recursive: true }));

    it('are read, and those that are built in by their name', async () => {
      const own = scenarioOf({ kind: 'load', from_s: 5, factor: 1.2 });
      assert.deepEqual(await readScenario(write(own)), own);
      assert.deepEqual(await readScenario('storm'), builtinScenario('storm'));
      assert.equal(await readScenario('none'), undefined);
    });

    for (const [what, value, says] of [
      ['no JSON', '{', /own\.json; got ".*JSON.*; allowed: a scenario file, or one of heat-wave/],
      [
        'another document',
        { format: 'gridloom-network' },
        /own\.json: scenario\.(version|name|events|format)/,
      ],
      [
        'an unknown kind',
        scenarioOf({ kind: 'meteor', from_s: 0 } as never),
        /scenario\.events\[0\]\.kind; got "meteor"; allowed: weather, load/,
      ],
      [
        'a factor below 0',
        scenarioOf({ kind: 'load', from_s: 0, factor: -1 }),
        /scenario\.events\[0\]\.factor; got -1; allowed: must be >= 0/,
      ],
      [
        'a field that no event of its kind has',
        scenarioOf({ kind: 'load', from_s: 0, factor: 2, facter: 3 } as never),
        /scenario\.events\[0\]; got "facter"; allowed: the fields kind, from_s, until_s, ramp_s, factor, customer/,
      ],
      [
        'a field that no scenario has',
        { ...scenarioOf({ kind: 'ageing', from_s: 0, years: 1 }), loop: true },
        /scenario; got "loop"; allowed: the fields format/,
      ],
      [
        'an end before the beginning',
        scenarioOf({ kind: 'load', from_s: 5, until_s: 3, factor: 2 }),
        /scenario\.events\[0\]\.until_s; got 3; allowed: a time after from_s, 5/,
      ],
      [
        'an unknown rule',
        scenarioOf({ kind: 'fault', from_s: 0, edges: { rule: 'best' } } as never),
        /scenario\.events\[0\]\.edges; got .*best.*; allowed: a list of ids of edges, or a rule/,
      ],
      [
        'no time',
        scenarioOf({ kind: 'ageing', years: 3 } as never),
        /scenario\.events\[0\]\.from_s; allowed: a value: the field is required/,
      ],
    ] as const) {
      it(`refuse ${what} and say where`, async () => {
        await assert.rejects(readScenario(write(value)), says);
      });
    }

    it('refuse a name that is neither built in nor a file', async () => {
      await assert.rejects(
        readScenario('tornado'),
        /tornado; got "ENOENT.*allowed: a scenario file, or one of heat-wave, storm/,
      );
    });
  });
});

describe('overcurrent relays', () => {
  it('operate after the times of the standard inverse curve of IEC 60255-151', () => {
    // Its published points with the time multiplier 1: 10.03 s at twice, 4.28 s at five times, 2.97 s at ten times the setting.
    for (const [overcurrent, time_s] of [
      [2, 10.03],
      [5, 4.28],
      [10, 2.97],
    ])
      assert.ok(Math.abs(operatingTime_s(overcurrent) - time_s) < 0.01);
    assert.equal(operatingTime_s(1), Number.POSITIVE_INFINITY);
    assert.equal(operatingTime_s(0), Number.POSITIVE_INFINITY);
  });
});
