/** The risk ensemble: training, and scoring of one edge and of many, on rows of the synthetic generator. */
import { Random } from '../lib/random';
import { trainBoosting } from '../lib/risk/boosting/train';
import { evidenceOf, type MemberTrees } from '../lib/risk/ensemble/members';
import { pooled } from '../lib/risk/ensemble/pool';
import { explainTrees } from '../lib/risk/explain/tree-shap';
import { trainGiniForest } from '../lib/risk/members/gini-forest';
import { growIsolation } from '../lib/risk/members/isolation-trees';
import { generateRows } from '../lib/risk/synthetic/generate';
import { median, rounded, timesOf } from './timing';

type Row = Record<string, number | string>;

const PLAIN = { max_depth: 6, lambda: 1, gamma: 0, min_child_weight: 1, eta: 0.1, rounds: 100 };
const POOL = { offset: -1, weights: { gradient_boosting: 0.7, random_forest: 0.3, isolation_forest: 1 } };
const WIDTH = 10;
const EDGES = 10_000;

export async function benchRisk(): Promise<Record<string, Row[]>> {
  return { risk_training: trainingRows(), risk_scoring: scoringRows() };
}

/** Wall and processor time: other programs share the cores. */
function timed(what: string, rows: number, work: () => unknown): Row {
  const began = performance.now();
  const used = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(used);
  const wall_s = rounded((performance.now() - began) / 1000);
  return { what, rows, wall_s, processor_s: rounded((user + system) / 1e6) };
}

function trainingRows(): Row[] {
  const data = generateRows(20_000, 1);
  const large = generateRows(200_000, 2);
  const forest = { trees: 100, rows_per_tree: 20_000, least_leaf: 3, max_depth: 24, features_per_split: 5 };
  return [
    timed('100 boosted trees, depth 6, exact', 20_000, () => trainBoosting(data, PLAIN)),
    timed('100 boosted trees, depth 8, exact', 20_000, () => trainBoosting(data, { ...PLAIN, max_depth: 8 })),
    timed('100 boosted trees, depth 6, histograms', 200_000, () => trainBoosting(large, PLAIN)),
    timed('random forest, 100 trees', 20_000, () =>
      trainGiniForest(data, { ...forest, random: new Random(1) }),
    ),
    timed('isolation forest, 100 trees', 20_000, () =>
      growIsolation(data, { trees: 100, sample_size: 256, random: new Random(1) }),
    ),
  ];
}

/** 100 trees in each member: boosted of depth 4, forest of depth 10, isolation of 256 rows. */
function scoringRows(): Row[] {
  const data = generateRows(8000, 1);
  const random = new Random(1);
  const members: Required<Omit<MemberTrees, 'vote_smoothing'>> = {
    gradient_boosting: trainBoosting(data, { ...PLAIN, max_depth: 4, min_child_weight: 5 }),
    random_forest: trainGiniForest(data, {
      trees: 100,
      rows_per_tree: 8000,
      least_leaf: 8,
      max_depth: 10,
      random,
    }),
    isolation_forest: growIsolation(data, { trees: 100, sample_size: 256, random }),
  };
  const { rows } = generateRows(EDGES, 3);
  const score = (some: Float32Array) => pooled(POOL, evidenceOf(members, some));
  let at = 0;
  const oneEdge = () => {
    for (let k = 0; k < 100; k++) {
      at = (at + 1) % EDGES;
      score(rows.subarray(at * WIDTH, at * WIDTH + WIDTH));
    }
  };
  const explain = () => explainTrees(members.gradient_boosting, rows.subarray(0, 100 * WIDTH));
  return [
    {
      what: 'one edge, three members',
      median_us: rounded((1000 * median(timesOf(300, 100, oneEdge))) / 100),
    },
    {
      what: '10,000 edges at once, three members',
      median_us: rounded(1000 * median(timesOf(15, 3, () => score(rows)))),
    },
    {
      what: 'TreeSHAP of the boosted trees, an edge',
      median_us: rounded((1000 * median(timesOf(10, 3, explain))) / 100),
    },
  ];
}
