import { strict as assert } from 'node:assert';
import type { Branch, Network } from '../../../lib/contract';
import { builtinNetwork, compileGrid, type Grid, generateFeeders } from '../../../lib/grid';
import { type Restoration, restore } from '../../../lib/paths';
import { createPowerFlow, nominalPoint } from '../../../lib/powerflow';
import { better, breaches, litBuses, loopsOf, solved, tryEverything } from './brute-force';
import { smallFeeders, tightened } from './grids';

const still = () => 0;
const tripOf = (grid: Grid, trip: string[], maxOperations?: number): Restoration =>
  restore(grid, { trip, timeLimit_ms: 1, maxOperations }, still);

/** Carries the operations out one by one, with a solver of its own, and returns what each class gets back. */
function carriedOut(grid: Grid, trip: readonly string[], restoration: Restoration): number[] {
  const flow = createPowerFlow(grid);
  const { live } = nominalPoint(grid);
  const looped = loopsOf(grid, live) > 0;
  const before = solved(grid, flow, live);
  const lit = litBuses(grid, live);
  for (const id of trip) live[grid.branchIndex.get(id)!] = 0;
  const isolated = solved(grid, flow, live)!;
  const kept = litBuses(grid, live);
  const allowed = before === undefined ? [isolated] : [before, isolated];
  assert.deepEqual(
    restoration.operations.slice(0, trip.length),
    trip.map((branch) => ({ operation: 'open', branch })),
  );
  for (const [k, { operation, branch, loss_mw }] of restoration.steps.entries()) {
    const index = grid.branchIndex.get(branch)!;
    if (k >= trip.length) {
      assert.ok(!trip.includes(branch), 'a fault is energised');
      assert.equal(live[index], operation === 'open' ? 1 : 0, `${operation} ${branch}`);
      live[index] = 1 - live[index];
    }
    const state = solved(grid, flow, live)!;
    assert.ok(Math.abs(state.loss_mw - loss_mw) < 1e-7);
    assert.deepEqual(breaches(grid, state, allowed), [], `${operation} ${branch}`);
    const now = litBuses(grid, live);
    for (const bus of kept) assert.ok(now.has(bus), 'what kept its supply keeps it');
  }
  assert.ok(looped || loopsOf(grid, live) === 0);
  const now = litBuses(grid, live);
  const served = [0, 0, 0];
  let lost = 0;
  const dark = new Map(restoration.unserved.map(({ bus, p_mw, priority }) => [`${bus} ${priority}`, p_mw]));
  for (const { bus, p_mw, priority = 2 } of grid.network.loads) {
    const at = grid.busIndex.get(bus)!;
    if (kept.has(at)) continue;
    assert.ok(lit.has(at));
    lost += p_mw;
    if (now.has(at)) served[priority - 1] += p_mw;
    else assert.ok(dark.get(`${bus} ${priority}`)! >= p_mw - 1e-9, `${bus} is reported`);
  }
  assert.ok(Math.abs(lost - restoration.lost_mw) < 1e-9);
  assert.ok(Math.abs(served[0] + served[1] + served[2] - restoration.served_mw) < 1e-9);
  return served;
}

/** The answer and the best of all that can be tried are the same. Returns the status. */
function compare(network: Network, trip: string[], most: number): Restoration['status'] {
  const grid = compileGrid(network);
  const restoration = tripOf(grid, trip, most);
  const what = `${network.id} without ${trip}`;
  const within = tryEverything(grid, trip, most, false);
  const lost = restoration.lost_mw - within.served[0] - within.served[1] - within.served[2];
  const around = lost < 1e-9 ? within : tryEverything(grid, trip, most, true);
  // The grid around is switched for more load alone.
  const best = better(around.served, within.served) > 0 ? around : within;
  const served = carriedOut(grid, trip, restoration);
  assert.equal(better(served, best.served), 0, `${what}: ${served} for ${best.served}`);
  assert.equal(restoration.operations.length - trip.length, best.operations, what);
  assert.ok(Math.abs(restoration.loss_mw - best.loss_mw) < 1e-7, what);
  assert.equal(restoration.proof, 'enumerated');
  return restoration.status;
}

const closedBranches = ({ branches }: Network): string[] =>
  branches.filter(({ closed }) => closed).map(({ id }) => id);

function compareAll(network: Network, most: number): Record<string, number> {
  const count: Record<string, number> = {};
  for (const id of closedBranches(network)) {
    const status = compare(network, [id], most);
    count[status] = (count[status] ?? 0) + 1;
  }
  return count;
}

describe('restoration', () => {
  it('is as good as every choice of up to four operations after every outage of the 33-bus feeder', () => {
    assert.deepEqual(compareAll(builtinNetwork('ieee33'), 4), { impossible: 1, partly: 3, restored: 28 });
  });

  it('is as good as every choice of up to three operations after every outage of the 69-bus feeder', () => {
    const { restored } = compareAll(builtinNetwork('ieee69'), 3);
    assert.equal(restored, 41);
  });

  it('serves the classes in their order where ratings and bands are tight', () => {
    assert.ok(compareAll(tightened('ieee33', 1, 0.7, 0.92), 3).partly >= 6);
    assert.ok(compareAll(tightened('ieee33', 2, 0.5, 0.9), 3).partly >= 6);
  });

  it('is as good as all switch positions of small feeders, one or two branches out', () => {
    const count: Record<string, number> = {};
    for (let seed = 1; seed <= 25; seed++) {
      const network = smallFeeders(seed);
      const closed = closedBranches(network);
      for (const trip of [...closed.map((id) => [id]), [closed[0], closed[3]]]) {
        const status = compare(network, trip, 10);
        count[status] = (count[status] ?? 0) + 1;
      }
    }
    for (const status of ['restored', 'partly', 'impossible']) assert.ok(count[status] > 10, status);
  });

  it('loses nothing where the grid is meshed, and closes what it can where two branches are out', () => {
    const network = builtinNetwork('riverside');
    const closed = closedBranches(network);
    for (const id of closed) assert.equal(compare(network, [id], 4), 'nothing_lost');
    const count: Record<string, number> = {};
    for (const [k, one] of closed.entries()) {
      for (const other of closed.slice(k + 1)) {
        const status = compare(network, [one, other], 4);
        count[status] = (count[status] ?? 0) + 1;
      }
    }
    assert.deepEqual(count, { nothing_lost: 42, restored: 2, impossible: 1 });
    const { operations } = tripOf(compileGrid(network), ['L1', 'L6']);
    assert.deepEqual(operations[2], { operation: 'close', branch: 'L11' });
  });

  it('joins no two parts that have generators of their own, in a meshed grid either', () => {
    const line = (id: string, from: string, to: string, closed: boolean, rating_mva: number): Branch => ({
      ...{ id, name: id, kind: 'line', from, to, r_pu: 0.01, x_pu: 0.01, rating_mva, closed },
    });
    const network: Network = {
      ...{ format: 'gridloom-network', version: 1, id: 'two', name: 'Two parts', base_mva: 10 },
      buses: ['A', 'B', 'M', 'D', 'E'].map((id) => ({ id, name: id })),
      generators: ['A', 'B'].map((bus) => ({ id: bus, bus, p_mw: 0, vm_pu: 1, slack: true })),
      loads: [
        { id: 'D', bus: 'D', p_mw: 1, q_mvar: 0 },
        { id: 'E', bus: 'E', p_mw: 2, q_mvar: 0 },
      ],
      branches: [
        ...[line('a', 'A', 'M', true, 9), line('a2', 'A', 'M', true, 9)],
        ...[line('d', 'M', 'D', true, 9), line('e', 'M', 'E', true, 9)],
        ...[line('tieA', 'A', 'D', false, 2), line('tieB', 'B', 'D', false, 2)],
        line('tieE', 'D', 'E', false, 9),
      ],
    };
    // Both ties together would carry the three megawatts.
    const { served_mw, unserved } = tripOf(compileGrid(network), ['d', 'e']);
    assert.deepEqual([served_mw, unserved[0].bus, unserved[0].reason], [1, 'E', 'rating']);
    network.branches[5].from = 'M';
    const { status, operations } = tripOf(compileGrid(network), ['d', 'e']);
    assert.deepEqual([status, operations.length], ['restored', 5]);
    assert.equal(operations[4].branch, 'tieE', 'with one tie alone it would be too much');
  });

  it('says what bars the loads that stay dark', () => {
    const reasons = (network: Network, trip: string) =>
      tripOf(compileGrid(network), [trip]).unserved.map(({ bus, reason, at }) => [bus, reason, at]);
    assert.deepEqual(reasons(builtinNetwork('ieee69'), 'L27')[0], ['B28', 'no_tie', null]);
    assert.deepEqual(reasons(builtinNetwork('ieee33'), 'L22'), [['B23', 'voltage', 'B23']]);
    const weak = structuredClone(builtinNetwork('ieee33'));
    weak.branches.find(({ id }) => id === 'L34')!.rating_mva = 0.01;
    weak.branches.find(({ id }) => id === 'L36')!.switchable = false;
    assert.deepEqual(reasons(weak, 'L14')[0], ['B15', 'rating', 'L34']);
    const scarce = smallFeeders(3);
    const [, second] = scarce.generators;
    const [head] = scarce.branches;
    const { lost_mw, served_mw } = tripOf(compileGrid(scarce), [head.id]);
    assert.ok(served_mw > 0);
    // The other source gives what it gives today, and a part of what would be needed.
    const now = createPowerFlow(compileGrid(scarce)).solve(nominalPoint(compileGrid(scarce)));
    assert.notEqual(now.status, 'not_converged');
    if (now.status !== 'not_converged') second.p_max_mw = now.state.generation_mw[1] + 0.01;
    const short = tripOf(compileGrid(scarce), [head.id]);
    assert.deepEqual([short.lost_mw, short.served_mw], [lost_mw, 0]);
    assert.deepEqual([short.unserved[0].reason, short.unserved[0].at], ['supply', second.bus]);
  });

  it('has the isolation to offer without time or operations, and a legal plan whenever the time is up', () => {
    const grid = compileGrid(builtinNetwork('ieee69'));
    const none = restore(grid, { trip: ['L3'], timeLimit_ms: 0 }, still);
    assert.deepEqual(none.operations, [{ operation: 'open', branch: 'L3' }]);
    assert.deepEqual([none.status, none.proof, none.unserved[0].reason], ['impossible', 'none', 'time']);
    const idle = tripOf(grid, ['L3'], 0);
    assert.deepEqual(
      [idle.operations.length, idle.proof, idle.unserved[0].reason],
      [1, 'enumerated', 'operations'],
    );
    for (const timeLimit_ms of [3, 30, 300, 1000]) {
      let time = 0;
      const early = restore(grid, { trip: ['L3'], timeLimit_ms }, () => time++);
      assert.equal(early.proof, 'none');
      carriedOut(grid, ['L3'], early);
    }
  });

  it('gives a legal plan in a grid with many feeders, also where there is too much to enumerate', () => {
    const network = generateFeeders({ num_nodes: 300, num_feeders: 3, seed: 4 });
    const grid = compileGrid(network);
    const heads = network.branches.filter(({ from, to, closed }) => {
      const sources = network.generators.map(({ bus }) => bus);
      return closed && (sources.includes(from) || sources.includes(to));
    });
    const restored = heads.map(({ id }) => {
      const restoration = tripOf(grid, [id]);
      carriedOut(grid, [id], restoration);
      return restoration.served_mw / restoration.lost_mw;
    });
    assert.ok(Math.min(...restored) > 0.2, String(restored));
  });

  it('has some legal plan when there was no time to look for the best', () => {
    const network = generateFeeders({ num_nodes: 300, num_feeders: 3, seed: 4 });
    const grid = compileGrid(network);
    const sources = network.generators.map(({ bus }) => bus);
    const heads = network.branches.filter(({ from, closed }) => closed && sources.includes(from));
    assert.ok(heads.length > 0);
    for (const { id } of heads) {
      const served = [30, 100].map((timeLimit_ms) => {
        let time = 0;
        const early = restore(grid, { trip: [id], timeLimit_ms }, () => time++);
        carriedOut(grid, [id], early);
        assert.equal(early.proof, 'none');
        return early.served_mw / early.lost_mw;
      });
      assert.ok(served[0] > 0.15 && served[1] > 0.45, `${id}: ${served}`);
    }
  });

  it('refuses what cannot be tripped', () => {
    const grid = compileGrid(builtinNetwork('ieee33'));
    const refused = (trip: string[], code: string) => assert.throws(() => tripOf(grid, trip), { code });
    refused([], 'INVALID_SETTING');
    refused(['L1', 'L1'], 'INVALID_SETTING');
    refused(['L33'], 'INVALID_SETTING');
    refused(['line 1'], 'UNKNOWN_ELEMENT');
  });
});
