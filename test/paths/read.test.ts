import { strict as assert } from 'node:assert';
import type { Snapshot } from '../../lib/contract';
import type { GridError } from '../../lib/errors';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { readState } from '../../lib/paths';
import { sampleSnapshot } from '../support/snapshot';

const grid = compileGrid(builtinNetwork('riverside'));

describe('readState', () => {
  it('finds its elements by id, in whatever order they come', () => {
    const snapshot = sampleSnapshot();
    snapshot.nodes[4].demand_mw = 77;
    snapshot.edges[5].in_service = false;
    snapshot.edges[3].loss_mw = 0.7;
    const { state: straight, loss_mw } = readState(grid, snapshot);
    assert.equal(loss_mw[3], 0.7);
    snapshot.nodes.reverse();
    snapshot.edges.reverse();
    assert.deepEqual(readState(grid, snapshot).state, straight);
    assert.deepEqual(readState(grid, snapshot).loss_mw, loss_mw);
    assert.equal(straight.demand_mw[4], 77);
    assert.equal(straight.in_service[5], 0);
    assert.equal(straight.closed[grid.branchIndex.get('L11')!], 0);
  });

  it('divides a bus’s generation by schedule, and equally where nothing is scheduled', () => {
    const network = structuredClone(builtinNetwork('riverside'));
    network.generators.push({ id: 'second', bus: 'G2', p_mw: 30, vm_pu: 1.03 });
    const snapshot = sampleSnapshot();
    snapshot.nodes[1].generation_mw = 80;
    assert.deepEqual([...readState(compileGrid(network), snapshot).state.generation_mw], [91, 60, 20]);
    for (const generator of network.generators) generator.p_mw = 0;
    assert.deepEqual([...readState(compileGrid(network), snapshot).state.generation_mw], [91, 40, 40]);
  });

  it('counts edges without a risk figure', () => {
    const snapshot = sampleSnapshot();
    assert.equal(readState(grid, snapshot).withoutRisk, snapshot.edges.length);
  });

  const wrong: [string, string, RegExp, (snapshot: Snapshot) => void][] = [
    [
      'an unknown node',
      'UNKNOWN_ELEMENT',
      /nodes\[2\].*"S9"/,
      ({ nodes }) => Object.assign(nodes[2], { id: 'S9' }),
    ],
    [
      'an unknown edge',
      'UNKNOWN_ELEMENT',
      /edges\[0\].*"X"/,
      ({ edges }) => Object.assign(edges[0], { id: 'X' }),
    ],
    [
      'a node twice',
      'INVALID_SNAPSHOT',
      /nodes\[3\].*"S1"/,
      ({ nodes }) => Object.assign(nodes[3], { id: 'S1' }),
    ],
    ['an absent edge', 'INVALID_SNAPSHOT', /11 without L12/, ({ edges }) => edges.pop()],
    ['another end', 'INVALID_SNAPSHOT', /"L1".*S9/, ({ edges }) => Object.assign(edges[0], { to: 'S9' })],
  ];
  for (const [what, code, message, change] of wrong) {
    it(`refuses ${what}`, () => {
      const snapshot = sampleSnapshot();
      change(snapshot);
      assert.throws(
        () => readState(grid, snapshot),
        (error: GridError) => error.code === code && message.test(error.message),
      );
    });
  }
});
