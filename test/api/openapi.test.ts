import { strict as assert } from 'node:assert';
import { openApiDocument } from '../../lib/api';
import { ERRORS } from '../../lib/errors';
import { AnswerCheck } from './answer-check';

type Json = Record<string, never> & { [key: string]: unknown };

/** The endpoints that the API promises. */
const PROMISED = [
  'GET /health',
  'GET /metrics',
  'GET /docs',
  'GET /docs/openapi-explorer.min.js',
  'GET /openapi.json',
  'GET /grid/state',
  'POST /grid/optimize',
  'GET /grid/paths',
  'GET /grid/risk',
  'GET /grid/risk/{id}',
  'GET /grid/loss',
  'GET /grid/statistics',
  'GET /grid/history',
  'GET /grid/alarms',
  'GET /stream',
  'GET /grid/node/{id}',
  'GET /grid/data-source',
  'POST /grid/plan',
  'POST /grid/switch',
  'GET /audit',
];

describe('the OpenAPI document', () => {
  let document: Json;
  let operations: { key: string; operation: Json }[];
  let check: AnswerCheck;

  before(async () => {
    document = JSON.parse(JSON.stringify(await openApiDocument({ basePath: '/api', version: '9.9.9' })));
    check = new AnswerCheck(document);
    operations = Object.entries(document.paths as Json).flatMap(([path, item]) =>
      Object.entries(item as Json)
        .filter(([name]) => name !== 'parameters')
        .map(([method, operation]) => ({
          key: `${method.toUpperCase()} ${path}`,
          operation: operation as Json,
        })),
    );
  });

  it('says which version of what it is, and where', () => {
    assert.match(String(document.openapi), /^3\.1\.\d+$/);
    assert.equal((document.info as Json).version, '9.9.9');
    assert.deepEqual(document.servers, [{ url: '/api/v1' }]);
  });

  it('holds every promised endpoint and no other', () => {
    assert.deepEqual(operations.map(({ key }) => key).sort(), [...PROMISED].sort());
  });

  it('resolves every reference, and uses every component', () => {
    const used = new Set(collect(document, '$ref') as string[]);
    for (const ref of used) {
      assert.match(ref, /^#\/components\//);
      assert.ok(resolve(document, ref), `${ref} leads nowhere`);
    }
    const { schemas, headers } = document.components as { schemas: Json; headers: Json };
    const unused = [
      ...Object.keys(schemas).filter((name) => !used.has(`#/components/schemas/${name}`)),
      ...Object.keys(headers).filter((name) => !used.has(`#/components/headers/${name}`)),
    ];
    assert.deepEqual(unused, []);
  });

  it('is made of valid schemas of JSON Schema 2020-12', () => {
    const { schemas } = document.components as { schemas: Json };
    for (const name of Object.keys(schemas)) {
      const { $ref: _none, ...schema } = { ...(schemas[name] as Json) };
      assert.ok(check.ajv.validateSchema(schema), `${name}: ${check.ajv.errorsText()}`);
      assert.doesNotThrow(() => check.faults({ $ref: `#/components/schemas/${name}` }, {}), name);
    }
    assert.deepEqual(collect(document, 'discriminator'), []);
    assert.deepEqual(collect(document, 'definitions'), []);
  });

  it('gives each operation an id of its own, known tags, a summary and a description', () => {
    const tags = new Set((document.tags as Json[]).map(({ name }) => name as string));
    const ids = operations.map(({ operation }) => operation.operationId as string);
    assert.equal(new Set(ids).size, ids.length);
    for (const { key, operation } of operations) {
      assert.match(String(operation.operationId), /^[a-z][A-Za-z]+$/, key);
      assert.ok(operation.summary && operation.description, key);
      assert.ok((operation.tags as string[]).length > 0, key);
      for (const tag of operation.tags as string[]) assert.ok(tags.has(tag), `${key}: tag ${tag}`);
    }
  });

  it('describes every answer, with at least one 4xx, and Retry-After on each 503 and 429', () => {
    for (const { key, operation } of operations) {
      const responses = operation.responses as Record<string, Json>;
      assert.ok(responses[200] ?? responses[202], key);
      assert.ok(
        Object.keys(responses).some((status) => status.startsWith('4')),
        key,
      );
      for (const [status, response] of Object.entries(responses)) {
        assert.ok(response.description, `${key} ${status}`);
        const headers = (response.headers ?? {}) as Json;
        assert.equal('Retry-After' in headers, ['503', '429'].includes(status), `${key} ${status}`);
        assert.equal('WWW-Authenticate' in headers, status === '401', `${key} ${status}`);
        assert.equal('RateLimit' in headers, status === '429', `${key} ${status}`);
        assert.equal('Allow' in headers, status === '405', `${key} ${status}`);
      }
    }
  });

  it('declares the parameters of a path, and no others', () => {
    for (const [path, item] of Object.entries(document.paths as Json)) {
      const declared = (((item as Json).parameters ?? []) as Json[]).map(({ name }) => name as string);
      assert.deepEqual(
        declared,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
        path,
      );
    }
  });

  it('gives examples that keep to their own shapes, errors under their own status', () => {
    let seen = 0;
    for (const { key, operation } of operations) {
      const bodies: [string, Json][] = Object.entries(operation.responses as Record<string, Json>);
      if (operation.requestBody !== undefined) bodies.push(['body', operation.requestBody as Json]);
      for (const [status, body] of bodies) {
        for (const media of Object.values((body.content ?? {}) as Record<string, Json>)) {
          const examples = Object.values((media.examples ?? {}) as Record<string, Json>).map((e) => e.value);
          if ('example' in media) examples.push(media.example as never);
          assert.ok(examples.length > 0, `${key} ${status} has no example`);
          for (const example of examples) {
            seen += 1;
            assert.equal(check.faults(media.schema as Json, example), '', `${key} ${status}`);
            if (Number(status) >= 400) assert.equal((example as Json).status, Number(status), key);
          }
        }
      }
    }
    assert.ok(seen > 50, `${seen} examples`);
  });

  it('knows every code of the table of errors, and refuses another', () => {
    const { ErrorCode } = (document.components as { schemas: Record<string, Json> }).schemas;
    assert.deepEqual([...(ErrorCode!.enum as string[])].sort(), Object.keys(ERRORS).sort());
  });

  it('refuses what a request must not hold', () => {
    const schema = { $ref: '#/components/schemas/OptimizeRequest' };
    for (const right of [{}, { risk_weight: 0 }, { risk_weight: 12.5 }]) {
      assert.equal(check.faults(schema, right), '', JSON.stringify(right));
    }
    for (const wrong of [null, [], 3, { risk_weight: -1 }, { risk_weight: '1' }, { riskWeight: 1 }]) {
      assert.notEqual(check.faults(schema, wrong), '', JSON.stringify(wrong));
    }
  });
});

/** Every value of that key; the examples are data, not document. */
function collect(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((inner) => collect(inner, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'example' || name === 'examples') return [];
    return name === key ? [inner] : collect(inner, key);
  });
}

function resolve(document: Json, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((value, token) => (value as Json | undefined)?.[token], document);
}
