import path from 'node:path';
import type { NodeAPI, NodeDef } from 'node-red';
import { gridError } from '../../lib/errors';

export interface RiskPredictDef extends NodeDef {
  /** The models folder; blank for the default. */
  folder?: string;
  seed?: number | string;
  /** A file of labelled rows to train on, one JSON object a line; blank for the generator of simulated failures. */
  history?: string;
  /** Hours between two trainings; 0 or blank for none. */
  retrain_h?: number | string;
}

interface RuntimeSettings {
  userDir?: string;
  riskPredictModelsFolder?: string;
}

/** The node's folder, else riskPredictModelsFolder of settings.js, else models in Node-RED's user folder. */
export function modelsFolder(RED: NodeAPI, def: RiskPredictDef): string {
  const settings = RED.settings as RuntimeSettings;
  const userDir = settings.userDir ?? '.';
  return path.resolve(userDir, def.folder?.trim() || settings.riskPredictModelsFolder || 'models');
}

/** The models that come with the package. */
export const SHIPPED_MODELS = path.resolve(__dirname, '../../../models/risk');

/** A timer of Node.js runs for 24 days at most. */
const LONGEST_H = 500;

/** @throws GridError INVALID_SETTING */
export function readSettings(RED: NodeAPI, { seed, history, retrain_h }: RiskPredictDef) {
  const { userDir = '.' } = RED.settings as RuntimeSettings;
  const file = history?.trim();
  const hours = Number(retrain_h || 0);
  if (!(hours >= 0 && hours <= LONGEST_H)) {
    const allowed = `hours from 0, never, to ${LONGEST_H}`;
    throw gridError('INVALID_SETTING', { at: 'risk-predict.retrain_h', got: retrain_h, allowed });
  }
  return {
    seed: checkSeed('INVALID_SETTING', 'risk-predict.seed', seed === '' ? 1 : Number(seed ?? 1), seed),
    history: file ? path.resolve(userDir, file) : undefined,
    retrain_h: hours,
  };
}

export function checkSeed(
  code: 'INVALID_SETTING' | 'INVALID_COMMAND',
  at: string,
  seed: unknown,
  got: unknown,
): number {
  if (Number.isInteger(seed) && (seed as number) >= 0 && (seed as number) < 2 ** 31) return seed as number;
  throw gridError(code, { at, got, allowed: 'a whole number from 0 to 2147483647' });
}
