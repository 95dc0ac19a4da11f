import { Random } from '../../random';
import { boostedProbability, trainBoosting } from '../boosting/train';
import type { EnsembleModel } from '../ensemble/files';
import { checkFolder, readEnsemble, saveEnsemble } from '../ensemble/folder';
import { partsOf } from '../ensemble/folds';
import { learnEnsemble } from '../ensemble/learn';
import { scoreEnsemble } from '../ensemble/score';
import { withExposure } from '../exposure';
import { everyPercent } from '../every-percent';
import { exportOnnx } from '../exchange/onnx-export';
import { isolationScore } from '../members/isolation-forest';
import { growIsolation } from '../members/isolation-trees';
import { auc } from '../metrics';
import { deriveColumns } from '../table/derive';
import { encodeRows } from '../table/encode';
import { columnOf, type Table } from '../table/table';
import { readLabels } from '../table/target';
import { exposureRatio } from './exposure';
import { loadTable, prepare, prepareTable, readFolds } from './load';
import { importModel } from './import';
import { judge } from '../ensemble/judge';
import { judgeParts, meanReport } from './measure';
import { describeModel, groupsFor, heldOutParts } from './train';
import type {
  AnomalyRequest,
  BoostRequest,
  CrossValidateRequest,
  RiskWorkbench,
  ScoreRequest,
  Trained,
  TrainRequest,
  WorkbenchProgress,
} from './types';

type Report = (progress: WorkbenchProgress) => void;

/** Trees of the isolation forest where it stands alone: more of them, less chance. */
const ANOMALY_TREES = 400;

/** XGBoost's own defaults but for depth, η and rounds. */
const PLAIN = { lambda: 1, gamma: 0, min_child_weight: 1, base_score: 0.5 };

/** @param software goes into the cards of models */
export function openRiskWorkbench(
  { software }: { software: string },
  context: { report: Report },
): RiskWorkbench {
  const report = everyPercent(context.report);
  return {
    train: (request) => train(request, software, report),
    evaluate: async (request) => {
      const model = readEnsemble(request.model);
      const { table, rows } = await rowsOf(model, request);
      const labels = readLabels(table, columnOf(table, '--target', request.target));
      const { card, members } = model;
      const data = { feature_count: card.features.length, rows, labels };
      const judged = { members, pools: card.combination.pools, threshold: card.thresholds.f1 };
      const ratio = exposureRatio(table, card);
      return judge(judged, data, (p) => p.map((value) => withExposure(value, ratio)));
    },
    crossValidate: (request) => crossValidate(request, report),
    score: async (request) => {
      const model = readEnsemble(request.model);
      const { rows } = await rowsOf(model, request);
      return { predictions: scoreEnsemble(model, rows).failure_probability };
    },
    boost: (request) => boost(request, report),
    anomaly: (request) => anomaly(request, report),
    importTrees: async (request) => importModel(request, software),
    exportGraph: async ({ model }) => {
      const read = readEnsemble(model);
      return { graph: exportOnnx(read), id: read.card.id };
    },
  };
}

async function train(request: TrainRequest, software: string, report: Report): Promise<Trained> {
  checkFolder(request.out);
  const prepared = await prepare(request, request.target, request.split);
  const { data } = prepared;
  const groups = groupsFor(prepared, request);
  const { parts, method } = heldOutParts(prepared, request);
  const share = 1 / (parts.length + 1);
  const onPart = (part: number, fraction: number) =>
    report({ step: `held-out part ${part + 1} of ${parts.length}`, fraction: share * (part + fraction) });
  const onAll = (fraction: number) => report({ step: 'all rows', fraction: 1 - share + share * fraction });
  const reports = judgeParts(data, parts, request.seed, onPart, groups);
  const ensemble = learnEnsemble(data, request.seed, onAll, groups);
  const card = describeModel(request, prepared, ensemble, { reports, method }, software);
  saveEnsemble(request.out, { card, members: ensemble.members });
  return {
    out: request.out,
    rows: card.data.rows,
    failures: card.data.failures,
    features: card.features.map(({ name }) => name),
    left_out: card.left_out,
    ...meanReport(reports),
  };
}

async function crossValidate(request: CrossValidateRequest, report: Report) {
  const { data, groups } = await prepare(request, request.target);
  const parts = partsOf(readFolds(request.folds, data.labels.length));
  const onPart = (part: number, fraction: number) =>
    report({ step: `fold ${part + 1} of ${parts.length}`, fraction: (part + fraction) / parts.length });
  const reports = judgeParts(data, parts, request.seed, onPart, groups);
  return { ...meanReport(reports), folds: parts.length };
}

async function boost(request: BoostRequest, report: Report) {
  const { data } = await prepare(request, request.target);
  const { depth: max_depth, eta, rounds } = request;
  const model = trainBoosting(data, {
    ...PLAIN,
    max_depth,
    eta,
    rounds,
    onRound: (round) => report({ step: 'boosted trees', fraction: round / rounds }),
  });
  return { predictions: boostedProbability(model, data.rows) };
}

async function anomaly(request: AnomalyRequest, report: Report) {
  const table = loadTable(request.file, request.header);
  const { data } = await prepareTable(table, request, columnOf(table, '--label', request.label));
  const by_seed = Array.from({ length: request.seeds }, (_, k) => {
    report({ step: `seed ${k + 1}`, fraction: k / request.seeds });
    const random = new Random(k + 1);
    const model = growIsolation(data, { trees: ANOMALY_TREES, sample_size: 256, random });
    return auc(isolationScore(model, data.rows), data.labels);
  });
  return { auc: by_seed.reduce((sum, area) => sum + area) / by_seed.length, by_seed };
}

/** A table's rows as a model takes them. */
async function rowsOf(
  { card }: EnsembleModel,
  request: ScoreRequest,
): Promise<{ table: Table; rows: Float32Array }> {
  const table = await deriveColumns(loadTable(request.file, request.header), card.derived);
  return { table, rows: encodeRows(table, card.features) };
}
