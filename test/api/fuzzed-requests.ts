import fc from 'fast-check';

type Json = Record<string, unknown>;

export interface FuzzedRequest {
  method: string;
  /** Below the base path, percent-encoded. */
  path: string;
  query: string;
  headers: Record<string, string>;
  body: Buffer;
}

interface Parameter {
  name: string;
  in: string;
  schema: Json;
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Json; example: Json } } };
}

type PathItem = { parameters?: Parameter[] } & Record<string, Operation>;

/** What has broken servers before. */
export const HOSTILE_TEXTS = [
  ...[
    '',
    ' ',
    '%',
    '%00',
    '%0d%0aX: 1',
    '\u0000',
    '../../etc/passwd',
    '..%2f..%2f',
    '__proto__',
    'constructor',
  ],
  ...[
    'toString',
    '{{7*7}}',
    '#{x}',
    "' OR 1=1 --",
    '<script>',
    'é',
    '\ud800',
    '\u202e',
    '-0',
    '1e999',
    'NaN',
  ],
  ...['9'.repeat(400), 'a'.repeat(3000), 'null', '[object Object]'],
];

const HOSTILE_JSON: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"edge":"L1","closed":true,"__proto__":{"polluted":1}}',
    '{"edge":"L1","edge":"L2","closed":true}',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
    `{"edge":"${'x'.repeat(50_000)}","closed":true}`,
    '{"risk_weight":1e308}',
    '{"risk_weight":-0}',
    '\ufeff{}',
    '{"a":1}{"b":2}',
  ),
);

/** Requests made from an OpenAPI document: right ones, nearly right ones, and others; `ids` are of its grid. */
export function fuzzedRequests(document: object, keys: readonly string[], ids: readonly string[]) {
  const { paths, components } = document as { paths: Record<string, PathItem>; components: Json };
  const schemas = components.schemas as Record<string, Json>;
  const operations = Object.entries(paths).flatMap(([path, { parameters = [], ...item }]) =>
    Object.entries(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation: { ...operation, parameters: [...parameters, ...(operation.parameters ?? [])] },
    })),
  );
  return fc.constantFrom(...operations).chain(({ method, path, operation }) =>
    fc.record({
      method: often(
        method,
        fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'),
      ),
      path: pathsOf(path, ids),
      query: queries(operation.parameters.filter((one) => one.in === 'query')),
      headers: headers(keys),
      body: bodies(operation, schemas, ids),
    }),
  ) as fc.Arbitrary<FuzzedRequest>;
}

/** The usual five times of six. */
function often<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

function texts(usual: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  );
}

function pathsOf(template: string, ids: readonly string[]): fc.Arbitrary<string> {
  const raw = fc.constantFrom('%', '%zz', '%ff', '%ED%A0%80', '..', '.', '%2e%2e', '', ';', '%C0%AE');
  const segment = fc.oneof({ weight: 5, arbitrary: texts(ids).map(encoded) }, { weight: 1, arbitrary: raw });
  const right = segment.map((id) => template.replace('{id}', id.replaceAll('$', '$$$$')));
  const wrong = fc
    .tuple(right, fc.constantFrom('/', '//', '/..', '%2f', '%00', '.json', '/x', ';a=b'))
    .map(([path, end]) => path + end);
  return fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: wrong });
}

function queries(parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const names = parameters.map(({ name }) => name);
  const name = names.length === 0 ? texts(['x']) : texts(names);
  const value = fc.oneof(fc.integer({ min: -3, max: 600 }).map(String), texts(['1', '20', 'true', 'a,b']));
  const pair = fc.tuple(name.map(encoded), value.map(encoded)).map(([key, text]) => `${key}=${text}`);
  const raw = fc.constantFrom(
    '&',
    '=',
    '&&=&',
    '%',
    'a=%zz',
    'alternatives',
    'alternatives=%ff',
    '__proto__=1',
  );
  const some = fc.array(fc.oneof({ weight: 5, arbitrary: pair }, { weight: 1, arbitrary: raw }), {
    minLength: 1,
    maxLength: 3,
  });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: some.map((all) => all.join('&')) },
  );
}

function headers(keys: readonly string[]): fc.Arbitrary<Record<string, string>> {
  const value = (usual: readonly string[]) =>
    texts(usual).map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?'));
  const all = fc.record(
    {
      'content-type': value([
        'application/json',
        'application/json; charset=utf-8',
        'text/plain',
        'application/x+json',
      ]),
      'content-encoding': value(['identity', 'gzip']),
      'x-api-key': value(keys),
      authorization: value(keys.map((key) => `Bearer ${key}`)),
      'idempotency-key': value(['k1', 'k2', 'k3', 'k4']),
      'if-none-match': value(['*', '"test-1"', 'W/"test-1", "x"', '"', ',,,']),
      host: value(['localhost', 'evil.example']),
      origin: value(['http://localhost:3000', 'https://evil.example', 'null']),
      'x-forwarded-for': value(['192.0.2.1', '::1, 10.0.0.1', ',,,']),
      accept: value(['application/json', 'text/csv', '*/*;q=x']),
    },
    { requiredKeys: [] },
  );
  // Most of them with what gets them past the door.
  return fc
    .tuple(all, fc.constantFrom(...keys), fc.integer({ min: 0, max: 5 }))
    .map(([some, key, die]) =>
      die === 0
        ? some
        : { ...some, 'content-type': 'application/json', 'content-encoding': '', 'x-api-key': key },
    );
}

function bodies(
  operation: Operation,
  schemas: Record<string, Json>,
  ids: readonly string[],
): fc.Arbitrary<Buffer> {
  const media = operation.requestBody?.content['application/json'];
  const right = media === undefined ? fc.constant({}) : shaped(media.schema, schemas, ids);
  return fc
    .oneof(
      { weight: 6, arbitrary: right.map((value) => JSON.stringify(value)) },
      { weight: 2, arbitrary: HOSTILE_JSON },
      { weight: 1, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
    )
    .map((body) => Buffer.from(body as string));
}

/** Values of a schema, with now and then one that is not. */
function shaped(schema: Json, schemas: Record<string, Json>, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string') return shaped(schemas[schema.$ref.split('/').at(-1)!]!, schemas, ids);
  const wrong = fc.jsonValue({ maxDepth: 1 });
  if (Array.isArray(schema.enum))
    return often<unknown>(schema.enum[0], fc.oneof(fc.constantFrom(...schema.enum), wrong));
  if (schema.type === 'boolean')
    return fc.oneof(
      { weight: 5, arbitrary: fc.boolean() as fc.Arbitrary<unknown> },
      { weight: 1, arbitrary: wrong },
    );
  if (schema.type === 'string') return fc.oneof(texts(ids), wrong);
  if (schema.type === 'number') return fc.oneof(fc.double({ min: 0, max: 2e6 }), fc.double(), wrong);
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  const fields = Object.fromEntries(properties.map(([name, inner]) => [name, shaped(inner, schemas, ids)]));
  const required = (schema.required ?? []) as string[];
  return fc.oneof(
    { weight: 5, arbitrary: fc.record(fields, { requiredKeys: required }) as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc.record({ ...fields, extra: wrong } as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: required,
      }),
    },
  );
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate, which no encoding has.
    return '%ED%A0%80';
  }
}
