import { HEAD_FIELDS, SELECTABLE } from '../selection/fields';

import generated = require('../generated/schema.json');

type Schema = Record<string, unknown>;

/**
 * The shapes of these names and all that they are made of, as generated from the types in `documents.ts` and in the
 * contract. They are written in the part of JSON Schema that draft-07 and 2020-12, which OpenAPI 3.1 takes, have in
 * common; only the addresses move.
 */
export function componentSchemas(names: readonly string[]): Record<string, Schema> {
  const all = allSchemas();
  const chosen: Record<string, Schema> = {};
  const choose = (name: string): void => {
    if (name in chosen) return;
    chosen[name] = all[name]!;
    for (const [, inner] of JSON.stringify(all[name]).matchAll(REFERENCE)) choose(inner!);
  };
  for (const name of names) choose(name);
  return chosen;
}

const REFERENCE = /"#\/components\/schemas\/(\w+)"/g;

function allSchemas(): Record<string, Schema> {
  const schemas = relocate(generated.definitions) as Record<string, Schema>;
  return {
    ...schemas,
    // A misspelt name in a request is refused, never passed over.
    ...closed(schemas, ['OptimizeRequest', 'PlanRequest', 'SwitchRequest']),
    ...selectionsOf(schemas),
    OpenApiDocument: {
      type: 'object',
      description: 'An OpenAPI document.',
      properties: { openapi: { type: 'string', pattern: '^3\\.1\\.' } },
      required: ['openapi'],
    },
  };
}

function closed(schemas: Record<string, Schema>, names: readonly string[]): Record<string, Schema> {
  return Object.fromEntries(names.map((name) => [name, { ...schemas[name], additionalProperties: false }]));
}

/** What a query may choose of a document: every field may be absent but those that say which state and element it is. */
function selectionsOf(schemas: Record<string, Schema>): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(SELECTABLE).map(([document, lists]) => {
      const whole = schemas[document]!;
      const properties = { ...(whole.properties as Record<string, Schema>) };
      for (const [list, key] of Object.entries(lists)) {
        const { $ref } = properties[list]!.items as { $ref: string };
        const element = schemas[$ref.split('/').at(-1)!]!;
        properties[list] = { ...properties[list], items: { ...element, required: [key] } };
      }
      const description = `What \`fields\` has chosen of a ${document}.`;
      return [selectionName(document), { type: 'object', description, properties, required: HEAD_FIELDS }];
    }),
  );
}

/** Such as `StateSelection`. */
export function selectionName(document: string): string {
  return document.replace(/Document$/, 'Selection');
}

function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref'
        ? [key, String(inner).replace('#/definitions/', '#/components/schemas/')]
        : [key, relocate(inner)],
    ),
  );
}
