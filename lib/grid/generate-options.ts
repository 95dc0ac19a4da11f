/** Checks of what a generator of networks is asked for. Throw INVALID_SETTING. */
import { gridError } from '../errors';

const MAX_GENERATED_NODES = 50_000;

export function checkSize(num_nodes: number, seed: number): void {
  checkWhole('num_nodes', num_nodes, 2, MAX_GENERATED_NODES);
  if (!Number.isInteger(seed)) {
    throw gridError('INVALID_SETTING', { at: 'seed', got: seed, allowed: 'a whole number' });
  }
}

export function checkWhole(at: string, got: number, least: number, most: number): void {
  if (!Number.isInteger(got) || got < least || got > most) {
    throw gridError('INVALID_SETTING', { at, got, allowed: `a whole number from ${least} to ${most}` });
  }
}
