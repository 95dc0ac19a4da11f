import generated = require('../generated/schema.json');

interface Definition {
  properties?: Record<string, { items?: { $ref?: string } }>;
}

/** The documents of which a part can be chosen, and by what their elements are known. */
export const SELECTABLE = {
  StateDocument: { nodes: 'id', edges: 'id' },
  RiskDocument: { edges: 'id' },
  PathsDocument: { paths: 'node' },
} as const satisfies Record<string, Record<string, string>>;

export type SelectableDocument = keyof typeof SELECTABLE;

/** What every selection carries: which state it is of. */
export const HEAD_FIELDS: readonly string[] = ['grid_id', 'sequence', 'timestamp'];

const names = new Map<SelectableDocument, readonly string[]>();

/** What may be chosen of a document, as the schemas have it: its fields, and those of its lists' elements as `edges.id`. */
export function fieldsOf(document: SelectableDocument): readonly string[] {
  const known = names.get(document);
  if (known !== undefined) return known;
  const { properties = {} } = definitions[document]!;
  const fields = Object.entries(properties).flatMap(([name, { items }]) => {
    if (!(name in SELECTABLE[document]) || items?.$ref === undefined) return [name];
    const element = definitions[items.$ref.replace('#/definitions/', '')]!;
    return [name, ...Object.keys(element.properties ?? {}).map((field) => `${name}.${field}`)];
  });
  names.set(document, fields);
  return fields;
}

const definitions = generated.definitions as unknown as Record<string, Definition>;
