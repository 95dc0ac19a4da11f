import { strict as assert } from 'node:assert';
import type { Network } from '../../lib/contract';
import type { GridError } from '../../lib/errors';
import { builtinNetwork, generateNetwork } from '../../lib/grid';
import {
  builtinShapes,
  openSimulator,
  type Simulator,
  type SimulatorInit,
  SCENARIO_NAMES,
  builtinScenario,
} from '../../lib/scada';
import { planOf } from '../support/plans';

const START_S = Date.UTC(2026, 0, 31, 12) / 1000;

const initOf = (network: Network, more: Partial<SimulatorInit> = {}): SimulatorInit => ({
  network,
  seed: 7,
  shapes: builtinShapes(),
  acceleration: 20_000,
  pv_percent: 30,
  sensor_faults: { dropout: 200, stuck: 200, drift: 200, delay: 200 },
  ...more,
});

/** Ticks of several lengths, so that hours of failures, repairs and scenarios go by. */
function run(simulator: Simulator, from: number, until: number): unknown[] {
  const ticks: unknown[] = [];
  for (let k = from; k < until; k++) ticks.push(simulator.tick(START_S + 300 * k));
  return ticks;
}

/** What a private part is that is no scratch, for the comparison of all that two simulators are. */
function truthOf(simulator: Simulator): unknown {
  return simulator.truth();
}

describe('a simulator that goes on from a state', () => {
  const networks: [string, Network][] = [
    ['the default grid', builtinNetwork('riverside')],
    ['the 14-bus case', builtinNetwork('ieee14')],
    ['the 33-bus feeder', builtinNetwork('ieee33')],
    ['the 69-bus feeder', builtinNetwork('ieee69')],
    ['a generated grid', generateNetwork({ num_nodes: 120, num_generators: 12, seed: 5 })],
  ];
  for (const [name, network] of networks) {
    it(`gives the ticks of one that never stopped: ${name}`, () => {
      const init = initOf(network);
      const whole = openSimulator(init);
      run(whole, 0, 150);
      const state = whole.state();
      const copy = state.slice();
      const expected = run(whole, 150, 300);
      const resumed = openSimulator(init);
      run(resumed, 0, 3);
      assert.deepEqual(resumed.resume(state), { time_s: START_S + 300 * 149 });
      assert.deepEqual(resumed.state(), copy, 'the same state again');
      assert.deepEqual(run(resumed, 150, 300), expected);
      assert.deepEqual(truthOf(resumed), truthOf(whole));
      assert.deepEqual(resumed.state(), whole.state());
    });
  }

  for (const name of SCENARIO_NAMES) {
    it(`gives them in the midst of the scenario ${name}`, () => {
      const init = initOf(builtinNetwork('riverside'), {
        scenario: builtinScenario(name),
        acceleration: 1,
        sensor_faults: {},
      });
      const whole = openSimulator(init);
      for (const at of [0, 4, 20, 60]) {
        const state = whole.state();
        const resumed = openSimulator(init);
        resumed.resume(state);
        assert.deepEqual(run(resumed, at, at + 20), run(whole, at, at + 20));
        run(whole, at + 20, { 0: 4, 4: 20, 20: 60, 60: 61 }[at as 0]);
      }
    });
  }

  it('keeps switches, faults, demands that are held, and a plan that is being carried out', () => {
    const init = initOf(builtinNetwork('riverside'), { acceleration: 0 });
    const whole = openSimulator(init);
    run(whole, 0, 2);
    whole.command({ command: 'inject_fault', edge: 'L2' });
    whole.command({ command: 'inject_fault', edge: 'L4', fault: 'overheating' });
    const bus = init.network.buses.at(-1)!.id;
    whole.command({ command: 'set_load', node: bus, demand_mw: 3 });
    run(whole, 2, 4);
    const before = openSimulator(init);
    before.resume(whole.state());
    assert.deepEqual(run(before, 4, 8), run(whole, 4, 8));
    whole.command({ command: 'restore' });
    whole.carryOut(planOf(['close L11', 'open L4', 'close L12']));
    run(whole, 8, 9);
    const after = openSimulator(init);
    after.resume(whole.state());
    const expected = run(whole, 9, 14);
    assert.deepEqual(run(after, 9, 14), expected);
    assert.match(JSON.stringify(expected[0]), /"steps_done":2/);
  });

  it('is the one of the beginning where nothing has happened yet', () => {
    const init = initOf(builtinNetwork('riverside'));
    const resumed = openSimulator(init);
    assert.deepEqual(resumed.resume(openSimulator(init).state()), { time_s: undefined });
    assert.deepEqual(run(resumed, 0, 30), run(openSimulator(init), 0, 30));
  });

  it('refuses a state of anything else, or a damaged one, and begins anew', () => {
    const init = initOf(builtinNetwork('riverside'));
    const simulator = openSimulator(init);
    run(simulator, 0, 20);
    const state = simulator.state();
    const others = [
      initOf(builtinNetwork('ieee33')),
      { ...init, seed: 8 },
      { ...init, acceleration: 1 },
      { ...init, scenario: builtinScenario('storm') },
    ];
    for (const other of others) {
      const resumed = openSimulator(other);
      assert.throws(
        () => resumed.resume(state),
        (error: GridError) => error.code === 'UNREADABLE_STATE',
      );
      assert.deepEqual(run(resumed, 0, 3), run(openSimulator(other), 0, 3));
    }
    for (const damaged of [
      state.subarray(0, 500),
      state.subarray(3),
      new Uint8Array(),
      Buffer.concat([state, state]),
    ]) {
      const resumed = openSimulator(init);
      assert.throws(
        () => resumed.resume(damaged),
        (error: GridError) => error.code === 'UNREADABLE_STATE',
      );
      assert.deepEqual(run(resumed, 0, 3), run(openSimulator(init), 0, 3));
    }
  });

  it('has a small state', () => {
    const network = generateNetwork({ num_nodes: 1000, num_generators: 100, seed: 1 });
    const simulator = openSimulator({ network, seed: 1, shapes: builtinShapes() });
    run(simulator, 0, 2);
    assert.ok(simulator.state().length < 500 * network.branches.length);
  });
});
