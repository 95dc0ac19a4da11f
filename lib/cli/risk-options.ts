import path from 'node:path';
import { gridError } from '../errors';
import type { Derivation, TableRequest } from '../risk';
import { choice } from './arguments';

export const MODEL_OPTIONS = {
  data: { type: 'string' },
  header: { type: 'string', default: 'yes' },
  json: { type: 'boolean', default: false },
} as const;

/** Options of every command that chooses inputs. */
export const TABLE_OPTIONS = {
  ...MODEL_OPTIONS,
  features: { type: 'string' },
  derive: { type: 'string', multiple: true },
  group: { type: 'string' },
} as const;

interface TableValues {
  data?: string;
  header: string;
  features?: string;
  derive?: string[];
  group?: string;
}

/** What a worker reads: paths are made absolute. */
export function tableRequest({ data, header, features, derive, group }: TableValues): TableRequest {
  return {
    file: path.resolve(required('data', data, 'a CSV file')),
    header: choice('header', header, ['yes', 'no']) === 'yes',
    ...(features !== undefined && { features: splitNames(features) }),
    derive: (derive ?? []).map(readDerivation),
    ...(group !== undefined && { group }),
  };
}

/** An option that a command cannot do without. */
export function required(option: string, value: string | undefined, allowed: string): string {
  if (value !== undefined && value !== '') return value;
  throw gridError('INVALID_SETTING', { at: `--${option}`, got: 'nothing', allowed });
}

/** Names parted by commas; one that holds a comma stands in quotation marks. */
export function splitNames(text: string): string[] {
  const names = Array.from(text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g), (match) =>
    match[1] === undefined ? match[2].trim() : match[1].replaceAll('""', '"'),
  );
  // The pattern also matches the empty end.
  if (names.length > 1 && !text.trimEnd().endsWith(',')) names.pop();
  if (names.every((name) => name !== '')) return names;
  const allowed = 'names or numbers of columns, parted by commas';
  throw gridError('INVALID_SETTING', { at: '--features', got: text, allowed });
}

function readDerivation(text: string): Derivation {
  const at = text.indexOf('=');
  if (at > 0) return { name: text.slice(0, at).trim(), expression: text.slice(at + 1).trim() };
  const allowed = 'name=EXPRESSION, the expression in JSONata';
  throw gridError('INVALID_SETTING', { at: '--derive', got: text, allowed });
}
