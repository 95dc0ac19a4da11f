import { gridError } from '../lib/errors';

export interface NumberRange {
  /** What a blank setting means. */
  usual: number;
  least: number;
  most: number;
}

/** A number as the editor or a flow file gives it, which may be as text. Throws INVALID_SETTING. */
export function numberSetting(at: string, value: unknown, { usual, least, most }: NumberRange): number {
  if (isBlank(value)) return usual;
  const number = Number(value);
  if (number >= least && number <= most) return number;
  throw gridError('INVALID_SETTING', { at, got: value, allowed: `a number from ${least} to ${most}` });
}

/** Nothing entered. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
