import { gridError } from '../errors';

/** What a parameter of the OpenAPI document says of how it is written. */
export interface QueryParameter {
  name: string;
  schema: { type?: unknown; items?: { enum?: unknown } };
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
    if (schema?.type === 'array') {
      const before = (values.get(name) ?? []) as string[];
      values.set(name, [...before, ...listed(schema, rest.join('='), at)]);
      continue;
    }
    if (values.has(name)) throw gridError('INVALID_URL', { at, got: part, allowed: 'the parameter once' });
    values.set(name, typed(schema?.type, rest.join('='), at));
  }
  return Object.fromEntries(values);
}

/** An encoded comma belongs to a name where names are anything, and parts names where they are known. */
function listed({ items }: QueryParameter['schema'], raw: string, at: string): string[] {
  const names = raw.split(',').map((part) => decode(part, at));
  return items?.enum === undefined ? names : names.flatMap((name) => name.split(','));
}

function typed(type: unknown, raw: string, at: string): unknown {
  const text = decode(raw, at);
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
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
