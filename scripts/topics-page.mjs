/** docs/mqtt-topics.md, out of the table of topics and the schema of their payloads. */
export function topicsPage(table, { definitions }) {
  const kinds = Object.values(table);
  const payloads = [...new Set(kinds.map(({ payload }) => payload))];
  const others = referenced(payloads, definitions).filter((name) => isSection(definitions[name]));
  return [
    '# MQTT topics',
    '',
    '<!-- Made by `npm run build && node scripts/mqtt-topics.mjs` of lib/mqtt/topic-table.ts and lib/mqtt/payloads.ts. -->',
    '',
    'All topics stand below `<root>/<grid id>/`; the root is `gridloom` unless set otherwise. What stands in angle brackets is one',
    'level, [encoded](mqtt.md#ids-in-topics). Payloads are JSON in UTF-8, except that of `status`, which is plain text.',
    '',
    '| topic | direction | QoS | retained | payload | when |',
    '|---|---|---|---|---|---|',
    ...kinds.map(topicRow),
    '',
    ...OUTAGE,
    '',
    '| topic | after an outage | expires (MQTT 5) |',
    '|---|---|---|',
    ...kinds.filter(({ direction }) => direction === 'out').map(outageRow),
    '',
    '## Payloads',
    '',
    ...payloads.flatMap((name) => section(name, definitions)),
    '## Types',
    '',
    ...others.flatMap((name) => section(name, definitions)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

const OUTAGE = [
  'On an external broker that stores, publications of an outage are delivered when it is over: *each*, in order and at QoS 1, or',
  'the *newest* of each topic, or not, as what is *live* is for those who listen now. With store and forward on, those of *each* have',
  'QoS 1 at all times. An empty retained message clears its topic.',
];

function topicRow({ path, direction, qos, retain, payload, when }) {
  const from = direction === 'in';
  const way = from ? 'to the grid' : 'from the grid';
  const kept = retain ? 'yes' : from ? 'must not be' : 'no';
  return `| \`${path}\` | ${way} | ${from ? 'yours' : qos} | ${kept} | ${link(payload)} | ${when} |`;
}

function outageRow({ path, outage, expiry_s }) {
  return `| \`${path}\` | ${outage} | ${expiry_s === undefined ? 'never' : `after ${expiry_s} s`} |`;
}

function section(name, definitions) {
  const { description, ...schema } = definitions[name];
  const about = description === undefined ? [] : [sentence(description), ''];
  return [`### ${name}`, '', ...about, ...bodyOf(schema, definitions), ''];
}

function bodyOf(schema, definitions) {
  if (schema.properties !== undefined) return fieldsOf(schema, definitions);
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants === undefined) return [typeOf(schema, definitions)];
  return variants.map((variant) =>
    variant.properties === undefined
      ? `- ${typeOf(variant, definitions)}`
      : `- ${Object.entries(variant.properties)
          .map(([field, type]) => {
            const optional = variant.required?.includes(field) ? '' : 'optionally ';
            return `${optional}\`${field}\` ${typeOf(type, definitions)}`;
          })
          .join(', ')}`,
  );
}

function fieldsOf({ properties, required = [] }, definitions) {
  return [
    '| field | type | always | |',
    '|---|---|---|---|',
    ...Object.entries(properties).map(([field, schema]) => {
      const always = required.includes(field) ? 'yes' : 'no';
      return `| \`${field}\` | ${cell(typeOf(schema, definitions))} | ${always} | ${cell(sentence(schema.description ?? ''))} |`;
    }),
  ];
}

function typeOf(schema, definitions) {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema);
    return isSection(definitions[name]) ? link(name) : typeOf(definitions[name], definitions);
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return variants.map((variant) => typeOf(variant, definitions)).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {}, definitions)}`;
  if (schema.type === 'number' || schema.type === 'integer') return `${schema.type}${rangeOf(schema)}`;
  if (schema.type === 'string') return schema.format === 'date-time' ? 'time, ISO 8601' : 'text';
  return schema.type ?? 'anything';
}

function rangeOf({ minimum, maximum }) {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` from ${minimum}`;
  return maximum === undefined ? '' : ` up to ${maximum}`;
}

/** Names that the definitions lead to, in the order in which they are met, without those that one starts from. */
function referenced(names, definitions) {
  const met = new Set(names);
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return;
    const name = nameOf(node);
    if (name !== undefined && !met.has(name)) {
      met.add(name);
      visit(definitions[name]);
    }
    Object.values(node).forEach(visit);
  };
  for (const name of names) visit(definitions[name]);
  return [...met].slice(names.length);
}

/** Numbers and texts are told where they are used. */
function isSection({ properties, anyOf, oneOf, enum: values }) {
  return properties !== undefined || anyOf !== undefined || oneOf !== undefined || (values?.length ?? 0) > 3;
}

function nameOf({ $ref }) {
  return typeof $ref === 'string' ? $ref.replace('#/definitions/', '') : undefined;
}

function link(name) {
  return `[${name}](#${name.toLowerCase()})`;
}

function sentence(text) {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}
