import { strict as assert } from 'node:assert';
import type { Node } from 'node-red';
import type { IssuedPlan, OperatorMessage, Snapshot } from '../../lib/contract';
import { receive, type Wired, withFlow } from '../support/runtime';

import gridModel = require('../../nodes/grid-model/grid-model');
import pathOptimize = require('../../nodes/path-optimize/path-optimize');
import scadaSim = require('../../nodes/scada-sim/scada-sim');

/** The simulator and the optimiser in a circle: a simulated second and a half passes every 50 ms. */
function circle(optimizer: Record<string, unknown> = {}): Wired[] {
  return [
    {
      ...{ id: 'sim', type: 'scada-sim', seed: 1, autostart: true, wires: [['paths', 'measured']] },
      ...{ interval_s: 0.05, time_step_s: 1.5, start_time: '2026-01-31T12:00:00Z' },
    },
    { id: 'paths', type: 'path-optimize', ...optimizer, wires: [['state'], ['sim', 'plan'], ['operator']] },
    ...['measured', 'state', 'plan', 'operator'].map((id) => ({ id, type: 'helper' })),
  ];
}

/** Waits for what comes to a helper. */
function until<T>(node: Node, wanted: (payload: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    node.on('input', (message) => {
      const payload = message.payload as T;
      if (wanted(payload)) resolve(payload);
    });
  });
}

const darkness = ({ metrics }: Snapshot): number => metrics.unserved_mw;

describe('the whole circle', () => {
  it('trips, proposes, is accepted, is carried out, and all have supply', async () => {
    await withFlow([scadaSim, pathOptimize, gridModel], circle(), async ({ node }) => {
      const proposal = until<IssuedPlan>(node('plan'), ({ purpose }) => purpose === 'restoration');
      const done = until<OperatorMessage>(node('operator'), ({ kind }) => kind === 'plan_done');
      const restored = until<OperatorMessage>(node('operator'), ({ kind }) => kind === 'supply_restored');
      await until<Snapshot>(node('state'), () => true);
      for (const edge of ['L4', 'L8']) receive(node('sim'), { payload: { command: 'inject_fault', edge } });
      const plan = await proposal;
      assert.deepEqual(
        plan.steps.map(({ operation, edge }) => `${operation} ${edge}`),
        ['open L4', 'open L8', 'close L12'],
      );
      assert.equal(plan.released, false);
      await until<Snapshot>(node('state'), (state) => darkness(state) > 0);
      receive(node('paths'), { payload: { command: 'accept_plan', id: plan.id } });
      assert.equal((await done).plan_id, plan.id);
      await restored;
      const lit = await until<Snapshot>(node('state'), () => true);
      assert.equal(darkness(lit), 0);
      const open = lit.edges.filter(({ closed }) => !closed).map(({ id }) => id);
      assert.deepEqual(open, ['L4', 'L8', 'L11']);
    });
  });

  it('stops half way when it is told to, and the switches stay as they are', async () => {
    await withFlow([scadaSim, pathOptimize, gridModel], circle(), async ({ node }) => {
      await until<Snapshot>(node('state'), () => true);
      const proposal = until<IssuedPlan>(node('plan'), ({ purpose }) => purpose === 'restoration');
      for (const edge of ['L4', 'L8']) receive(node('sim'), { payload: { command: 'inject_fault', edge } });
      const { id } = await proposal;
      const first = until<Snapshot>(
        node('state'),
        ({ optimization }) => optimization?.dispatch?.carrying?.steps_done === 1,
      );
      receive(node('paths'), { payload: { command: 'accept_plan', id } });
      const { optimization } = await first;
      assert.deepEqual(optimization!.dispatch!.carrying, { plan_id: id, steps_done: 1, steps: 3 });
      const aborted = until<OperatorMessage>(node('operator'), ({ kind }) => kind === 'plan_aborted');
      receive(node('paths'), { payload: { command: 'abort_plan', id } });
      await aborted;
      const { sequence } = await until<Snapshot>(node('state'), () => true);
      const later = await until<Snapshot>(node('state'), (state) => state.sequence >= sequence + 10);
      assert.equal(later.optimization!.dispatch!.carrying, null);
      assert.equal(later.edges.find((edge) => edge.id === 'L12')!.closed, false);
    });
  });

  it('tells the operator when a node takes more than can be given, and when that ends', async () => {
    await withFlow([scadaSim, pathOptimize, gridModel], circle(), async ({ node }) => {
      await until<Snapshot>(node('state'), () => true);
      const shed = until<OperatorMessage>(node('operator'), ({ kind }) => kind === 'load_shed');
      receive(node('sim'), { payload: { command: 'set_load', node: 'S4', demand_mw: 900 } });
      const { severity, text } = await shed;
      assert.equal(severity, 'alarm');
      assert.match(text, /^\d+(\.\d+)? MW of load are shed/);
      const ended = until<OperatorMessage>(node('operator'), ({ kind }) => kind === 'load_shed_ended');
      receive(node('sim'), { payload: { command: 'set_load', node: 'S4', demand_mw: 20 } });
      await ended;
    });
  });

  it('goes round by itself in automatic mode, with the interval between any two operations', async () => {
    const settings = { mode: 'automatic', min_operation_interval_s: 5 };
    await withFlow([scadaSim, pathOptimize, gridModel], circle(settings), async ({ node }) => {
      const operations: { time_s: number; moved: string[] }[] = [];
      let before: Snapshot | undefined;
      node('measured').on('input', (message) => {
        const state = message.payload as Snapshot;
        const moved = state.edges.filter(({ closed }, k) => before && before.edges[k].closed !== closed);
        if (moved.length > 0) {
          operations.push({ time_s: Date.parse(state.timestamp) / 1000, moved: moved.map(({ id }) => id) });
        }
        before = state;
      });
      await until<Snapshot>(node('state'), () => true);
      const restored = until<OperatorMessage>(node('operator'), ({ kind }) => kind === 'supply_restored');
      for (const edge of ['L4', 'L8']) receive(node('sim'), { payload: { command: 'inject_fault', edge } });
      await restored;
      assert.ok(operations.length >= 1);
      for (const [k, { time_s, moved }] of operations.entries()) {
        assert.equal(moved.length, 1, 'one at a time');
        if (k > 0) assert.ok(time_s - operations[k - 1].time_s >= 5, 'no sooner than the interval');
      }
    });
  });
});
