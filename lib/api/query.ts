import { gridError } from '../errors';
import type { HistoryMetric } from './list-documents';
import type { EventKind } from './stream/event';

/** What a parameter of the OpenAPI document says of how it is written. */
export interface QueryParameter {
  name: string;
  schema: { type?: unknown; items?: { enum?: readonly unknown[] } };
}

/** The query of a request that was held against the OpenAPI document: each operation has those that it declares. */
export interface QueryValues {
  readonly alternatives?: number;
  readonly fields?: readonly string[];
  /** As written: an element may be several ids with encoded commas between them, see `readSelection`. */
  readonly edges?: readonly string[];
  readonly format?: 'json' | 'csv';
  readonly table?: string;
  readonly metric?: HistoryMetric;
  readonly limit?: number;
  readonly cursor?: string;
  readonly events?: readonly EventKind[];
}

/**
 * The query as values to be checked: whole numbers, numbers, truth values and lists (with commas between) where the
 * parameter is declared as one and the text is one; all else stays text. INVALID_URL for a broken percent-encoding, and
 * for a name that stands there twice and is no list.
 */
export function queryValues(query: string, parameters: readonly QueryParameter[]): Record<string, unknown> {
  const values = new Map<string, unknown>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const [rawName = '', ...rest] = part.split('=');
    const name = decode(rawName, 'query');
    const at = `query ${name.slice(0, 40)}`;
    const schema = parameters.find((one) => one.name === name)?.schema;
    const value = typed(schema, rest.join('='), at);
    const before = values.get(name);
    if (Array.isArray(before)) values.set(name, before.concat(value));
    else if (values.has(name))
      throw gridError('INVALID_URL', { at, got: part, allowed: 'the parameter once' });
    else values.set(name, value);
  }
  return Object.fromEntries(values);
}

function typed(schema: QueryParameter['schema'] | undefined, raw: string, at: string): unknown {
  if (schema?.type === 'array') return listOf(raw, at, schema.items?.enum !== undefined);
  const text = decode(raw, at);
  if (schema?.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (schema?.type === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  if (schema?.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

/** Many clients encode every comma. In a list of names that are known beforehand it still stands between two of them. */
function listOf(raw: string, at: string, named: boolean): string[] {
  const elements = raw.split(',').map((part) => decode(part, at));
  return named ? elements.flatMap((element) => element.split(',')) : elements;
}

function decode(text: string, at: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw gridError('INVALID_URL', {
      at,
      got: text,
      allowed: 'UTF-8 in percent-encoding, such as %C3%A9 for é',
    });
  }
}
