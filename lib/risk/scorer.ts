import { READINGS } from '../contract';
import { gridError, toGridError } from '../errors';
import { type AssetTable, assumedTable } from './cnaim/assets';
import { PRIOR_INFO } from './cnaim/info';
import { priorOf, USUAL_HORIZON_H } from './cnaim/prior';
import { DriftMonitor } from './drift/monitor';
import { explainEnsemble } from './ensemble/explain';
import { infoOf } from './ensemble/info';
import { checkedRows, type Inputs, inputsOf } from './ensemble/inputs';
import { type EnsembleScores, scoreEnsemble } from './ensemble/score';
import { FAILURE_TYPE_COUNT, failureTypeOf, writeMargins } from './failure-type';
import { noModel, type Opened, openModel, openShipped, tryInputs } from './model/source';
import { withdraw } from './model/store';
import { type BoostingGraph, GRAPH_FILE, openGraph } from './onnx/graph';
import { loadOnnxRuntime } from './onnx/runtime';
import type { ModelNotUsed, ModelScores, ModelSource, RiskScorer, RiskScores } from './types';

/**
 * Opens the newest usable model. One that is corrupt is set aside, with a report, and the next newest is tried, then
 * the one that comes with the package. A graph in the models folder takes the place of the boosted trees; one that cannot be
 * used is reported and left where it is, and the trees serve.
 * @param load gives the optional onnxruntime-node
 * @throws GridError NOT_READY where no model is left, unless the source says that the prior serves then
 */
export async function openRiskScorer(
  source: ModelSource,
  context: { report(event: ModelNotUsed): void },
  load = loadOnnxRuntime,
): Promise<RiskScorer> {
  const opened = await openTried(source, context.report);
  if (opened === null) {
    if (source.orPrior === true) return priorScorer();
    throw noModel(source.folder);
  }
  const { model, folder, inputs } = opened;
  const { card } = model;
  const graph = await usableGraph(source.folder, context.report, load);
  const { horizon_h = USUAL_HORIZON_H, training_distribution } = card;
  const names = card.features.map(({ name }) => name);
  const monitor = training_distribution && new DriftMonitor(names, training_distribution);
  return {
    info: () => infoOf(card, graph?.sha256),
    score: async (rows, assets) => {
      const taken = await inputs(rows);
      const boosted = await graph?.probability(Float32Array.from(rows));
      const scores = modelScores(scoreEnsemble(model, taken, boosted), rows);
      const drift = monitor?.add(taken, scores.failure_probability) ?? null;
      return { ...withPrior(scores, rows, assets, horizon_h), drift };
    },
    explain: async (rows) => explainEnsemble(model, await inputs(rows)),
    withdraw: () => (folder === null ? refuseToWithdraw(card.id) : withdraw(folder)),
  };
}

/** The model of the source, its inputs tried once: where an optional package lacks for them, the next source serves. */
async function openTried(
  source: ModelSource,
  report: (event: ModelNotUsed) => void,
): Promise<(Opened & { inputs: Inputs }) | null> {
  const opened = openModel(source, report);
  if (opened === null) return null;
  const inputs = inputsOf(opened.model.card, opened.folder ?? '');
  try {
    await tryInputs(inputs);
    return { ...opened, inputs };
  } catch (thrown) {
    if (opened.folder === null) throw thrown;
    report({ passed_over: opened.folder, problem: toGridError(thrown).fault });
    const shipped = openShipped(source, report);
    return shipped && { ...shipped, inputs: inputsOf(shipped.model.card, '') };
  }
}

function modelScores(
  { failure_probability, members, anomaly_score }: EnsembleScores,
  rows: Float64Array,
): ModelScores {
  const absent = () => new Float64Array(failure_probability.length).fill(Number.NaN);
  return {
    failure_probability,
    anomaly_score: anomaly_score ?? absent(),
    gradient_boosting: members.gradient_boosting ?? absent(),
    random_forest: members.random_forest ?? absent(),
    isolation_forest: members.isolation_forest ?? absent(),
    failure_type: typesOf(rows),
  };
}

function typesOf(rows: Float64Array): Uint8Array {
  return Uint8Array.from({ length: rows.length / READINGS.length }, (_, row) =>
    failureTypeOf(rows, row * READINGS.length),
  );
}

async function usableGraph(
  folder: string,
  report: (event: ModelNotUsed) => void,
  load: typeof loadOnnxRuntime,
): Promise<BoostingGraph | null> {
  try {
    return await openGraph(folder, load);
  } catch (thrown) {
    report({ not_used: GRAPH_FILE, problem: toGridError(thrown).fault });
    return null;
  }
}

function withPrior(
  scores: ModelScores,
  rows: Float64Array,
  assets: AssetTable = assumedTable(rows.length / READINGS.length),
  prior_horizon_h: number,
): Omit<RiskScores, 'drift'> {
  const count = rows.length / READINGS.length;
  const failure_margins = new Float64Array(count * FAILURE_TYPE_COUNT);
  const failure_matches = Uint8Array.from({ length: count }, (_, row) =>
    writeMargins(rows, row, failure_margins),
  );
  return {
    ...scores,
    ...priorOf(rows, assets, prior_horizon_h),
    prior_horizon_h,
    failure_margins,
    failure_matches,
  };
}

/** Without a trained model: the methodology's probability, and no word on what only a model can say. */
function priorScorer(): RiskScorer {
  return {
    info: () => PRIOR_INFO,
    score: (rows, assets) => {
      const count = checkedRows(rows).length / READINGS.length;
      const unknown = () => new Float64Array(count).fill(Number.NaN);
      const nothing: ModelScores = {
        failure_probability: unknown(),
        anomaly_score: unknown(),
        gradient_boosting: unknown(),
        random_forest: unknown(),
        isolation_forest: unknown(),
        failure_type: typesOf(rows),
      };
      const scores = withPrior(nothing, rows, assets, USUAL_HORIZON_H);
      return { ...scores, failure_probability: scores.prior_probability.slice(), drift: null };
    },
    explain: async () => {
      throw gridError('NOT_READY', {
        at: 'no trained model serves',
        remedy: 'The prior follows from age and condition alone: see prior and remaining_life_years',
      });
    },
    withdraw: () => refuseToWithdraw(PRIOR_INFO.id),
  };
}

function refuseToWithdraw(id: string): never {
  throw gridError('INVALID_COMMAND', {
    at: 'rollback',
    got: `model ${id}, which is not one of the models folder`,
    allowed: 'while a model of the models folder serves',
  });
}
