import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node } from 'node-red';
import type { Snapshot } from '../../lib/contract';

import gridModel = require('../../nodes/grid-model/grid-model');
import scadaSim = require('../../nodes/scada-sim/scada-sim');

import { planOf } from '../support/plans';
import {
  completions,
  type Message,
  nextInput,
  nextStatus,
  receive,
  type Wired,
  withFlow,
} from '../support/runtime';

/** Ticks only when told to, unless a test says otherwise. */
function flowOf(sim: Partial<Wired> = {}, model?: Partial<Wired>): Wired[] {
  return [
    { id: 'tab', type: 'tab' },
    ...(model === undefined ? [] : [{ id: 'model', type: 'grid-model', ...model }]),
    {
      id: 'sim',
      z: 'tab',
      type: 'scada-sim',
      model: model && 'model',
      interval_s: 3,
      seed: 1,
      autostart: false,
      wires: [['out']],
      ...sim,
    },
    { id: 'out', z: 'tab', type: 'helper' },
  ];
}

const nodes = [scadaSim, gridModel];

async function step(sim: Node, out: Node): Promise<Snapshot> {
  const input = nextInput(out);
  receive(sim, { payload: { command: 'step' } });
  return (await input).payload as Snapshot;
}

async function errorOf(node: Node, message: Message): Promise<string> {
  const reported = once(node as never, 'call:error');
  receive(node, message);
  const [call] = (await reported) as [{ firstArg: Error | string }];
  return String(call.firstArg);
}

describe('scada-sim', () => {
  it('ticks by itself as soon as it is deployed, and again after the interval', async () => {
    await withFlow(nodes, flowOf({ autostart: true, interval_s: 0.1 }), async ({ node }) => {
      const first = (await nextInput(node('out'))).payload as Snapshot;
      const second = (await nextInput(node('out'))).payload as Snapshot;
      assert.equal(first.grid_id, 'riverside');
      assert.equal(first.nodes.length, 8);
      assert.equal(first.source, 'simulated');
      assert.ok(
        Math.abs(Date.parse(first.timestamp) - Date.now()) < 10_000,
        'it tells the time of the clock',
      );
      assert.equal(second.sequence, first.sequence + 1);
    });
  });

  it('trips a line, restores it and answers at once', async () => {
    await withFlow(nodes, flowOf({ autostart: true, interval_s: 3600 }), async ({ node }) => {
      await nextInput(node('out'));
      const tell = async (payload: object): Promise<Snapshot> => {
        const input = nextInput(node('out'));
        receive(node('sim'), { payload });
        return (await input).payload as Snapshot;
      };
      const tripped = await tell({ command: 'inject_fault', edge: 'L4' });
      assert.equal(tripped.edges.find((edge) => edge.id === 'L4')!.in_service, false);
      const restored = await tell({ command: 'restore' });
      assert.ok(restored.edges.every((edge) => edge.in_service));
      assert.deepEqual([tripped.sequence, restored.sequence], [2, 3]);
    });
  });

  it('stops and starts, and steps while stopped', async () => {
    await withFlow(nodes, flowOf(), async ({ node }) => {
      assert.equal((await step(node('sim'), node('out'))).sequence, 1);
      assert.equal((await step(node('sim'), node('out'))).sequence, 2);
      const started = nextInput(node('out'));
      receive(node('sim'), { payload: 'start' });
      assert.equal(((await started).payload as Snapshot).sequence, 3);
    });
  });

  it('lets simulated time run faster than the clock', async () => {
    const settings = { time_step_s: 3600, start_time: '2026-06-01T00:00:00Z' };
    await withFlow(nodes, flowOf(settings), async ({ node }) => {
      assert.equal((await step(node('sim'), node('out'))).timestamp, '2026-06-01T00:00:00.000Z');
      assert.equal((await step(node('sim'), node('out'))).timestamp, '2026-06-01T01:00:00.000Z');
      receive(node('sim'), { payload: 'reset' });
      assert.equal((await step(node('sim'), node('out'))).timestamp, '2026-06-01T00:00:00.000Z', 'and back');
    });
  });

  it('plays a scenario of its settings, and another one when told to', async () => {
    const settings = {
      time_step_s: 60,
      start_time: '2026-06-01T00:00:00Z',
      scenario: 'single-trip',
      acceleration: 0,
    };
    await withFlow(nodes, flowOf(settings), async ({ node }) => {
      const first = await step(node('sim'), node('out'));
      assert.match(first.data_source!.description, /seed 1, scenario single-trip$/);
      assert.equal(first.data_source!.acceleration, 0);
      const second = await step(node('sim'), node('out'));
      assert.equal(second.edges.filter((edge) => !edge.in_service).length, 1);
      receive(node('sim'), { payload: { command: 'scenario', name: 'ageing-fleet' } });
      const third = await step(node('sim'), node('out'));
      assert.match(third.data_source!.description, /scenario ageing-fleet$/);
      assert.ok(
        third.edges.every((edge, k) => edge.in_service && edge.age_years > first.edges[k].age_years + 24),
      );
      assert.match(
        await errorOf(node('sim'), { payload: { command: 'scenario', name: 'tornado' } }),
        /command\.name; got "tornado"; allowed: heat-wave, storm/,
      );
    });
  });

  it('runs a generated grid of 1,000 nodes', async () => {
    const model = { source: 'generated', num_nodes: 1000, num_generators: 100, seed: 2 };
    await withFlow(nodes, flowOf({}, model), async ({ node }) => {
      const { nodes: buses, metrics } = await step(node('sim'), node('out'));
      assert.equal(buses.length, 1000);
      assert.ok(Math.abs(metrics.generation_mw - metrics.demand_mw - metrics.loss_mw) < 1e-4);
    });
  });

  it('runs the 33-bus feeder', async () => {
    await withFlow(nodes, flowOf({}, { source: 'builtin', builtin: 'ieee33' }), async ({ node }) => {
      assert.equal((await step(node('sim'), node('out'))).grid_id, 'ieee33');
    });
  });

  it('reports a bad command and goes on', async () => {
    await withFlow(nodes, flowOf(), async ({ node }) => {
      const wrong: [unknown, RegExp][] = [
        [{ command: 'explode' }, /command\.command; got "explode"; allowed: start/],
        [{ command: 'inject_fault', edge: 'L99' }, /command\.edge; got "L99"; allowed: L1/],
        [{ command: 'set_load', node: 'S1', demand_mw: -3 }, /command\.demand_mw; got -3/],
        [
          { command: 'set_load', node: 'S1', demand_mw: Number.NaN },
          /command\.demand_mw; got NaN; allowed: a finite number/,
        ],
        [42, /command; got 42/],
        [undefined, /command/],
      ];
      for (const [payload, says] of wrong) assert.match(await errorOf(node('sim'), { payload }), says);
      assert.equal((await step(node('sim'), node('out'))).sequence, 1);
    });
  });

  it('passes proposals by, carries out what is released, and says when the interlock stops it', async () => {
    await withFlow(nodes, flowOf({ time_step_s: 5 }), async ({ node }) => {
      const [sim, out] = [node('sim'), node('out')];
      const ended = completions(sim);
      const open = async (): Promise<string[]> =>
        (await step(sim, out)).edges.filter(({ closed }) => !closed).map(({ id }) => id);
      receive(sim, { payload: planOf(['close L11'], { released: false }), _msgid: 'proposal' });
      assert.equal(await ended('proposal'), undefined);
      assert.deepEqual(await open(), ['L11', 'L12']);
      receive(sim, { payload: planOf(['close L11', 'close L12']), _msgid: 'released' });
      assert.deepEqual(await open(), ['L12']);
      assert.deepEqual(await open(), []);
      assert.equal(await ended('released'), undefined);
      const stopped = nextStatus(sim, (text) => text.startsWith('The plan is not for the present state'));
      receive(sim, { payload: planOf(['close L11']), _msgid: 'stale' });
      assert.equal((await ended('stale'))!.code, 'STALE_PLAN');
      await stopped;
      assert.deepEqual(await open(), [], 'and goes on');
    });
  });

  it('ends a plan that an operator comes between, that a newer one replaces, or that is malformed', async () => {
    await withFlow(nodes, flowOf({ time_step_s: 5 }), async ({ node }) => {
      const [sim, out] = [node('sim'), node('out')];
      const ended = completions(sim);
      receive(sim, { payload: planOf(['close L11', 'close L12', 'open L4']), _msgid: 'first' });
      await step(sim, out);
      const newer = planOf(['close L12', 'open L5'], { basis: { open: ['L12'], failed: [] } });
      receive(sim, { payload: newer, _msgid: 'newer' });
      assert.equal(await ended('first'), undefined, 'replaced');
      await step(sim, out);
      receive(sim, { payload: { command: 'set_switch', edge: 'L9', closed: false } });
      await step(sim, out);
      const { message } = (await ended('newer'))!;
      assert.match(message, /before step 2 of 2: edge "L9"; got "open"/);
      receive(sim, { payload: { ...planOf(['close L11']), steps: [{ edge: 'L11' }] }, _msgid: 'bad' });
      assert.match((await ended('bad'))!.message, /plan\.steps\[0\]\.operation/);
    });
  });

  it('stops a plan when it is told to: whoever waits for its end is told that it has ended', async () => {
    await withFlow(nodes, flowOf(), async ({ node }) => {
      const [sim, out] = [node('sim'), node('out')];
      const isClosed = ({ edges }: Snapshot) => edges.find(({ id }) => id === 'L11')!.closed;
      const ended = completions(sim);
      receive(sim, { payload: 'abort_plan', _msgid: 'none' });
      assert.match((await ended('none'))!.message, /abort_plan: no plan is being carried out/);
      await step(sim, out);
      receive(sim, { payload: planOf(['close L11', 'open L9']), _msgid: 'plan' });
      assert.ok(isClosed(await step(sim, out)));
      receive(sim, { payload: { command: 'abort_plan', id: 'plan-a' }, _msgid: 'abort' });
      assert.equal(await ended('abort'), undefined);
      assert.equal(await ended('plan'), undefined);
      const stopped = nextStatus(sim, (text) => text.includes('plan 1 of 2 stopped'));
      assert.ok(isClosed(await step(sim, out)), 'as it was');
      await stopped;
    });
  });

  it('says which setting is wrong', async () => {
    await withFlow(nodes, flowOf({ interval_s: -1, autostart: true }), async ({ node }) => {
      assert.match(
        await errorOf(node('sim'), { payload: 'step' }),
        /interval_s; got -1; allowed: a number from 0.05/,
      );
    });
  });

  it('says that its grid-model is not there, or what is wrong with its settings', async () => {
    await withFlow(nodes, flowOf({ model: 'gone' }), async ({ node }) => {
      assert.match(
        await errorOf(node('sim'), { payload: { command: 'restore' } }),
        /grid-model; got "gone"; allowed: a grid-model node that is deployed and enabled/,
      );
    });
    const model = { source: 'generated', num_nodes: 'many', num_generators: 1, seed: 1 };
    await withFlow(nodes, flowOf({}, model), async ({ node }) => {
      assert.match(
        await errorOf(node('sim'), { payload: { command: 'restore' } }),
        /num_nodes; got NaN; allowed: a whole number from 2/,
      );
    });
  });

  it('says what is wrong with a network file, at every attempt', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    const file = path.join(folder, 'network.json');
    writeFileSync(file, '{"format":"gridloom-network"');
    await withFlow(nodes, flowOf({}, { source: 'file', file }), async ({ node }) => {
      const reported = once(node('sim') as never, 'call:error');
      receive(node('sim'), { payload: 'step' });
      const [call] = (await reported) as [{ firstArg: string }];
      assert.match(call.firstArg, /network\.json.*allowed: a JSON document/);
    });
    rmSync(folder, { recursive: true });
  });

  it('does not take the process down with a network that nobody asks for', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.prependListener('unhandledRejection', listen);
    const file = path.join(tmpdir(), 'gridloom-no-such-network.json');
    await withFlow(nodes, flowOf({}, { source: 'file', file }), async ({ node }) => {
      await (node('model') as unknown as { network: Promise<unknown> }).network.catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
    });
    process.off('unhandledRejection', listen);
    assert.deepEqual(unhandled, []);
  });
});
