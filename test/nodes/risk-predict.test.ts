import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node } from 'node-red';
import type { Snapshot } from '../../lib/contract';
import { parseSnapshot } from '../../lib/contract';
import { gridError } from '../../lib/errors';
import { openRiskTrainer } from '../../lib/risk';
import type { WorkerPool } from '../../lib/workers';
import { ModelSession } from '../../nodes/risk-predict/model-session';
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

  it('trains where no model is, lets snapshots pass meanwhile, and saves; two nodes share the folder', async () => {
    const both = [...flow(folder), { ...flow(folder)[0]!, id: 'twin', wires: [] }];
    await withFlow([riskPredict], both, async ({ node }) => {
      const done = [nextStatus(node('risk'), ready), nextStatus(node('twin'), ready)];
      await nextStatus(node('risk'), (text) => /^training: random forest \d+ %/.test(text));
      const { payload } = await answer(node, sampleSnapshot());
      assert.ok((payload as Snapshot).edges.every((edge) => edge.risk === undefined));
      assert.equal((payload as Snapshot).risk_model, undefined);
      await Promise.all(done);
      const scored = await answer(node, sampleSnapshot({ sequence: 2 }));
      assert.ok((scored.payload as Snapshot).risk_model !== undefined);
      assert.deepEqual(readdirSync(folder).sort(), ['sim-1-v1', 'sim-1-v2']);
      const trees = (name: string) => readFileSync(path.join(folder, name, 'random-forest.json'), 'utf8');
      assert.equal(trees('sim-1-v1'), trees('sim-1-v2'), 'the same seed gives the same trees');
    });
  });

  it('uses a model that it could not save, and names the folder', async () => {
    const file = path.join(folder, 'not-a-folder');
    writeFileSync(file, '');
    await withFlow([riskPredict], flow(path.join(file, 'models')), async ({ node }) => {
      const complaint = nextError(node('risk'));
      await nextStatus(node('risk'), (text) => ready(text) && text.includes('not saved'));
      assert.match(await complaint, /cannot be written: .*not-a-folder.models/);
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
        assert.ok([0.05, 0.4, 0.9].includes(Number(risk?.members?.gradient_boosting.toFixed(6))));
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
        [{ command: 'optimise' }, /command\.command; got "optimise"; allowed: retrain/],
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

  it('trains anew on command, scores with the old model meanwhile, and swaps', async () => {
    await withFlow([riskPredict], flow(trained), async ({ node }) => {
      await nextStatus(node('risk'), ready);
      const swapped = nextStatus(node('risk'), (text) => ready(text) && text.includes('sim-2 v2'));
      receive(node('risk'), { payload: { command: 'retrain', seed: 2 } });
      const busy = nextError(node('risk'));
      receive(node('risk'), { payload: { command: 'retrain' } });
      assert.match(await busy, /still running/);
      const before = await answer(node, sampleSnapshot());
      assert.equal((before.payload as Snapshot).risk_model?.id, 'sim-1');
      await swapped;
      const after = await answer(node, sampleSnapshot({ sequence: 2 }));
      assert.equal((after.payload as Snapshot).risk_model?.id, 'sim-2');
      assert.equal((after.payload as Snapshot).risk_model?.version, '2');
    });
    rmSync(path.join(trained, 'sim-2-v2'), { recursive: true });
  });

  it('ends its training when it is closed', async () => {
    await withFlow([riskPredict], flow(folder), async ({ node }) => {
      await nextStatus(node('risk'), (text) => text.startsWith('training'));
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

  it('trains once, when asked to while it finds that there is no model', async () => {
    let noModel = (_error: Error) => {};
    const opened: string[] = [];
    const pool = {
      open: (service: string) => {
        opened.push(service);
        return new Promise((_resolve, reject) => {
          noModel = reject;
        });
      },
    } as unknown as WorkerPool;
    const model = new ModelSession(pool, folder, 1, { changed: () => {}, problem: () => {} });
    void model.start();
    const none = noModel;
    model.retrain();
    none(gridError('NOT_READY', { at: 'no model' }));
    await new Promise(setImmediate);
    assert.deepEqual(opened, ['risk-scorer', 'risk-trainer']);
  });
});

function flow(folder: string): Wired[] {
  return [
    { id: 'risk', type: 'risk-predict', folder, seed: 1, wires: [['after']] },
    { id: 'after', type: 'helper' },
  ];
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
