import { gridError } from '../../lib/errors';
import type { TrainingRequest } from '../../lib/risk';
import { checkSeed } from './settings';

/** What the node can be told. */
export type RiskCommand =
  | { command: 'retrain'; seed?: number; request: TrainingRequest }
  | { command: 'rollback' };

/** Copying rows to their thread holds the event loop, about 3 µs a row; more of them come as a file. */
const MOST_ROWS = 20_000;

const ORIGINS: readonly unknown[] = ['simulated_failures', 'field_failures', 'user_rows', 'unknown'];

export function isCommand(payload: unknown): payload is { command: unknown } {
  return typeof payload === 'object' && payload !== null && 'command' in payload;
}

/** @throws GridError INVALID_COMMAND where it is no command of this node */
export function readCommand(payload: { command: unknown; [field: string]: unknown }): RiskCommand {
  const { command, seed, rows, trained_on } = payload;
  if (command === 'rollback') return { command };
  if (command !== 'retrain') throw refuse('command', command, 'retrain, rollback');
  if (rows !== undefined && !Array.isArray(rows)) throw refuse('rows', rows, 'labelled rows, in an array');
  if (rows !== undefined && rows.length > MOST_ROWS)
    throw refuse('rows', rows.length, `at most ${MOST_ROWS}; more of them as the file in "Labelled rows"`);
  if (trained_on !== undefined && !ORIGINS.includes(trained_on))
    throw refuse('trained_on', trained_on, ORIGINS.join(', '));
  return {
    command,
    ...(seed !== undefined && { seed: checkSeed('INVALID_COMMAND', 'command.seed', seed, seed) }),
    request: { rows, trained_on: trained_on as TrainingRequest['trained_on'] },
  };
}

function refuse(field: string, got: unknown, allowed: string) {
  return gridError('INVALID_COMMAND', { at: `command.${field}`, got, allowed });
}
