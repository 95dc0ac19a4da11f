import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mock } from 'node:test';
import type { Node } from 'node-red';
import type { Snapshot } from '../../lib/contract';
import { parseSnapshot, READINGS } from '../../lib/contract';
import { type Comparison, openRiskTrainer } from '../../lib/risk';
import { generateRows } from '../../lib/risk/synthetic/generate';
import { treeGraph } from '../risk/onnx-graphs';
import { withOnnxRuntime } from '../support/onnx-runtime';
import { nextInput, nextStatus, receive, type Wired, withFlow } from '../support/runtime';
import { sampleSnapshot } from '../support/snapshot';

import riskPredict = require('../../nodes/risk-predict/risk-predict');

const ready = (text: string) => text.includes('model sim-') && !text.includes('training');

describe('node: risk-predict', function () {
  this.timeout(120_000);
  let trained: string;
  let folder: string;

  before(async () => {
    trained = mkdtempSync(path.join(tmpdir(), 'gridloom-risk-'));
    const init = { folder: trained, seed: 1, trained_at: '2026-01-01T00:00:00.000Z' };
    await (await openRiskTrainer(init, { report: () => {} })).train();
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-risk-node-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(() => rmSync(trained, { recursive: true, force: true }));

  it('scores every edge and says from which model', async () => {
    await withFlow([riskPredict], flow(trained), async ({ node }) => {
      await nextStatus(node('risk'), ready);
      const sent = sampleSnapshot();
      Object.assign(edgeOf(sent, 'L7'), { temperature_c: 110, load_mw: 60 });
      const shown = nextStatus(node('risk'), (text) => text.startsWith('L7'));
      const { payload, topic } = await answer(node, sent, 'grid');
      const snapshot = parseSnapshot(payload);
      assert.equal(topic, 'grid');
      assert.equal(snapshot.risk_model?.trained_on, 'simulated_failures');
      assert.equal(snapshot.risk_model?.horizon, '30 days');
      for (const { id, risk } of snapshot.edges) {
        assert.ok(risk !== undefined, id);
        assert.ok(id === 'L7' ? risk.failure_probability > 0.6 : risk.failure_probability < 0.15, id);
        assert.equal(risk.failure_type, id === 'L7' ? 'thermal_overload' : 'general_degradation');
        assert.equal(risk.model_id, 'sim-1');
      }
      assert.match(
        await shown,
        /^L7 0\.\d\d thermal overload; 12 edges, model sim-1 v1 \(simulated failures\)$/,
      );
    });
  });

  it('explains the edges that a message asks for, and says which it cannot', async () => {
    await withFlow([riskPredict], flow(trained), async ({ node }) => {
      await nextStatus(node('risk'), ready);
      let sequence = 0;
      const explained = async (explain: unknown) => {
        const sent = sampleSnapshot({ sequence: ++sequence });
        Object.assign(edgeOf(sent, 'L7'), { temperature_c: 110, load_mw: 60 });
        const arrived = nextInput(node('after'));
        receive(node('risk'), { payload: sent, explain });
        const { edges } = parseSnapshot((await arrived).payload);
        return edges.filter(({ risk }) => risk?.explanation !== undefined);
      };
      assert.equal((await explained(undefined)).length, 0);
      assert.equal((await explained(true)).length, 12);
      const [hot, ...others] = await explained(1);
      assert.deepEqual([hot!.id, others], ['L7', []]);
      const { base_value, contributions, margin } = hot!.risk!.explanation!;
      assert.deepEqual(Object.keys(contributions), [...READINGS]);
      const sum = Object.values(contributions).reduce((a, b) => a + b, base_value);
      assert.ok(Math.abs(sum - margin) < 1e-9);
      const evidence = Object.entries(hot!.risk!.failure_evidence!).sort(([, a], [, b]) => b - a);
      assert.equal(evidence[0]![0], 'thermal_overload');
      assert.deepEqual(
        (await explained(['L3', 'L1'])).map(({ id }) => id),
        ['L1', 'L3'],
      );
      for (const explain of ['L1', 1.5, 501, ['L99']]) {
        const complaint = nextError(node('risk'));
        receive(node('risk'), { payload: sampleSnapshot({ sequence: ++sequence }), explain });
        assert.match(await complaint, /msg\.explain; got .*allowed: (true, how many|ids of edges)/);
      }
    });
  });

  it('scores with the model that comes with the package where the folder has none, at once', async () => {
    await withFlow([riskPredict], flow(folder), async ({ node }) => {
      await nextStatus(node('risk'), (text) => text.includes('model simulated-30d v1 (simulated failures)'));
      const { payload } = await answer(node, sampleSnapshot());
      const { risk_model, edges } = parseSnapshot(payload);
      assert.deepEqual(
        [risk_model?.id, risk_model?.trained_on, risk_model?.horizon_h],
        ['simulated-30d', 'simulated_failures', 720],
      );
      for (const { risk } of edges) {
        assert.equal(risk?.prior?.horizon_h, 720);
        assert.deepEqual(risk.prior.assumed, ['kind', 'length_km']);
        const { expected, low, high } = risk.remaining_life_years!;
        assert.ok(low <= expected && expected <= high);
        assert.deepEqual(risk.failure_types, ['general_degradation']);
        assert.ok(risk.failure_margins!.thermal_overload < 0);
      }
    });
    assert.deepEqual(readdirSync(folder), [], 'nothing is written');
  });

  it('uses a model that it could not save, and names the folder', async () => {
    const file = path.join(folder, 'not-a-folder');
    writeFileSync(file, '');
    await withFlow([riskPredict], flow(path.join(file, 'models')), async ({ node }) => {
      await nextStatus(node('risk'), (text) => text.includes('model simulated-30d'));
      const complaint = nextError(node('risk'));
      const done = nextStatus(node('risk'), (text) => ready(text) && text.includes('not saved'));
      receive(node('risk'), { payload: { command: 'retrain' } });
      assert.match(await complaint, /cannot be written: .*not-a-folder.models/);
      await done;
      const { payload } = await answer(node, sampleSnapshot());
      assert.equal((payload as Snapshot).risk_model?.id, 'sim-1');
    });
  });

  it('scores with a graph from the models folder, and says that its origin is unknown', async function () {
    await withOnnxRuntime(this);
    cpSync(trained, folder, { recursive: true });
    writeFileSync(path.join(folder, 'gradient-boosting.onnx'), treeGraph());
    await withFlow([riskPredict], flow(folder), async ({ node }) => {
      await nextStatus(node('risk'), (text) =>
        /model sim-1\+onnx v1\+[0-9a-f]{12} \(trained on what is unknown\)/.test(text),
      );
      const { payload } = await answer(node, sampleSnapshot());
      const snapshot = parseSnapshot(payload);
      assert.equal(snapshot.risk_model?.trained_on, 'unknown');
      for (const { risk } of snapshot.edges) {
        assert.ok([0.05, 0.4, 0.9].includes(Number(risk?.members?.gradient_boosting?.toFixed(6))));
      }
      // Closed in the midst of it.
      node('risk').receive({ payload: sampleSnapshot({ sequence: 2 }) });
    });
  });

  it('names a graph that it cannot use, and scores with its own trees', async () => {
    cpSync(trained, folder, { recursive: true });
    writeFileSync(path.join(folder, 'gradient-boosting.onnx'), 'no graph');
    await withFlow([riskPredict], flow(folder), async ({ node }) => {
      const complaint = nextError(node('risk'));
      const pattern = /model sim-1 v1 \(simulated failures\), gradient-boosting\.onnx not used/;
      await nextStatus(node('risk'), (text) => pattern.test(text));
      assert.match(await complaint, /gradient-boosting\.onnx; got .*The model's own trees serve/);
    });
  });

  it('refuses what is no snapshot and no command of its own, and goes on', async () => {
    await withFlow([riskPredict], flow(trained), async ({ node }) => {
      await nextStatus(node('risk'), ready);
      const bad = sampleSnapshot();
      Object.assign(edgeOf(bad, 'L3'), { humidity_percent: Number.NaN });
      const cases: [unknown, RegExp][] = [
        [bad, /edges\[2\] "L3"\.humidity_percent.*NaN.*finite number/],
        ['text', /snapshot/],
        [{ command: 'optimise' }, /command\.command; got "optimise"; allowed: retrain, rollback/],
        [{ command: 'retrain', rows: new Array(20_001).fill({}) }, /command\.rows; got 20001/],
        [{ command: 'retrain', rows: 3 }, /command\.rows; got 3/],
        [{ command: 'retrain', trained_on: 'guesses' }, /command\.trained_on; got "guesses"/],
        [{ command: 'retrain', seed: -1 }, /command\.seed; got -1/],
      ];
      for (const [payload, message] of cases) {
        const complaint = nextError(node('risk'));
        receive(node('risk'), { payload });
        assert.match(await complaint, message);
      }
      await answer(node, sampleSnapshot());
      const again = nextError(node('risk'));
      receive(node('risk'), { payload: sampleSnapshot() });
      assert.match(await again, /seen before/);
      const foreign = nextError(node('risk'));
      receive(node('risk'), { payload: sampleSnapshot({ grid_id: 'elsewhere', sequence: 9 }) });
      assert.match(await foreign, /another grid.*elsewhere.*riverside/);
    });
  });

  it('skips and counts a snapshot that comes while the last is being scored', async () => {
    await withFlow([riskPredict], flow(trained), async ({ node }) => {
      await nextStatus(node('risk'), ready);
      const shown = nextStatus(node('risk'), (text) => text.endsWith('1 skipped') && text.startsWith('L'));
      const first = nextInput(node('after'));
      receive(node('risk'), { payload: sampleSnapshot() });
      receive(node('risk'), { payload: sampleSnapshot({ sequence: 2 }) });
      assert.equal(((await first).payload as Snapshot).sequence, 1);
      await shown;
    });
  });

  it('trains anew on command, scores meanwhile, swaps, keeps what is better, and rolls back', async () => {
    await withFlow([riskPredict], flow(folder), async ({ node }) => {
      await nextStatus(node('risk'), (text) => text.includes('model simulated-30d'));
      const swapped = nextStatus(
        node('risk'),
        (text) => text.includes('model sim-2 v1') && !text.includes('training'),
      );
      const outcome = nextInput(node('outcome'));
      receive(node('risk'), { payload: { command: 'retrain', seed: 2 } });
      const busy = nextError(node('risk'));
      receive(node('risk'), { payload: { command: 'retrain' } });
      assert.match(await busy, /still running/);
      const before = await answer(node, sampleSnapshot());
      assert.equal((before.payload as Snapshot).risk_model?.id, 'simulated-30d');
      await swapped;
      const { takes_over, candidate, current } = (await outcome).payload as Comparison;
      assert.deepEqual([takes_over, candidate.id, current.id], [true, 'sim-2', 'simulated-30d']);
      assert.ok(candidate.log_loss < current.log_loss);
      const after = await answer(node, sampleSnapshot({ sequence: 2 }));
      assert.equal((after.payload as Snapshot).risk_model?.id, 'sim-2');

      const kept = nextStatus(node('risk'), (text) => text.includes('is not better and was not kept'));
      receive(node('risk'), { payload: { command: 'retrain', seed: 2 } });
      assert.match(await kept, /model sim-2 v1/, 'the same model is not better than itself');
      assert.deepEqual(readdirSync(folder), ['sim-2-v1']);

      const back = nextStatus(node('risk'), (text) => text.includes('model simulated-30d'));
      receive(node('risk'), { payload: { command: 'rollback' } });
      await back;
      assert.deepEqual(readdirSync(folder), ['sim-2-v1.withdrawn']);
      const refusal = nextError(node('risk'));
      receive(node('risk'), { payload: { command: 'rollback' } });
      assert.match(await refusal, /rollback; got .*simulated-30d, which is not one of the models folder/);
    });
  });

  it('trains on labelled rows of a message, and names what is wrong with them', async () => {
    await withFlow([riskPredict], flow(folder), async ({ node }) => {
      await nextStatus(node('risk'), (text) => text.includes('model simulated-30d'));
      const rows = labelledRows(3000);
      const broken = rows.map((row, n) => (n === 7 ? { ...row, oil_quality: 'good' } : row));
      for (const [bad, message] of [
        [broken, /rows\[7\]\.oil_quality; got "good"; allowed: a finite number/],
        [[], /not usable: rows; got "none"/],
        [rows.map((row) => ({ ...row, fails: 0 })), /the part for training; got "\d+ rows, 0 of them fail"/],
      ] as const) {
        const complaint = nextError(node('risk'));
        const failed = nextStatus(node('risk'), (text) => text.includes('training failed'));
        receive(node('risk'), { payload: { command: 'retrain', rows: bad } });
        assert.match(await complaint, message);
        await failed;
      }
      const swapped = nextStatus(node('risk'), (text) => text.includes('model flow-1 v1 (field failures)'));
      receive(node('risk'), { payload: { command: 'retrain', rows, trained_on: 'field_failures' } });
      await swapped;
      const { payload } = await answer(node, sampleSnapshot());
      assert.equal((payload as Snapshot).risk_model?.trained_on, 'field_failures');
    });
  });

  it('trains on a file at its hours, and stops when it is closed', async () => {
    const history = path.join(folder, 'rows.ndjson');
    writeFileSync(
      history,
      labelledRows(3000)
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    const models = path.join(folder, 'models');
    const node = { ...flow(models)[0]!, history, retrain_h: 24 };
    mock.timers.enable({ apis: ['setInterval'] });
    try {
      await withFlow([riskPredict], [node, ...flow(models).slice(1)], async ({ node: of }) => {
        await nextStatus(of('risk'), (text) => text.includes('model simulated-30d'));
        const swapped = nextStatus(of('risk'), (text) => text.includes('model flow-1 v1'));
        mock.timers.tick(24 * 3_600_000);
        await swapped;
      });
    } finally {
      mock.timers.reset();
    }
    assert.deepEqual(readdirSync(models), ['flow-1-v1']);
  });

  it('obeys the buttons of the editor', async () => {
    await withFlow([riskPredict], flow(folder), async ({ node, base }) => {
      await nextStatus(node('risk'), (text) => text.includes('model simulated-30d'));
      const press = (id: string, command: string) =>
        fetch(`${base}/editor/risk-predict/${id}/${command}`, { method: 'POST' });
      const begun = nextStatus(node('risk'), (text) => text.includes('training: '));
      assert.equal((await press('risk', 'retrain')).status, 202);
      await begun;
      assert.equal((await press('risk', 'retrain')).status, 503);
      const refused = await press('risk', 'rollback');
      assert.deepEqual(
        [refused.status, refused.headers.get('content-type')?.split(';')[0]],
        [400, 'text/plain'],
      );
      assert.equal((await press('risk', 'explode')).status, 404);
      assert.equal((await press('after', 'retrain')).status, 404);
    });
  });

  it('ends its training when it is closed, and leaves nothing behind', async () => {
    await withFlow([riskPredict], flow(folder), async ({ node }) => {
      await nextStatus(node('risk'), (text) => text.includes('model simulated-30d'));
      const begun = nextStatus(node('risk'), (text) => text.includes('training: random forest'));
      receive(node('risk'), { payload: { command: 'retrain' } });
      await begun;
    });
    assert.deepEqual(readdirSync(folder), []);
  });

  it('refuses a seed that is none', async () => {
    await withFlow([riskPredict], [{ ...flow(trained)[0]!, seed: 'x' }], async ({ node }) => {
      const status = node('risk') as unknown as { status: { args: [{ text: string }][] } };
      assert.equal(status.status.args[0]?.[0].text, 'INVALID_SETTING');
      // With which the node is done with a message; what it said when it was made is text.
      const refusal = new Promise<Error>((resolve) => {
        const emitter = node('risk') as unknown as NodeJS.EventEmitter;
        emitter.on('call:error', ({ args: [error] }: { args: [Error | string] }) => {
          if (error instanceof Error) resolve(error);
        });
      });
      receive(node('risk'), { payload: sampleSnapshot() });
      assert.match((await refusal).message, /risk-predict\.seed; got "x"/);
    });
  });

  it('sends nothing once it is closed', async () => {
    await withFlow([riskPredict], flow(trained), async ({ node }) => {
      await nextStatus(node('risk'), ready);
      const sent: unknown[] = [];
      node('after').on('input', (message) => {
        sent.push(message);
      });
      receive(node('risk'), { payload: sampleSnapshot() });
      await new Promise(setImmediate);
      await node('risk').close(true);
      await new Promise(setImmediate);
      assert.deepEqual(sent, []);
    });
  });
});

function flow(folder: string): Wired[] {
  return [
    { id: 'risk', type: 'risk-predict', folder, seed: 1, wires: [['after'], ['outcome']] },
    { id: 'after', type: 'helper' },
    { id: 'outcome', type: 'helper' },
  ];
}

/** Rows of the generator as a user would send them. */
function labelledRows(count: number) {
  const data = generateRows(count, 77);
  return Array.from({ length: count }, (_, row) => ({
    ...Object.fromEntries(READINGS.map((name, column) => [name, data.rows[row * READINGS.length + column]])),
    fails: data.labels[row],
    horizon_days: 30,
  }));
}

function edgeOf(snapshot: Snapshot, id: string) {
  return snapshot.edges.find((edge) => edge.id === id)!;
}

async function answer(node: (id: string) => Node, payload: Snapshot, topic?: string) {
  const received = nextInput(node('after'));
  receive(node('risk'), { payload, topic });
  return received;
}

/** The next message that the node complains with. */
async function nextError(node: Node): Promise<string> {
  const [call] = await once(node, 'call:error');
  const [error] = (call as { args: [Error | string] }).args;
  return error instanceof Error ? error.message : error;
}
