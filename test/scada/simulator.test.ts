import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { type Network, parseSnapshot } from '../../lib/contract';
import type { GridError } from '../../lib/errors';
import { builtinNetwork, generateNetwork } from '../../lib/grid';
import { builtinShapes, openSimulator, type Simulator, SnapshotWriter } from '../../lib/scada';

const KINDS = ['line', 'cable', 'transformer'] as const;
const START_S = Date.UTC(2026, 0, 31, 12) / 1000;

function simulate(network: Network, seed = 1, acceleration = 1): Simulator {
  return openSimulator({ network, seed, shapes: builtinShapes(), acceleration });
}

const header = (sequence: number) => ({ sequence, source: 'simulated' as const, run_id: 'test' });

describe('simulator', () => {
  const networks: [string, Network][] = [
    ['the default grid', builtinNetwork('riverside')],
    ['the 33-bus feeder', builtinNetwork('ieee33')],
    ['the 14-bus case, with a shunt', builtinNetwork('ieee14')],
    ['a generated grid', generateNetwork({ num_nodes: 300, num_generators: 30, seed: 5 })],
  ];
  for (const [name, network] of networks) {
    it(`supplies demand, losses and shunts on every tick of a week without failures: ${name}`, () => {
      const simulator = simulate(network, 1, 0);
      for (let hour = 0; hour < 168; hour++) {
        const { metrics } = simulator.tick(START_S + hour * 3600);
        const tolerance = 1e-6 * network.base_mva;
        const { shunt_mw = 0, shunt_mvar = 0 } = metrics;
        const taken_mw = metrics.demand_mw + metrics.loss_mw + shunt_mw;
        const taken_mvar = metrics.demand_mvar + metrics.loss_mvar + shunt_mvar;
        assert.ok(Math.abs(metrics.generation_mw - taken_mw) < tolerance);
        assert.ok(Math.abs(metrics.generation_mvar - taken_mvar) < tolerance);
        assert.equal(shunt_mvar !== 0, network.shunts !== undefined);
        assert.equal(metrics.unserved_mw < tolerance, true);
        assert.ok(metrics.loss_mw > 0);
      }
    });

    it(`writes snapshots that keep the contract: ${name}`, () => {
      const snapshot = new SnapshotWriter(network).write(simulate(network).tick(START_S), header(1));
      assert.equal(parseSnapshot(JSON.parse(JSON.stringify(snapshot))).timestamp, '2026-01-31T12:00:00.000Z');
    });
  }

  it('balances the figures of the nodes as they are sent', () => {
    const network = builtinNetwork('riverside');
    const simulator = simulate(network);
    const writer = new SnapshotWriter(network);
    for (let tick = 1; tick < 20; tick++) {
      const { nodes, edges } = writer.write(simulator.tick(START_S + tick * 3), header(tick));
      const supplied = nodes.reduce((sum, node) => sum + node.generation_mw - node.demand_mw, 0);
      const lost = edges.reduce((sum, edge) => sum + edge.loss_mw, 0);
      assert.ok(Math.abs(supplied - lost) < 1e-4, `${supplied} MW in, ${lost} MW lost`);
    }
  });

  it('gives the same ticks for the same seed, after a reset too, and others for another', () => {
    const run = (simulator: Simulator): string =>
      createHash('sha256')
        .update(JSON.stringify([0, 3, 6, 3600].map((t) => simulator.tick(START_S + t))))
        .digest('hex');
    const simulator = simulate(builtinNetwork('riverside'), 7);
    const first = run(simulator);
    assert.equal(run(simulate(builtinNetwork('riverside'), 7)), first);
    simulator.command({ command: 'inject_fault', edge: 'L3' });
    simulator.command({ command: 'reset' });
    assert.equal(run(simulator), first);
    assert.notEqual(run(simulate(builtinNetwork('riverside'), 8)), first);
  });

  it('carries out switching, trips and restoration', () => {
    const network = builtinNetwork('riverside');
    const writer = new SnapshotWriter(network);
    const simulator = simulate(network);
    const look = (t: number) => writer.write(simulator.tick(START_S + t), header(t));
    const before = look(0).edges.find((edge) => edge.id === 'L2')!;
    simulator.command({ command: 'inject_fault', edge: 'L2' });
    const tripped = look(3).edges.find((edge) => edge.id === 'L2')!;
    assert.deepEqual(
      [tripped.in_service, tripped.current_ka, tripped.trip_count],
      [false, 0, before.trip_count + 1],
    );
    simulator.command({ command: 'restore' });
    assert.ok(look(6).edges.find((edge) => edge.id === 'L2')!.current_ka > 0);
    simulator.command({ command: 'set_switch', edge: 'L11', closed: true });
    assert.ok(look(9).edges.find((edge) => edge.id === 'L11')!.current_ka > 0);
    simulator.command({ command: 'set_load', node: 'S3', demand_mw: 50 });
    assert.equal(look(12).nodes.find((node) => node.id === 'S3')!.demand_mw, 50);
  });

  it('de-energises what is cut off, and says what is not served', () => {
    const network = builtinNetwork('riverside');
    const simulator = simulate(network);
    simulator.command({ command: 'set_load', node: 'S1', demand_mw: 20 });
    for (const edge of ['L1', 'L6']) simulator.command({ command: 'inject_fault', edge });
    const { nodes, metrics } = new SnapshotWriter(network).write(simulator.tick(START_S), header(1));
    const harbour = nodes.find((node) => node.id === 'S1')!;
    assert.deepEqual([harbour.energized, harbour.vm_pu, harbour.demand_mw], [false, 0, 0]);
    assert.ok(Math.abs(metrics.unserved_mw - 20) < 1e-6);
  });

  it('sheds demand where the flow has no solution, instead of stopping', () => {
    const network = builtinNetwork('riverside');
    const simulator = simulate(network);
    simulator.command({ command: 'set_load', node: 'S4', demand_mw: 4000 });
    const { metrics } = simulator.tick(START_S);
    assert.ok(metrics.unserved_mw > 500, `${metrics.unserved_mw} MW are not served`);
    assert.ok(Math.abs(metrics.generation_mw - metrics.demand_mw - metrics.loss_mw) < 1e-4);
  });

  it('shows an injected fault in the reading that it concerns, never faster than heat allows', () => {
    const network = builtinNetwork('riverside');
    const simulator = simulate(network);
    const writer = new SnapshotWriter(network);
    const read = (t: number) => writer.write(simulator.tick(START_S + t), header(t)).edges[0]!;
    let last = read(0);
    for (const fault of ['overheating', 'vibration', 'harmonics', 'corrosion'] as const) {
      simulator.command({ command: 'inject_fault', edge: 'L1', fault });
    }
    for (let t = 3; t <= 120; t += 3) {
      const now = read(t);
      assert.ok(Math.abs(now.temperature_c - last.temperature_c) < 85 * (1 - Math.exp(-3 / 30)) + 2.5);
      last = now;
    }
    assert.ok(last.temperature_c > 90 && last.vibration_mm_s > 1 && last.harmonic_distortion_percent > 8);
    assert.ok(last.corrosion > 0.6);
  });

  it('reads finite figures from lines far beyond their rating, even when the clock stands', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    for (const [k, branch] of network.branches.entries()) {
      branch.rating_mva = 0.001;
      branch.kind = KINDS[k % 3];
    }
    const simulator = simulate(network);
    for (const t of [0, 600, 600, 300]) {
      const { readings } = simulator.tick(START_S + t);
      assert.ok(readings.every(Number.isFinite), `after ${t} s`);
    }
  });

  it('runs its generators at their schedule where loads cancel out, or nothing is taken', () => {
    for (const loads of [
      [],
      [
        { id: 'D', bus: 'S1', p_mw: 20, q_mvar: 0 },
        { id: 'solar', bus: 'S2', p_mw: -19.99, q_mvar: 0 },
      ],
    ]) {
      const simulator = simulate({ ...structuredClone(builtinNetwork('riverside')), loads });
      simulator.command({ command: 'set_load', node: 'S3', demand_mw: 10 });
      const { generation_mw, metrics } = simulator.tick(START_S);
      assert.ok(generation_mw[1] <= 1.5 * 90, `the gas station delivers ${generation_mw[1]} of 90 MW`);
      assert.equal(metrics.unserved_mw, 0);
    }
  });

  it('names an unknown element and what there is', () => {
    const simulator = simulate(builtinNetwork('riverside'));
    for (const command of [
      { command: 'set_switch', edge: 'L99', closed: true },
      { command: 'inject_fault', edge: 'L99' },
      { command: 'restore', edge: 'L99' },
    ] as const) {
      assert.throws(
        () => simulator.command(command),
        (error: GridError) =>
          error.code === 'UNKNOWN_ELEMENT' && /command\.edge; got "L99"; allowed: L1, L2/.test(error.message),
      );
    }
    assert.throws(
      () => simulator.command({ command: 'set_load', node: 'S9', demand_mw: 1 }),
      /command\.node; got "S9"/,
    );
  });
});
