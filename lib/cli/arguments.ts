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
    parsed = parseArgs({ args: withNegatives(args, options), options, strict: true, allowPositionals: true });
  } catch (error) {
    // Node's words go on to explain positional arguments.
    const [what] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw gridError('INVALID_SETTING', { at: what, remedy: 'See gridloom --help' });
  }
  const files: readonly string[] = parsed.positionals;
  if (files.length !== fileNames.length) {
    throw gridError('INVALID_SETTING', {
      at: 'the command line',
      got: files.length === 0 ? 'no file' : files,
      allowed: `${fileNames.join(' ')}, and options`,
      remedy: 'See gridloom --help',
    });
  }
  return { files, values: parsed.values as Arguments<Options>['values'] };
}

/** `--option -1` as one word, so that what it says is refused as a value and not as an option. */
function withNegatives(args: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const words: string[] = [];
  for (let k = 0; k < args.length; k++) {
    const option = args[k].startsWith('--') ? options[args[k].slice(2)] : undefined;
    const next = args[k + 1];
    const negative = option?.type === 'string' && next !== undefined && /^-[\d.]/.test(next);
    words.push(negative ? `${args[k]}=${next}` : args[k]);
    if (negative) k++;
  }
  return words;
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
export function number(option: string, value: string, least: number, most: number): number {
  const read = value.trim() === '' ? Number.NaN : Number(value);
  if (read >= least && read <= most) return read;
  throw gridError('INVALID_SETTING', {
    at: `--${option}`,
    got: value,
    allowed: `a number from ${least} to ${most}`,
  });
}
