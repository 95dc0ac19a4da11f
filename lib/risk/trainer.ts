import { readFileSync } from 'node:fs';
import path from 'node:path';
import { toGridError } from '../errors';
import { CARD_FILE, infoOf, parseCard } from './model/card';
import { toFiles } from './model/model';
import { saveModel } from './model/store';
import { trainEnsemble } from './training/train-ensemble';
import type { RiskTrainer, TrainerInit, TrainingProgress, TrainingResult } from './types';

/** Trains on simulated failures. Progress is reported once a percent. */
export async function openRiskTrainer(
  init: TrainerInit,
  context: { report(progress: TrainingProgress): void },
): Promise<RiskTrainer> {
  return {
    train: async () => save(init, everyPercent(context.report)),
  };
}

function save(init: TrainerInit, report: (progress: TrainingProgress) => void): TrainingResult {
  const { folder, seed, trained_at } = init;
  const model = trainEnsemble({ seed, trained_at, version: 1, software: software() }, report);
  const filesOf = (version: number) =>
    toFiles({ ...model, card: { ...model.card, version: String(version) } });
  try {
    const saved_to = saveModel(folder, model.card.id, filesOf);
    const text = readFileSync(path.join(saved_to, CARD_FILE), 'utf8');
    return { info: infoOf(parseCard(text, saved_to)), saved_to };
  } catch (thrown) {
    return { info: infoOf(model.card), not_saved: toGridError(thrown).fault, files: filesOf(1) };
  }
}

function everyPercent(report: (progress: TrainingProgress) => void): (progress: TrainingProgress) => void {
  let last = -1;
  return (progress) => {
    const percent = Math.floor(progress.fraction * 100);
    if (percent === last) return;
    last = percent;
    report(progress);
  };
}

/** Name and version of this package, as its package.json says. */
function software(): string {
  const file = path.join(__dirname, '../../../package.json');
  const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
  return `${name} ${version}`;
}
