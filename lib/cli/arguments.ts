import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { gridError } from '../errors';

/** What a command was given: its files in order, and its options by name. */
export interface Arguments<Options extends ParseArgsOptionsConfig> {
  readonly files: readonly string[];
  readonly values: ReturnType<typeof parseArgs<{ options: Options; strict: true }>>['values'];
}

/** Reads a command's arguments. Throws INVALID_SETTING for what it does not know or where files are too few or many. */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  fileNames: readonly string[],
  options: Options,
): Arguments<Options> {
  let parsed: ReturnType<typeof parseArgs<{ options: Options; strict: true; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw gridError('INVALID_SETTING', { at: (error as Error).message.split('. To specify')[0] });
  }
  const files: readonly string[] = parsed.positionals;
  if (files.length !== fileNames.length) {
    throw gridError('INVALID_SETTING', {
      at: 'files',
      got: files.length === 0 ? 'none' : files,
      allowed: fileNames.join(' '),
    });
  }
  return { files, values: parsed.values as Arguments<Options>['values'] };
}

/** One of these words. */
export function choice<Word extends string>(option: string, value: string, allowed: readonly Word[]): Word {
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  throw gridError('INVALID_SETTING', { at: `--${option}`, got: value, allowed: allowed.join(', ') });
}

/** A whole number within limits. */
export function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  const allowed = `a whole number from ${least} to ${most}`;
  throw gridError('INVALID_SETTING', { at: `--${option}`, got: value, allowed });
}

/** A number within limits. */
export function decimal(option: string, value: string, least: number, most: number): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= least && number <= most) return number;
  throw gridError('INVALID_SETTING', {
    at: `--${option}`,
    got: value,
    allowed: `a number from ${least} to ${most}`,
  });
}
