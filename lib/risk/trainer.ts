import { readFileSync } from 'node:fs';
import path from 'node:path';
import { toGridError } from '../errors';
import { historyOf, type LabelledRow } from './history/history';
import { readHistoryFile } from './history/read-file';
import { everyPercent } from './every-percent';
import { CARD_FILE } from './ensemble/card';
import { type EnsembleModel, toFiles } from './ensemble/files';
import { infoOf } from './ensemble/info';
import { parseEnsembleCard } from './ensemble/parse-card';
import { peekModel } from './model/source';
import { saveModel } from './model/store';
import { compare, type HeldOut } from './training/compare';
import { generatedHeldOut, trainGenerated } from './training/train-generated';
import { trainOnHistory } from './training/train-history';
import type {
  Comparison,
  RiskTrainer,
  TrainerInit,
  TrainingProgress,
  TrainingRequest,
  TrainingResult,
} from './types';

/** Trains on a labelled history, or on simulated failures of the generator. Progress is reported once a percent. */
export async function openRiskTrainer(
  init: TrainerInit,
  context: { report(progress: TrainingProgress): void },
): Promise<RiskTrainer> {
  return {
    train: async (request = {}) => {
      const { model, heldOut } = trained(init, request, everyPercent(context.report));
      const comparison =
        init.current === undefined ? null : await compare(model, await peekModel(init.current), heldOut);
      return comparison?.takes_over === false
        ? { rejected: comparison }
        : save(init.folder, model, comparison);
    },
  };
}

function trained(
  { seed, trained_at }: TrainerInit,
  request: TrainingRequest,
  report: (progress: TrainingProgress) => void,
): { model: EnsembleModel; heldOut: HeldOut } {
  const init = { seed, trained_at, version: 1, software: software() };
  const rows = request.rows ?? (request.file === undefined ? undefined : readHistoryFile(request.file));
  if (rows === undefined) {
    const model = trainGenerated(init, report);
    return {
      model,
      heldOut: { data: generatedHeldOut(seed), horizon_h: model.card.horizon_h!, acceleration: 1 },
    };
  }
  const history = historyOf(rows);
  const simulated = (rows[0] as LabelledRow).acceleration !== undefined;
  const model = trainOnHistory(
    history,
    {
      ...init,
      id: request.id ?? `flow-${seed}`,
      description: request.description ?? 'Labelled rows that were given to Gridloom.',
      trained_on: simulated ? 'simulated_failures' : (request.trained_on ?? 'unknown'),
    },
    report,
  );
  const { horizon_h, acceleration } = history;
  return { model, heldOut: { data: history.parts.held_out, horizon_h, acceleration } };
}

function save(folder: string, model: EnsembleModel, comparison: Comparison | null): TrainingResult {
  const filesOf = (version: number) =>
    toFiles({ ...model, card: { ...model.card, version: String(version) } });
  try {
    const saved_to = saveModel(folder, model.card.id, filesOf);
    const text = readFileSync(path.join(saved_to, CARD_FILE), 'utf8');
    return { info: infoOf(parseEnsembleCard(text, saved_to)), saved_to, comparison };
  } catch (thrown) {
    return { info: infoOf(model.card), not_saved: toGridError(thrown).fault, files: filesOf(1), comparison };
  }
}

/** Name and version of this package, as its package.json says. */
function software(): string {
  const file = path.join(__dirname, '../../../package.json');
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
  return `${name} ${version}`;
}
