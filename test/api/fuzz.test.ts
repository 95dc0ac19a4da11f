import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import path from 'node:path';
import fc from 'fast-check';
import { Access, type AuditEntry, KeyRing, SCOPES } from '../../lib/access';
import { GridApi, type GridApiOptions, openApiDocument } from '../../lib/api';
import { AnswerCheck } from './answer-check';
import { type FuzzedRequest, fuzzedRequests } from './fuzzed-requests';
import { optimizedSnapshot } from './sample';

const REQUESTS = 100_000;
const SEED = 20_260_131;

/** A file, a line of a stack, or a package: nothing of that is for the outside. */
const LEAK = /node_modules|\.[jt]s:\d+:\d+|\\n +at |node:internal/;
const HERE = path.join(__dirname, '../../..');

async function make(changes: Partial<GridApiOptions> = {}) {
  const clock = { ms: 0 };
  let drawn = 0;
  // The same keys each time, so that the same seed makes the same requests.
  const randomBytes = (size: number) => createHash('sha256').update(`${drawn++}`).digest().subarray(0, size);
  const keys = new KeyRing({ clock: () => new Date(0), randomBytes });
  const access = new Access({
    mode: 'always',
    isLocal: () => false,
    keys,
    trustedProxies: ['127.0.0.1'],
    requestsPerSecond: 1000,
    now: () => clock.ms,
  });
  const secrets: string[] = [];
  for (const scope of SCOPES) {
    const all = scope === 'read' ? [...SCOPES] : [scope];
    secrets.push((await keys.issue({ name: scope, scopes: all, expires_days: null })).secret);
  }
  const log: AuditEntry[] = [];
  const inside: unknown[] = [];
  const snapshot = optimizedSnapshot(1);
  const routes = {
    alternatives: snapshot.optimization!.paths.slice(1),
    backup: { kind: 'none', paths: [], bottlenecks: ['L1'], reason: 'x' },
  };
  const api = new GridApi({
    basePath: '/api',
    corsOrigins: ['http://localhost:*'],
    historyLimit: 5,
    versions: { package: '0.1.0', node: '24.0.0', node_red: '5.0.0' },
    now: () => clock.ms,
    instance: 'test',
    broker: () => null,
    optimize: async () => snapshot,
    findRoutes: async () => routes as never,
    command: () => {},
    audit: async (limit) => log.slice(-limit).reverse(),
    onAudit: (entry) => {
      log.push(entry);
      if (log.length > 500) log.shift();
    },
    access,
    onError: (thrown) => inside.push(thrown),
    ...changes,
  });
  const document = await openApiDocument({ basePath: '/api', version: '0.1.0' });
  const check = new AnswerCheck(document as Record<string, unknown>);
  const seen = new Map<number, number>();
  const checked = new Set<string>();
  const bodies = new WeakMap<Buffer, string>();
  /** Holds the answer to a request against the document, and for what must never happen. */
  const ask = async (request: FuzzedRequest, mayFail: (code: string) => boolean) => {
    clock.ms += 5;
    const { method, path, query, headers } = request;
    const gone = new AbortController();
    const {
      status,
      headers: given,
      body,
    } = await api.handle({
      method,
      path,
      query,
      headers,
      body: async () => request.body,
      address: '127.0.0.1',
      signal: gone.signal,
    });
    // Nobody reads on where the answer is a stream.
    gone.abort();
    seen.set(status, (seen.get(status) ?? 0) + 1);
    assert.deepEqual(inside, [], 'an error that is not Gridloom’s own');
    if (method === 'OPTIONS' && status === 204) return;
    // Documents are many times the same, and the very same bytes: what was right once is.
    const kind = `${method} ${status}`;
    if (body.length > 0 && bodies.get(body) === kind) return;
    bodies.set(body, kind);
    const text = body.toString();
    const key = `${method} ${status} ${text.length > 2000 ? '' : path} ${text}`;
    if (checked.has(key)) return;
    if (checked.size < 5000) checked.add(key);
    const value = check.check({ method, path, status, headers: given, body: text }) as
      | { code?: string }
      | undefined;
    if (status >= 500 && method !== 'HEAD') assert.ok(mayFail(value?.code ?? ''), `${status} ${text}`);
    assert.ok(!LEAK.test(text.replaceAll(request.path, '')) && !text.includes(HERE), text);
    for (const one of Object.values(given)) assert.match(one, /^[\t\x20-\x7e]*$/);
  };
  return { api, ask, seen, secrets, document, snapshot };
}

describe('requests fuzzed from the OpenAPI document', () => {
  it(`${REQUESTS} of them: no 5xx, nothing leaks, every answer is as the document has it`, async function () {
    this.timeout(300_000);
    const { api, ask, seen, secrets, document, snapshot } = await make();
    api.store.accept(snapshot);
    const ids = [...snapshot.nodes, ...snapshot.edges].map(({ id }) => id);
    const property = fc.asyncProperty(fuzzedRequests(document, secrets, ids), (request) =>
      ask(request, () => false),
    );
    await fc.assert(property, {
      numRuns: REQUESTS,
      seed: SEED,
      interruptAfterTimeLimit: 280_000,
      markInterruptAsFailure: true,
    });
    assert.equal(
      [...seen.values()].reduce((sum, count) => sum + count, 0),
      REQUESTS,
    );
    const expected = [200, 202, 204, 304, 400, 401, 403, 404, 405, 415, 422, 429];
    for (const status of expected) assert.ok((seen.get(status) ?? 0) > 50, `${status}: ${seen.get(status)}`);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    assert.deepEqual(Object.keys(Object.prototype), []);
  });

  it('before the first tick, nothing but NOT_READY', async function () {
    this.timeout(60_000);
    const { ask, seen, secrets, document } = await make({
      command: undefined,
      audit: undefined,
      findRoutes: undefined,
    });
    const property = fc.asyncProperty(fuzzedRequests(document, secrets, ['S1', 'L1']), (request) =>
      ask(request, (code) => code === 'NOT_READY'),
    );
    await fc.assert(property, { numRuns: 5000, seed: SEED });
    assert.ok((seen.get(503) ?? 0) > 300, `${seen.get(503)}`);
  });
});
