import path from 'node:path';
import type { NodeAPI, NodeDef } from 'node-red';
import { gridError } from '../../lib/errors';

export interface RiskPredictDef extends NodeDef {
  /** The models folder; blank for the default. */
  folder?: string;
  seed?: number | string;
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

/** @throws GridError INVALID_SETTING */
export function seedOf(def: RiskPredictDef): number {
  return checkSeed(
    'INVALID_SETTING',
    'risk-predict.seed',
    def.seed === '' ? 1 : Number(def.seed ?? 1),
    def.seed,
  );
}

/**
 * The seed that a command asks to train with; undefined for the node's own.
 * @throws GridError INVALID_COMMAND where it is no command of this node
 */
export function retrainSeed(payload: { command: unknown; seed?: unknown }): number | undefined {
  const { command, seed } = payload;
  if (command !== 'retrain') {
    throw gridError('INVALID_COMMAND', { at: 'command.command', got: command, allowed: 'retrain' });
  }
  return seed === undefined ? undefined : checkSeed('INVALID_COMMAND', 'command.seed', seed, seed);
}

function checkSeed(
  code: 'INVALID_SETTING' | 'INVALID_COMMAND',
  at: string,
  seed: unknown,
  got: unknown,
): number {
  if (Number.isInteger(seed) && (seed as number) >= 0 && (seed as number) < 2 ** 31) return seed as number;
  throw gridError(code, { at, got, allowed: 'a whole number from 0 to 2147483647' });
}
