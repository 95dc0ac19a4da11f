import { strict as assert } from 'node:assert';
import type { Node } from 'node-red';
import {
  type IssuedPlan,
  type OperatorMessage,
  type Optimization,
  parseOperatorMessage,
  type Snapshot,
} from '../../lib/contract';
import { type GridError, toGridError } from '../../lib/errors';
import { sharedPool } from '../../lib/workers';
import {
  completions,
  type Message,
  nextInput,
  nextStatus,
  receive,
  type Wired,
  withFlow,
} from '../support/runtime';
import { sampleSnapshot } from '../support/snapshot';

import gridModel = require('../../nodes/grid-model/grid-model');
import pathOptimize = require('../../nodes/path-optimize/path-optimize');

const NODES = [gridModel, pathOptimize];

function flow(settings: Record<string, unknown> = {}): Wired[] {
  return [
    {
      id: 'paths',
      type: 'path-optimize',
      risk_weight: 0.1,
      seed: 1,
      wires: [['state'], ['plan'], ['operator']],
      ...settings,
    },
    { id: 'state', type: 'helper' },
    { id: 'plan', type: 'helper' },
    { id: 'operator', type: 'helper' },
  ];
}

/** The default grid; the given edges fail with the given probability, the others hardly ever. */
function snapshotWithRisk(sequence: number, risky: Record<string, number> = {}): Snapshot {
  const snapshot = sampleSnapshot({ sequence });
  for (const edge of snapshot.edges) {
    const failure_probability = risky[edge.id] ?? 0.001;
    edge.risk = {
      failure_probability,
      anomaly_score: 0.5,
      failure_type: 'general_degradation',
      members: { gradient_boosting: 0, random_forest: 0, isolation_forest: 0 },
      model_id: 'test',
      model_version: '1',
    };
  }
  return snapshot;
}

/** The steelworks have lost both of their lines. */
function darkSteelworks(sequence: number): Snapshot {
  const snapshot = snapshotWithRisk(sequence);
  for (const edge of snapshot.edges) edge.in_service = edge.id !== 'L4' && edge.id !== 'L8';
  const steelworks = snapshot.nodes.find(({ id }) => id === 'S4')!;
  Object.assign(steelworks, { energized: false, demand_mw: 0, demand_mvar: 0, vm_pu: 0 });
  return snapshot;
}

const optimizationOf = (message: Message): Optimization => (message.payload as Snapshot).optimization!;
const pathTo = (message: Message, node: string) =>
  optimizationOf(message).paths.find((path) => path.node === node)!;

/** Errors with which a node is done with a message; what it logs by itself is text. */
function onError(node: Node, listener: (error: GridError) => void): void {
  const emitter = node as unknown as { on(event: string, listener: (call: unknown) => void): void };
  emitter.on('call:error', (call) => {
    const [error] = (call as { args: unknown[] }).args;
    if (error instanceof Error) listener(toGridError(error));
  });
}

/** The next error with which a node is done with a message. */
async function nextError(node: Node, message: Message): Promise<GridError> {
  const failed = new Promise<GridError>((resolve) => onError(node, resolve));
  receive(node, message);
  return failed;
}

describe('path-optimize', () => {
  it('adds paths, losses and an episode to a snapshot, and leaves the rest of the message alone', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const arrives = nextInput(node('state'));
      const status = nextStatus(node('paths'), (text) => text.startsWith('loss'));
      const sent = snapshotWithRisk(1);
      const before = structuredClone(sent);
      receive(node('paths'), { payload: sent, topic: 'grid', note: 7 });
      const message = await arrives;
      assert.equal(message.topic, 'grid');
      assert.equal(message.note, 7);
      const { optimization, ...rest } = message.payload as Snapshot;
      assert.deepEqual(rest, before);
      assert.deepEqual(
        optimization!.paths.map((path) => path.node),
        ['S1', 'S2', 'S3', 'S4', 'S5', 'S6'],
      );
      assert.deepEqual(pathTo(message, 'S4').nodes, ['G2', 'S4']);
      assert.deepEqual(pathTo(message, 'S4').edges, ['L4']);
      assert.equal(optimization!.risk_weight, 0.1);
      assert.ok(optimization!.loss_before_mw > 0);
      assert.equal(optimization!.episode.number, 1);
      assert.match(
        await status,
        /^loss \d+\.\d\d MW \(\d\.\d %\), riskiest path S\d 0\.00(, plan \w+ proposed)?$/,
      );
    });
  });

  it('leads the path around a line that fails, and around one that is likely to', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      let arrives = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(1, { L4: 0.9 }) });
      assert.ok(!pathTo(await arrives, 'S4').edges.includes('L4'), 'risky');
      arrives = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(2) });
      assert.deepEqual(pathTo(await arrives, 'S4').edges, ['L4'], 'sound');
      const failed = snapshotWithRisk(3);
      failed.edges.find(({ id }) => id === 'L4')!.in_service = false;
      arrives = nextInput(node('state'));
      receive(node('paths'), { payload: failed });
      assert.ok(!pathTo(await arrives, 'S4').edges.includes('L4'), 'failed');
    });
  });

  it('says that risk figures are absent, and counts them as none', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const arrives = nextInput(node('state'));
      const status = nextStatus(node('paths'), (text) => text.includes('no risk figures'));
      receive(node('paths'), { payload: sampleSnapshot() });
      for (const path of optimizationOf(await arrives).paths) {
        assert.equal(path.hold_probability, 1);
        assert.equal(path.risk_cost, 0);
      }
      await status;
    });
  });

  it('optimises at once on request, with a weight of its own, on a copy of the newest state', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const refused = await nextError(node('paths'), { payload: { command: 'optimize' } });
      assert.equal(refused.code, 'NOT_READY');
      let arrives = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(1, { L4: 0.9 }) });
      const first = await arrives;
      arrives = nextInput(node('state'));
      receive(node('paths'), { payload: 'optimize' });
      assert.equal(optimizationOf(await arrives).episode.number, 2);
      arrives = nextInput(node('state'));
      receive(node('paths'), {
        payload: { command: 'optimize', risk_weight: 0 },
        optimize_request: 'mine',
        topic: 'asked',
      });
      const answer = await arrives;
      assert.equal(answer.optimize_request, 'mine');
      assert.equal(answer.topic, 'asked');
      assert.equal((answer.payload as Snapshot).sequence, 1);
      assert.deepEqual(pathTo(answer, 'S4').edges, ['L4']);
      assert.notDeepEqual(pathTo(first, 'S4').edges, ['L4']);
      assert.equal(optimizationOf(answer).risk_weight, 0);
      assert.equal(optimizationOf(first).risk_weight, 0.1, 'the state that was sent before is as it was');
    });
  });

  it('takes a weight with a snapshot, and refuses one that is none', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const arrives = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(1), risk_weight: 2.5 });
      assert.equal(optimizationOf(await arrives).risk_weight, 2.5);
      for (const wrong of [-1, Number.NaN, 'much', null, Number.POSITIVE_INFINITY, 1e308]) {
        const error = await nextError(node('paths'), { payload: snapshotWithRisk(2), risk_weight: wrong });
        assert.equal(error.code, 'INVALID_COMMAND', String(wrong));
        assert.match(error.message, /risk_weight/);
      }
      const error = await nextError(node('paths'), { payload: { command: 'optimize', risk_weight: -1 } });
      assert.equal(error.code, 'INVALID_COMMAND');
      assert.match(
        (await nextError(node('paths'), { payload: { command: 'fly' } })).message,
        /command\.command.*got "fly"/,
      );
    });
  });

  it('names what is wrong with a snapshot, and goes on', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const refuse = async (change: (snapshot: Snapshot) => void): Promise<GridError> => {
        const snapshot = sampleSnapshot();
        change(snapshot);
        return nextError(node('paths'), { payload: snapshot });
      };
      const foreign = await refuse((snapshot) => Object.assign(snapshot, { grid_id: 'elsewhere' }));
      assert.equal(foreign.code, 'WRONG_GRID');
      const unknown = await refuse((snapshot) => Object.assign(snapshot.nodes[3], { id: 'S99' }));
      assert.equal(unknown.code, 'UNKNOWN_ELEMENT');
      assert.match(unknown.message, /snapshot\.nodes\[3\]\.id; got "S99"/);
      const broken = await refuse((snapshot) => Object.assign(snapshot.edges[0], { loss_mw: Number.NaN }));
      assert.equal(broken.code, 'INVALID_SNAPSHOT');
      assert.equal((await nextError(node('paths'), { payload: 7 })).code, 'INVALID_SNAPSHOT');
      assert.equal((await nextError(node('paths'), { payload: 'text' })).code, 'INVALID_COMMAND');
      const arrives = nextInput(node('state'));
      receive(node('paths'), { payload: sampleSnapshot({ sequence: 9 }) });
      await arrives;
      const again = await nextError(node('paths'), { payload: sampleSnapshot({ sequence: 9 }) });
      assert.equal(again.code, 'DUPLICATE_SEQUENCE');
    });
  });

  it('says at which bus the flow has no solution', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const snapshot = sampleSnapshot();
      snapshot.nodes.find(({ id }) => id === 'S3')!.demand_mw = 5000;
      const error = await nextError(node('paths'), { payload: snapshot });
      assert.equal(error.code, 'NO_SOLUTION');
      assert.match(error.message, /bus "S3"/);
      const arrives = nextInput(node('state'));
      receive(node('paths'), { payload: sampleSnapshot({ sequence: 2 }) });
      await arrives;
    });
  });

  it('lets a newer snapshot take the place of the one that waits, and is done with both', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const states: number[] = [];
      node('state').on('input', (message) => {
        states.push((message.payload as Snapshot).sequence);
      });
      const ended = completions(node('paths'));
      const status = nextStatus(node('paths'), (text) => text.includes('2 skipped'));
      for (const sequence of [1, 2, 3, 4]) {
        receive(node('paths'), { payload: snapshotWithRisk(sequence), _msgid: `${sequence}` });
      }
      for (const sequence of [1, 2, 3, 4]) assert.equal(await ended(`${sequence}`), undefined);
      await status;
      assert.deepEqual(states, [1, 4]);
      receive(node('paths'), { payload: snapshotWithRisk(5), _msgid: '5' });
      await ended('5');
      assert.deepEqual(states, [1, 4, 5]);
    });
  });

  it('bounds the requests', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const states: number[] = [];
      node('state').on('input', (message) => {
        states.push((message.payload as Snapshot).sequence);
      });
      const first = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(1) });
      await first;
      const errors: string[] = [];
      onError(node('paths'), ({ code }) => errors.push(code));
      for (let request = 0; request < 20; request++) {
        receive(node('paths'), { payload: { command: 'optimize' } });
      }
      const arrives = new Promise<void>((resolve) => {
        node('state').on('input', () => {
          if (states.length === 17) resolve();
        });
      });
      await arrives;
      assert.deepEqual(errors, ['BUSY', 'BUSY', 'BUSY', 'BUSY']);
    });
  });

  it('sends a plan on the second output when it is another than before', async () => {
    await withFlow(NODES, flow({ risk_weight: 1 }), async ({ node }) => {
      const plans: IssuedPlan[] = [];
      const twoPlans = new Promise<void>((resolve) => {
        node('plan').on('input', (message) => {
          if (plans.push(message.payload as IssuedPlan) === 2) resolve();
        });
      });
      const found: (IssuedPlan | null)[] = [];
      for (const [index, risky] of ['L7', 'L7', 'L9'].entries()) {
        const arrives = nextInput(node('state'));
        receive(node('paths'), { payload: snapshotWithRisk(index + 1, { [risky]: 0.9 }) });
        found.push(optimizationOf(await arrives).plan);
      }
      await twoPlans;
      const operations = (plan: IssuedPlan | null) =>
        plan?.steps.map(({ operation, edge }) => `${operation} ${edge}`).join();
      assert.ok(
        found.every((plan) => plan !== null),
        'a line that is nearly sure to fail is worth switching',
      );
      assert.equal(operations(found[0]), operations(found[1]));
      assert.notEqual(operations(found[1]), operations(found[2]));
      assert.deepEqual(plans.map(operations), [operations(found[0]), operations(found[2])]);
    });
  });

  it('proposes a restoration, and releases it when it is accepted for the present state', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const ended = completions(node('paths'));
      const heard: OperatorMessage[] = [];
      node('operator').on('input', ({ payload }) => {
        heard.push(payload as OperatorMessage);
      });
      let arrives = nextInput(node('plan'));
      receive(node('paths'), { payload: darkSteelworks(1), _msgid: 'dark' });
      const proposed = (await arrives).payload as IssuedPlan;
      assert.deepEqual([proposed.purpose, proposed.released], ['restoration', false]);
      await ended('dark');
      assert.deepEqual(
        heard.map(({ kind }) => kind),
        ['loads_without_supply', 'plan_proposed'],
      );
      assert.equal(parseOperatorMessage(heard[0]).severity, 'alarm');
      assert.match(heard[0].text, /S4 without supply, 45 MW\. never seen with supply/);
      arrives = nextInput(node('plan'));
      receive(node('paths'), { payload: { command: 'accept_plan', id: proposed.id } });
      assert.deepEqual((await arrives).payload, { ...proposed, released: true });
    });
  });

  it('refuses to accept what is not for the newest state, although nothing newer was computed', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const ended = completions(node('paths'));
      receive(node('paths'), { payload: darkSteelworks(1), _msgid: 'dark' });
      await ended('dark');
      const told: OperatorMessage[] = [];
      node('operator').on('input', ({ payload }) => {
        told.push(payload as OperatorMessage);
      });
      receive(node('paths'), { payload: snapshotWithRisk(2), _msgid: 'another' });
      receive(node('paths'), { payload: 'accept_plan', _msgid: 'accept' });
      assert.equal(await ended('accept'), undefined, 'no error of the flow');
      await ended('another');
      const heard = told.map(({ kind }) => kind);
      for (const kind of ['plan_withdrawn', 'plan_refused'] as const) assert.ok(heard.includes(kind), kind);
    });
  });

  it('reports a refusal as an error where there is no state yet to tell the operator with', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const ended = completions(node('paths'));
      receive(node('paths'), { payload: 'accept_plan', _msgid: 'accept' });
      assert.equal((await ended('accept'))!.code, 'STALE_PLAN');
    });
  });

  it('marks what only asks what would be, and says in each state what is proposed and carried out', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const ended = completions(node('paths'));
      const ask = async (payload: unknown, _msgid: string): Promise<Optimization> => {
        const arrives = nextInput(node('state'));
        receive(node('paths'), { payload, _msgid });
        await ended(_msgid);
        return optimizationOf(await arrives);
      };
      const proposing = nextStatus(node('paths'), (text) => / plan \w+ proposed/.test(text));
      const state = await ask(darkSteelworks(1), 'dark');
      const plan = state.plan!;
      const proposed = { mode: 'advisory', proposed: plan.id, carrying: null };
      assert.deepEqual([state.what_if, state.dispatch], [undefined, proposed]);
      await proposing;
      const asking = nextStatus(node('paths'), (text) =>
        text.startsWith('what if the risk weight is 1, loss '),
      );
      const whatIf = await ask({ command: 'optimize', risk_weight: 1 }, 'what if');
      assert.deepEqual([whatIf.what_if, whatIf.dispatch], [true, proposed]);
      await asking;
      assert.equal((await ask({ command: 'optimize' }, 'again')).what_if, undefined);
      const carrying = nextStatus(node('paths'), (text) => text.includes(`plan ${plan.id}: 0 of 3`));
      receive(node('paths'), { payload: 'accept_plan' });
      await carrying;
      const { dispatch } = await ask(darkSteelworks(2), 'later');
      const begun = { plan_id: plan.id, steps_done: 0, steps: 3 };
      assert.deepEqual(dispatch, { mode: 'advisory', proposed: null, carrying: begun });
    });
  });

  it('ends a plan that is being carried out, and tells who carries it out', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const ended = completions(node('paths'));
      receive(node('paths'), { payload: darkSteelworks(1), _msgid: 'dark' });
      await ended('dark');
      let arrives = nextInput(node('plan'));
      receive(node('paths'), { payload: 'accept_plan' });
      const { id } = (await arrives).payload as IssuedPlan;
      const told: OperatorMessage[] = [];
      node('operator').on('input', ({ payload }) => {
        told.push(payload as OperatorMessage);
      });
      arrives = nextInput(node('plan'));
      receive(node('paths'), { payload: 'abort_plan', _msgid: 'abort' });
      const { payload, topic } = await arrives;
      assert.deepEqual([payload, topic], [{ command: 'abort_plan', id }, 'plan']);
      assert.equal(await ended('abort'), undefined);
      assert.ok(told.some(({ kind, plan_id }) => kind === 'plan_aborted' && plan_id === id));
    });
  });

  it('does not propose again what was rejected, in its state either', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const ended = completions(node('paths'));
      receive(node('paths'), { payload: darkSteelworks(1), _msgid: 'dark' });
      await ended('dark');
      receive(node('paths'), { payload: 'reject_plan', _msgid: 'reject' });
      assert.equal(await ended('reject'), undefined);
      const arrives = nextInput(node('state'));
      receive(node('paths'), { payload: darkSteelworks(2) });
      const { plan, outage, loss_before_mw, loss_after_mw } = optimizationOf(await arrives);
      assert.deepEqual([plan, outage!.nodes, loss_after_mw], [null, ['S4'], loss_before_mw]);
    });
  });

  it('releases by itself in automatic mode, by setting or by command', async () => {
    await withFlow(NODES, flow({ mode: 'automatic' }), async ({ node }) => {
      const arrives = [nextInput(node('plan')), nextInput(node('state'))];
      const status = nextStatus(node('paths'), (text) => text.includes('automatic'));
      receive(node('paths'), { payload: darkSteelworks(1) });
      const [plan, state] = await Promise.all(arrives);
      assert.equal((plan.payload as IssuedPlan).released, true);
      assert.deepEqual(optimizationOf(state).plan, plan.payload);
      await status;
    });
    await withFlow(NODES, flow(), async ({ node }) => {
      let arrives = nextInput(node('plan'));
      receive(node('paths'), { payload: darkSteelworks(1) });
      assert.equal(((await arrives).payload as IssuedPlan).released, false);
      arrives = nextInput(node('plan'));
      receive(node('paths'), { payload: { command: 'set_mode', mode: 'automatic' } });
      assert.equal(((await arrives).payload as IssuedPlan).released, true);
    });
  });

  it('warns of a line that is likely to fail, once, from the probability on that is set', async () => {
    await withFlow(NODES, flow({ warn_probability: 0.7 }), async ({ node }) => {
      const ended = completions(node('paths'));
      const heard: OperatorMessage[] = [];
      node('operator').on('input', ({ payload }) => {
        const message = payload as OperatorMessage;
        if (message.kind === 'likely_failure') heard.push(message);
      });
      for (const [index, probability] of [0.65, 0.75, 0.8].entries()) {
        const payload = snapshotWithRisk(index + 1, { L4: probability });
        receive(node('paths'), { payload, _msgid: `${index}` });
        await ended(`${index}`);
      }
      assert.deepEqual(
        heard.map(({ edges, sequence }) => [edges, sequence]),
        [[['L4'], 2]],
      );
    });
  });

  it('warns anew with a low threshold once the probability was a quarter below it', async () => {
    await withFlow(NODES, flow({ warn_probability: 0.02 }), async ({ node }) => {
      const ended = completions(node('paths'));
      const heard: number[] = [];
      node('operator').on('input', ({ payload }) => {
        const { kind, sequence } = payload as OperatorMessage;
        if (kind === 'likely_failure') heard.push(sequence);
      });
      for (const [index, probability] of [0.025, 0.016, 0.025, 0.014, 0.025].entries()) {
        const payload = snapshotWithRisk(index + 1, { L4: probability });
        receive(node('paths'), { payload, _msgid: `${index}` });
        await ended(`${index}`);
      }
      assert.deepEqual(heard, [1, 5]);
    });
  });

  it('keeps to its time limit', async () => {
    await withFlow(NODES, flow({ time_limit_ms: 0 }), async ({ node }) => {
      const arrives = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(1, { L7: 0.9 }) });
      const { plan, time_limit_reached, episode, paths } = optimizationOf(await arrives);
      assert.deepEqual([plan, time_limit_reached, episode.reward, paths.length], [null, true, null, 6]);
    });
  });

  it('refuses settings that make no sense, with every message', async () => {
    for (const settings of [
      { risk_weight: -1 },
      { risk_weight: 'x' },
      { risk_weight: 1e308 },
      { seed: 'x' },
      { mode: 'manual' },
      { min_operation_interval_s: -1 },
      { time_limit_ms: 'soon' },
      { warn_probability: 1.1 },
      { model: 'absent' },
    ]) {
      await withFlow(NODES, flow(settings), async ({ node }) => {
        const error = await nextError(node('paths'), { payload: sampleSnapshot() });
        assert.equal(error.code, 'INVALID_SETTING');
      });
    }
  });

  it('reports a thread that died, and goes on with another', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      let arrives = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(1) });
      assert.equal(optimizationOf(await arrives).episode.number, 1);
      await sharedPool().close();
      const error = await nextError(node('paths'), { payload: snapshotWithRisk(2) });
      assert.equal(error.code, 'WORKER_FAILED');
      arrives = nextInput(node('state'));
      receive(node('paths'), { payload: snapshotWithRisk(3) });
      assert.equal(optimizationOf(await arrives).episode.number, 1, 'a new agent');
    });
  });

  it('closes while it is at work', async () => {
    await withFlow(NODES, flow(), async ({ node }) => {
      const states: unknown[] = [];
      node('state').on('input', (message) => {
        states.push(message);
      });
      receive(node('paths'), { payload: snapshotWithRisk(1) });
      await new Promise(setImmediate);
      await node('paths').close(true);
      assert.deepEqual(states, []);
    });
  });
});
