import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { onnx } from 'onnx-proto';
import { readOnnx } from '../../../lib/onnx';
import { Random } from '../../../lib/random';
import { boostedProbability, trainBoosting } from '../../../lib/risk/boosting/train';
import type { EnsembleModel } from '../../../lib/risk/ensemble/files';
import { evidenceOf, type MemberTrees } from '../../../lib/risk/ensemble/members';
import { type Pool, pooled } from '../../../lib/risk/ensemble/pool';
import { exportOnnx } from '../../../lib/risk/exchange/onnx-export';
import { importOnnxTrees } from '../../../lib/risk/exchange/onnx-trees';
import { importXgboost } from '../../../lib/risk/exchange/xgboost';
import { trainGiniForest } from '../../../lib/risk/members/gini-forest';
import { growIsolation } from '../../../lib/risk/members/isolation-trees';
import { loadOnnxRuntime } from '../../../lib/risk/onnx/runtime';
import { withOnnxRuntime } from '../../support/onnx-runtime';
import { readJson, withReference } from '../../support/reference';
import { forestProbability } from '../forest-probability';
import { treeGraph } from '../onnx-graphs';
import { readXgboostData } from '../xgboost-data';
import { type Foreign, foreignGraph } from './foreign-graph';

describe("risk: XGBoost's model.json", () => {
  it('predicts what XGBoost predicts', function () {
    const data = readXgboostData(withReference(this, 'ml/xgboost-exact/data.csv'));
    const expected = readJson<{ prediction: number[] }>(
      withReference(this, 'ml/xgboost-exact/expected.json'),
    );
    const { trees, names } = importXgboost(xgboostModel(this), 'model.json');
    const predictions = boostedProbability(trees, data.rows);
    const worst = Math.max(...expected.prediction.map((p, row) => Math.abs(p - predictions[row]!)));
    assert.ok(worst < 1e-6, `largest difference ${worst}`);
    assert.equal(names![0], 'temperature_c');
  });

  it('holds the base score, as any version writes it', function () {
    const probabilities = ['2E-1', '[2E-1]'].map((score) => {
      const model = xgboostModel(this);
      model.learner.learner_model_param.base_score = score;
      const { trees } = importXgboost(model, 'model.json');
      return boostedProbability(trees, new Float32Array(10))[0]!;
    });
    const before = boostedProbability(importXgboost(xgboostModel(this), '').trees, new Float32Array(10))[0]!;
    for (const p of probabilities) {
      const shift = Math.log(p / (1 - p)) - Math.log(before / (1 - before));
      assert.ok(Math.abs(shift - Math.log(0.25)) < 1e-6, `shift ${shift}`);
    }
  });

  // biome-ignore format: one case a line
  const spoilt: [string, (model: Xgboost) => unknown, RegExp][] = [
    ['nothing', () => null, /objective\.name; got "nothing"; allowed: binary:logistic/],
    ['another objective', (m) => { m.learner.objective.name = 'multi:softprob'; }, /got "multi:softprob"/],
    ['another booster', (m) => { m.learner.gradient_booster.name = 'dart'; }, /got "dart"; allowed: gbtree/],
    ['no trees', (m) => { m.learner.gradient_booster.model.trees = []; }, /trees/],
    ['a list cut short', (m) => { m.learner.gradient_booster.model.trees[3]!.split_indices.pop(); }, /tree 3, split_indices/],
    ['a circle', (m) => { m.learner.gradient_booster.model.trees[0]!.left_children[1] = 0; }, /tree 0, node 0; got "reached twice"/],
    ['a child outside', (m) => { m.learner.gradient_booster.model.trees[0]!.left_children[0] = 99_999; }, /tree 0, child; got 99999/],
    ['a feature outside', (m) => { m.learner.gradient_booster.model.trees[0]!.split_indices[0] = 10; }, /feature 10/],
    ['a leaf that is no number', (m) => { m.learner.gradient_booster.model.trees[0]!.split_conditions.fill(Number.NaN); }, /tree 0, node 0/],
    ['splits by category', (m) => { m.learner.gradient_booster.model.trees[0]!.split_type[0] = 1; }, /split by category/],
    ['no base score', (m) => { m.learner.learner_model_param.base_score = '0'; }, /base_score; got "0"/],
  ];
  for (const [name, spoil, message] of spoilt) {
    it(`is refused with ${name}`, function () {
      const model = xgboostModel(this);
      const changed = spoil(model) === null ? null : model;
      assert.throws(() => importXgboost(changed, 'm.json'), { code: 'INVALID_MODEL', message });
    });
  }
});

describe('risk: ONNX tree ensembles', () => {
  const rows = sample(300, 11, 0.2).rows;

  // biome-ignore format: one case a line
  const kinds: Foreign[] = [
    { type: 'TreeEnsembleClassifier', modes: ['BRANCH_LEQ'], classes: 'both', transform: 'NONE' },
    { type: 'TreeEnsembleClassifier', modes: ['BRANCH_LT'], classes: 'one', transform: 'LOGISTIC' },
    { type: 'TreeEnsembleClassifier', modes: ['BRANCH_LEQ'], classes: 'one', transform: 'LOGISTIC', base: 0.7, missing: true },
    { type: 'TreeEnsembleRegressor', modes: ['BRANCH_GT', 'BRANCH_GTE', 'BRANCH_LEQ', 'BRANCH_LT'], transform: 'NONE', missing: true },
    { type: 'TreeEnsembleRegressor', modes: ['BRANCH_LEQ'], transform: 'NONE', base: 0.25, averages: true },
  ];
  for (const kind of kinds) {
    it(`say what onnxruntime says: ${JSON.stringify(kind)}`, async function () {
      await withOnnxRuntime(this);
      const graph = foreignGraph(kind, 7);
      const { trees, member } = importOnnxTrees(readOnnx(graph, 'g.onnx'), 'g.onnx');
      const own =
        member === 'random_forest' ? forestProbability(trees, rows) : boostedProbability(trees, rows);
      const theirs = await runGraph(graph, rows, 3);
      theirs.forEach((p, row) => {
        assert.ok(Math.abs(p - own[row]!) < 1e-6, `row ${row}: ${own[row]}, onnxruntime ${p}`);
      });
      assert.ok(new Set(theirs).size > 10);
    });
  }

  it('are refused where the standard and onnxruntime differ: a regressor with LOGISTIC', () => {
    const graph = foreignGraph(
      { type: 'TreeEnsembleRegressor', modes: ['BRANCH_LEQ'], transform: 'LOGISTIC' },
      1,
    );
    refuses(graph, /post_transform; got "LOGISTIC"; allowed: NONE in a regressor/);
  });

  it('are refused with operators that would change the answer', () => {
    const model = onnx.ModelProto.decode(treeGraph());
    model.graph!.node!.push(onnx.NodeProto.create({ opType: 'Scaler', input: ['X'], output: ['Y'] }));
    refuses(
      onnx.ModelProto.encode(model).finish(),
      /operators; got "Scaler"; allowed: one of TreeEnsemble.*put it as gradient-boosting\.onnx/,
    );
  });

  it('are refused without trees, with three classes, or with another transform', () => {
    const model = onnx.ModelProto.decode(treeGraph());
    model.graph!.node = [];
    refuses(onnx.ModelProto.encode(model).finish(), /got "no tree ensemble"/);
    refuses(
      changed('class_ids', (a) => a.ints!.fill(2)),
      /class_ids.*two classes/,
    );
    refuses(
      changed('post_transform', (a) => (a.s = new TextEncoder().encode('SOFTMAX'))),
      /got "SOFTMAX"/,
    );
    refuses(
      changed('nodes_truenodeids', (a) => a.ints!.fill(0)),
      /tree 0, node 0; got "reached twice"/,
    );
    refuses(
      changed('nodes_values', (a) => a.floats!.pop()),
      /nodes_values; got "4 entries"; allowed: 5/,
    );
    refuses(
      changed('class_weights', (a) => (a.floats = a.floats!.map(() => 5))),
      /sums from 5 to 5/,
    );
    refuses(
      changed('nodes_featureids', (a) => a.ints!.fill(77)),
      /feature 77/,
    );
  });

  it('are refused where the second class is not failure for sure', () => {
    for (const [labels, said] of [
      [[1, 0], '1, 0'],
      [[0, 1, 2], '0, 1, 2'],
    ] as const) {
      const graph = changed('classlabels_int64s', (a) => (a.ints = [...labels]));
      refuses(graph, new RegExp(`class labels; got "${said}"; allowed: two in this order: 0 and 1`));
    }
    const named = (...names: string[]) =>
      changed('classlabels_int64s', (a) => {
        a.name = 'classlabels_strings';
        a.type = onnx.AttributeProto.AttributeType.STRINGS;
        a.ints = [];
        a.strings = names.map((name) => new TextEncoder().encode(name));
      });
    refuses(named('failed', 'healthy'), /class labels; got "failed, healthy"/);
    assert.equal(importOnnxTrees(readOnnx(named('no', 'Yes'), 'g'), 'g').member, 'random_forest');
  });

  it('cut short or with any byte changed are read or refused, never worse', () => {
    const graph = treeGraph();
    const random = new Random(1);
    let refusals = 0;
    const attempt = (bytes: Uint8Array) => {
      try {
        importOnnxTrees(readOnnx(bytes, 'g.onnx'), 'g.onnx');
      } catch (error) {
        refusals++;
        assert.equal((error as { code?: string }).code, 'INVALID_MODEL', String(error));
      }
    };
    for (let length = 0; length < graph.length; length++) attempt(graph.slice(0, length));
    for (let k = 0; k < 3000; k++) {
      const bytes = Uint8Array.from(graph);
      bytes[random.below(bytes.length)] = random.below(256);
      attempt(bytes);
    }
    assert.ok(refusals > graph.length / 2, `${refusals} refused`);
  });
});

describe('risk: the ensemble as ONNX', () => {
  const data = sample(1500, 1, 0.1);
  const unseen = sample(400, 2, 0.1);
  const members: MemberTrees = {
    gradient_boosting: trainBoosting(data, {
      max_depth: 6,
      lambda: 1,
      gamma: 0,
      min_child_weight: 1,
      eta: 0.1,
      rounds: 150,
      base_score: 0.3,
    }),
    random_forest: trainGiniForest(data, {
      trees: 100,
      rows_per_tree: 1500,
      least_leaf: 1,
      max_depth: 20,
      random: new Random(3),
    }),
    isolation_forest: growIsolation(data, { trees: 100, sample_size: 256, random: new Random(4) }),
  };
  const pools: [string, Pool, MemberTrees][] = [
    [
      'all members',
      { offset: -1, weights: { gradient_boosting: 0.6, random_forest: 0.5, isolation_forest: 2 } },
      members,
    ],
    [
      'members of weight 0',
      { offset: 0.3, weights: { gradient_boosting: 0, random_forest: 0, isolation_forest: 0 } },
      members,
    ],
    [
      'a forest without smoothing',
      { offset: 0, weights: { random_forest: 1 } },
      { random_forest: members.random_forest, vote_smoothing: 0 },
    ],
  ];
  for (const [name, pool, used] of pools) {
    it(`says in onnxruntime what it says here, to 1e-6: ${name}`, async function () {
      await withOnnxRuntime(this);
      const card = {
        id: 'test',
        trained_on: 'user_rows',
        trained_at: '2026-01-01T00:00:00Z',
        horizon: 'test',
        features: ['a', 'b', 'c'].map((feature) => ({ name: feature, kind: 'number' })),
        combination: { rule: '', pools: [pool] },
      } as unknown as EnsembleModel['card'];
      const graph = exportOnnx({ card, members: used });
      const theirs = await runGraph(graph, unseen.rows, 3);
      const own = pooled(pool, evidenceOf(used, unseen.rows));
      const worst = Math.max(...own.map((p, row) => Math.abs(p - theirs[row]!)));
      assert.ok(worst < 1e-6, `largest difference ${worst}`);
      assert.equal(theirs.length, 400);
    });
  }
});

interface Xgboost {
  learner: {
    objective: { name: string };
    learner_model_param: { base_score: string };
    gradient_booster: {
      name: string;
      model: {
        trees: Record<'split_indices' | 'left_children' | 'split_conditions' | 'split_type', number[]>[];
      };
    };
  };
}

function xgboostModel(context: Mocha.Context): Xgboost {
  return JSON.parse(readFileSync(withReference(context, 'ml/xgboost-exact/model.json'), 'utf8'));
}

function changed(name: string, change: (attribute: onnx.IAttributeProto) => unknown): Uint8Array {
  const model = onnx.ModelProto.decode(treeGraph());
  change(model.graph!.node![0]!.attribute!.find((attribute) => attribute.name === name)!);
  return onnx.ModelProto.encode(model).finish();
}

function refuses(bytes: Uint8Array, message: RegExp): void {
  assert.throws(() => importOnnxTrees(readOnnx(bytes, 'g.onnx'), 'g.onnx'), {
    code: 'INVALID_MODEL',
    message,
  });
}

/** The last column of the last output. */
async function runGraph(graph: Uint8Array, rows: Float32Array, width: number): Promise<Float64Array> {
  const runtime = await loadOnnxRuntime();
  const session = await runtime.InferenceSession.create(graph, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const count = rows.length / width;
  const output = session.outputMetadata.at(-1)!.name;
  const feed = { [session.inputMetadata[0]!.name]: new runtime.Tensor('float32', rows, [count, width]) };
  const { data, dims } = (await session.run(feed, [output]))[output]!;
  const columns = dims[1] ?? 1;
  return Float64Array.from({ length: count }, (_, row) => Number(data[row * columns + columns - 1]));
}

function sample(count: number, seed: number, missing: number) {
  const random = new Random(seed);
  const rows = Float32Array.from({ length: count * 3 }, () =>
    random.next() < missing ? Number.NaN : Math.round(random.normal() * 8) / 8,
  );
  const labels = Uint8Array.from({ length: count }, (_, k) =>
    (rows[3 * k] || 0) + (rows[3 * k + 1] || 0) + 0.5 * random.normal() > 1 ? 1 : 0,
  );
  return { feature_count: 3, rows, labels };
}
