import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeInitializer } from 'node-red';

import helper = require('node-red-node-test-helper');

import { openApiDocument } from '../../lib/api';
import type { NodeRoutes, Snapshot } from '../../lib/contract';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { RouteFinder, readBranches } from '../../lib/paths';
import { AnswerCheck } from '../api/answer-check';
import { optimizedSnapshot, reoptimized } from '../api/sample';
import { type Message, nextInput, nextStatus, receive, type Wired, withFlow } from '../support/runtime';

import gridApi = require('../../nodes/grid-api/grid-api');

const API: Wired = { id: 'api', type: 'grid-api', name: '', wires: [['optimizer']] };
/** Plays path-optimize: a test decides what it sends. */
const OPTIMIZER: Wired = { id: 'optimizer', type: 'helper', wires: [['api']] };
const JSON_TYPE = { 'content-type': 'application/json' };

interface Layer {
  name: string;
}

let httpNode: { _router?: { stack: Layer[] }; parent?: { _router?: { stack: Layer[] } } };
const nodes: NodeInitializer[] = [
  gridApi,
  (RED: NodeAPI) => {
    httpNode = RED.httpNode as never;
  },
];

let check: AnswerCheck;

/** Fetches, and holds the answer against the OpenAPI document. */
async function ask(base: string, line: string, init: RequestInit = {}, root = '/api') {
  const [method = '', path = ''] = line.split(' ');
  const response = await fetch(`${base}${root}${path}`, { ...init, method });
  const exchange = {
    method,
    path: path.split('?')[0],
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
  return { ...exchange, value: check.check(exchange) as Record<string, never> };
}

/** Lets the node take a snapshot in, and waits until it has. */
async function tick(node: Node, snapshot: Snapshot, rest: Message = {}): Promise<void> {
  const shown = nextStatus(node, (text) => text.endsWith(`tick ${snapshot.sequence}`));
  receive(node, { payload: snapshot, ...rest });
  await shown;
}

/** What a raw request line is answered with: status line, headers and body as text. */
async function raw(base: string, lines: string): Promise<string> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.write(`${lines}\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 'latin1');
  await once(socket, 'close');
  return text;
}

function layers(): number {
  return (httpNode._router?.stack ?? []).filter(({ name }) => !['query', 'expressInit'].includes(name))
    .length;
}

describe('grid-api', () => {
  before(async () => {
    check = new AnswerCheck((await openApiDocument({ basePath: '/api', version: '0' })) as never);
  });

  it('serves the newest snapshot and says so in its status', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      assert.equal((await ask(base, 'GET /health')).value.status, 'starting');
      assert.equal((await ask(base, 'GET /grid/state')).status, 503);
      const status = nextStatus(node('api'), (text) => text.includes('tick 17'));
      receive(node('api'), { payload: optimizedSnapshot(17) });
      assert.equal(await status, 'http /api, 12 edges, tick 17');
      const { optimization, ...state } = optimizedSnapshot(17);
      assert.ok(optimization);
      assert.deepEqual((await ask(base, 'GET /grid/state')).value, state);
      for (const path of [
        'paths',
        'risk',
        'loss',
        'statistics',
        'history',
        'alarms',
        'node/S2',
        'data-source',
      ]) {
        assert.equal((await ask(base, `GET /grid/${path}`)).status, 200, path);
        assert.equal((await ask(base, `HEAD /grid/${path}`)).status, 200, path);
      }
      const health = (await ask(base, 'GET /health')).value as Record<string, Record<string, unknown>>;
      assert.equal(health.versions!.node, process.versions.node);
      assert.equal(health.last_tick!.sequence, 17);
      assert.equal((await ask(base, 'GET /openapi.json')).status, 200);
      const etag = (await ask(base, 'GET /grid/state')).headers.etag!;
      assert.equal((await ask(base, 'GET /grid/state', { headers: { 'if-none-match': etag } })).status, 304);
    });
  });

  it('refuses what is no snapshot, another grid and what was seen; the state stays', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(2));
      const broken = optimizedSnapshot(3);
      broken.edges[1]!.vibration_mm_s = Number.NaN;
      const wrong: [payload: unknown, code: string][] = [
        [undefined, 'INVALID_SNAPSHOT'],
        ['snapshot', 'INVALID_SNAPSHOT'],
        [broken, 'INVALID_READING'],
        [optimizedSnapshot(3, { grid_id: 'elsewhere' }), 'WRONG_GRID'],
        [optimizedSnapshot(2), 'DUPLICATE_SEQUENCE'],
        [optimizedSnapshot(1), 'DUPLICATE_SEQUENCE'],
      ];
      for (const [payload, code] of wrong) {
        const status = nextStatus(node('api'), (text) => text.includes(`refused (${code})`));
        const error = once(node('api'), 'call:error');
        receive(node('api'), { payload });
        await Promise.all([status, error]);
        assert.equal((await ask(base, 'GET /grid/state')).value.sequence, 2);
      }
      await tick(node('api'), optimizedSnapshot(3));
    });
  });

  it('finds the alternatives and the backup of a node, in the state of the newest tick', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      const first = optimizedSnapshot(1);
      await tick(node('api'), first);
      const line = 'GET /grid/node/S4?alternatives=3';
      const network = builtinNetwork('riverside');
      const grid = compileGrid(network);
      const expected = (snapshot: Snapshot) => {
        const finder = new RouteFinder(grid);
        finder.observe(readBranches(grid, snapshot.edges).branches, snapshot.optimization!.risk_weight);
        return finder.routesOf('S4', 3);
      };
      const answers = await Promise.all([ask(base, line), ask(base, line), ask(base, 'GET /grid/node/S4')]);
      const { alternatives, backup } = answers[0].value as unknown as NodeRoutes;
      assert.deepEqual({ alternatives, backup }, expected(first));
      assert.equal(answers[1].body, answers[0].body);
      assert.deepEqual(['alternatives' in answers[2].value, 'backup' in answers[2].value], [false, false]);

      const second = optimizedSnapshot(2);
      const [lost] = alternatives[0].edges;
      second.edges.find(({ id }) => id === lost)!.in_service = false;
      await tick(node('api'), second);
      const after = (await ask(base, line)).value as unknown as NodeRoutes;
      assert.deepEqual(after.alternatives, expected(second).alternatives);
      assert.ok(after.alternatives.every(({ edges }) => !edges.includes(lost)));
    });
  });

  it('says whose grid-model it lacks, where it is asked for paths of another grid', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(1, { grid_id: 'elsewhere' }));
      const { status, value } = await ask(base, 'GET /grid/node/S4?alternatives=3');
      assert.deepEqual([status, value.code, value.at], [409, 'WRONG_GRID', 'network of grid-api']);
      assert.equal((await ask(base, 'GET /grid/node/S4')).status, 200);
    });
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      const changed = optimizedSnapshot(1);
      changed.edges[0].id = 'other';
      await tick(node('api'), changed);
      assert.equal((await ask(base, 'GET /grid/node/S4?alternatives=3')).value.code, 'WRONG_GRID');
    });
    await withFlow(nodes, [{ ...API, model: 'gone' }, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(1));
      for (const _again of [1, 2]) {
        const { status, value } = await ask(base, 'GET /grid/node/S4?alternatives=3');
        assert.deepEqual([status, value.code], [503, 'NOT_READY']);
      }
    });
  });

  it('optimises on demand: a request goes out, the state that comes back answers it', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(5));
      const sent = nextInput(node('optimizer'));
      const answer = ask(base, 'POST /grid/optimize', { body: '{"risk_weight":3}', headers: JSON_TYPE });
      const request = await sent;
      assert.equal(request.topic, 'optimize');
      assert.deepEqual(request.payload, { command: 'optimize', risk_weight: 3 });
      assert.equal(typeof request.optimize_request, 'string');
      const state = reoptimized(optimizedSnapshot(5), 3);
      node('optimizer').send({ ...request, payload: state } as never);
      const { status, value } = await answer;
      assert.equal(status, 200);
      assert.deepEqual([value.risk_weight, value.reward, value.sequence], [3, -0.5, 5]);
      assert.equal((await ask(base, 'GET /grid/paths')).value.risk_weight, 3);
    });
  });

  it('answers with what would be, and keeps the state as it is', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(5));
      const before = (await ask(base, 'GET /grid/paths')).value;
      const sent = nextInput(node('optimizer'));
      const answer = ask(base, 'POST /grid/optimize', { body: '{"risk_weight":3}', headers: JSON_TYPE });
      const state = reoptimized(optimizedSnapshot(5), 3);
      state.optimization!.what_if = true;
      node('optimizer').send({ ...(await sent), payload: state } as never);
      const { status, value } = await answer;
      assert.deepEqual([status, value.risk_weight, value.what_if], [200, 3, true]);
      assert.deepEqual((await ask(base, 'GET /grid/paths')).value, before);
    });
  });

  it('answers each of several requests with its own state, even one that a newer tick has overtaken', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(5));
      const asked: { request: Message; answer: ReturnType<typeof ask> }[] = [];
      for (const risk_weight of [1, 2]) {
        const sent = nextInput(node('optimizer'));
        const body = JSON.stringify({ risk_weight });
        const answer = ask(base, 'POST /grid/optimize', { body, headers: JSON_TYPE });
        asked.push({ request: await sent, answer });
      }
      await tick(node('api'), optimizedSnapshot(6));
      for (const [i, { request }] of [...asked.entries()].reverse()) {
        node('optimizer').send({ ...request, payload: reoptimized(optimizedSnapshot(5), i + 1) } as never);
      }
      for (const [i, { answer }] of asked.entries()) {
        const { value } = await answer;
        assert.deepEqual([value.risk_weight, value.sequence], [i + 1, 5]);
      }
      assert.equal((await ask(base, 'GET /grid/state')).value.sequence, 6);
    });
  });

  it('answers 500 at once where the optimiser fails or sends what cannot be used', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(5));
      const bad: Message[] = [
        { error: { message: '/secret/path: no' }, payload: {} },
        { payload: 'nothing' },
        { payload: optimizedSnapshot(6, { grid_id: 'elsewhere' }) },
        { payload: optimizedSnapshot(7, { optimization: undefined }) },
      ];
      for (const reply of bad) {
        const sent = nextInput(node('optimizer'));
        const answer = ask(base, 'POST /grid/optimize');
        node('optimizer').send({ ...(await sent), ...reply } as never);
        const { status, body } = await answer;
        assert.equal(status, 500);
        assert.ok(!body.includes('secret'));
      }
    });
  });

  it('answers 504 where nothing comes back, and 503 where the output is not wired', async () => {
    await withFlow(nodes, [{ ...API, optimize_timeout_s: 0.1 }, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(5));
      const { status, value } = await ask(base, 'POST /grid/optimize');
      assert.deepEqual([status, value.code], [504, 'TIMEOUT']);
    });
    await withFlow(nodes, [{ ...API, wires: [[]] }], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(5));
      const { status, value } = await ask(base, 'POST /grid/optimize');
      assert.equal(status, 503);
      assert.match(value.detail!, /[Ww]ire it to the input of path-optimize/);
    });
  });

  it('waits for 32 at most; who goes away makes room; who still waits at close is answered 503', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(5));
      const gone = new AbortController();
      const waiting: Promise<unknown>[] = [];
      for (let i = 0; i < 32; i++) {
        const sent = nextInput(node('optimizer'));
        const answer = ask(base, 'POST /grid/optimize', i === 0 ? { signal: gone.signal } : {});
        answer.catch(() => undefined);
        waiting.push(answer);
        await sent;
      }
      const busy = await ask(base, 'POST /grid/optimize');
      assert.deepEqual([busy.status, busy.value.code], [503, 'BUSY']);
      gone.abort();
      await assert.rejects(waiting[0]!);
      let room = false;
      while (!room) {
        const sent = nextInput(node('optimizer')).then(() => true);
        const answer = ask(base, 'POST /grid/optimize');
        room = await Promise.race([sent, answer.then(() => false)]);
        if (room) waiting.push(answer);
      }
      await helper.clearFlows();
      for (const answer of waiting.slice(1)) {
        const { status, value } = (await answer) as Awaited<ReturnType<typeof ask>>;
        assert.deepEqual([status, value.code], [503, 'NOT_READY']);
      }
    });
  });

  it('leaves exactly one route behind a redeploy, and none when it is gone', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ base }) => {
      assert.equal(layers(), 1);
      for (const type of ['full', 'nodes', 'flows', 'nodes'] as const) {
        await helper.setFlows([{ ...API, name: `again ${type} ${Math.random()}` }, OPTIMIZER], type);
        assert.equal(layers(), 1, type);
        assert.equal((await ask(base, 'GET /health')).status, 200);
      }
      await helper.setFlows([{ ...API, base_path: '/elsewhere' }, OPTIMIZER], 'nodes');
      assert.equal(layers(), 1);
      assert.equal((await fetch(`${base}/elsewhere/health`)).status, 200);
      assert.match(await (await fetch(`${base}/api/health`)).text(), /html/, 'not ours any more');
      await helper.setFlows([OPTIMIZER], 'full');
      assert.equal(layers(), 0);
    });
  });

  it('refuses a path that another grid-api serves, wholly or in part', async () => {
    const others = ['/api', '/API/', '/api/two'].map((base_path, i) => ({
      ...API,
      id: `other${i}`,
      base_path,
    }));
    const third = { ...API, id: 'third', base_path: '/apix' };
    await withFlow(nodes, [API, OPTIMIZER, ...others, third], async ({ node, base }) => {
      assert.equal(layers(), 2);
      const errors = (
        helper.log() as unknown as { args: [{ id: string; level: number; msg: string }][] }
      ).args
        .map(([entry]) => entry)
        .filter(({ msg }) => /base_path; got "\/api.*does not overlap "\/api"/i.test(String(msg)));
      assert.deepEqual(errors.map(({ id }) => id).sort(), ['other0', 'other1', 'other2']);
      await tick(node('api'), optimizedSnapshot(1));
      assert.equal((await ask(base, 'GET /grid/state')).status, 200);
      assert.equal((await fetch(`${base}/apix/health`)).status, 200);
      const error = once(node('other0'), 'call:error');
      receive(node('other0'), { payload: optimizedSnapshot(1) });
      await error;
    });
  });

  const badSettings: Record<string, unknown>[] = [
    { base_path: 'grid' },
    { base_path: '/' },
    { base_path: '/a/:id' },
    { base_path: '/a(b)?' },
    { base_path: '/..' },
    { cors_origins: 'localhost' },
    { optimize_timeout_s: 'soon' },
    { optimize_timeout_s: 0 },
    { history_limit: 1e9 },
    { alarm_threshold: 0 },
    { alarm_threshold: 0.1, hysteresis: 0.1 },
  ];
  for (const settings of badSettings) {
    it(`refuses the setting ${JSON.stringify(settings)} by name, and serves nothing`, async () => {
      await withFlow(nodes, [{ ...API, ...settings }, OPTIMIZER], async () => {
        assert.equal(layers(), 0);
        const messages = (helper.log() as unknown as { args: [{ msg: unknown }][] }).args.map(([{ msg }]) =>
          String(msg),
        );
        const name = Object.keys(settings).at(-1)!;
        assert.ok(
          messages.some((msg) => msg.includes(`A setting is not valid: ${name};`)),
          messages.join('\n'),
        );
      });
    });
  }

  it('stands below httpNodeRoot, and behind httpNodeMiddleware', async () => {
    const settings = {
      httpNodeRoot: '/flows/',
      httpNodeMiddleware: (
        req: { headers: Record<string, string> },
        res: { writeHead(status: number): { end(): void } },
        next: () => void,
      ) => (req.headers.authorization === 'let me in' ? next() : res.writeHead(401).end()),
    };
    await withFlow(
      nodes,
      [API, OPTIMIZER],
      async ({ base }) => {
        assert.equal((await fetch(`${base}/flows/api/health`)).status, 401);
        const headers = { authorization: 'let me in' };
        assert.equal((await fetch(`${base}/flows/api/health`, { headers })).status, 200);
        const document = await (await fetch(`${base}/flows/api/openapi.json`, { headers })).json();
        assert.deepEqual((document as { servers: unknown }).servers, [{ url: '/flows/api/v1' }]);
        const problem = await (await fetch(`${base}/flows/api/x`, { headers })).json();
        assert.equal((problem as { instance: string }).instance, '/flows/api/x');
        assert.equal((await fetch(`${base}/api/health`)).status, 404);
      },
      settings,
    );
  });

  it('tells of the broker', async () => {
    const state = {
      mode: 'external',
      connected: false,
      address: 'mqtt://b:1883',
      dropped: 3,
      error: 'refused',
    };
    const broker = (RED: NodeAPI) => {
      RED.nodes.registerType('grid-broker', function (this: Node & { state?: unknown }, def: NodeDef) {
        RED.nodes.createNode(this, def);
        this.state = () => state;
      } as never);
    };
    const flow = [{ ...API, broker: 'broker' }, OPTIMIZER, { id: 'broker', type: 'grid-broker' }];
    await withFlow([broker, ...nodes], flow, async ({ base }) => {
      assert.deepEqual((await ask(base, 'GET /health')).value.broker, state);
    });
    await withFlow(nodes, [{ ...API, broker: 'gone' }, OPTIMIZER], async ({ base }) => {
      assert.equal((await ask(base, 'GET /health')).value.broker, null);
    });
  });

  it('answers bad bodies and preflights itself, though the editor stands before it and guards stay', async () => {
    const { json } = require('body-parser') as { json(): (...args: unknown[]) => void };
    type Response = { setHeader(name: string, value: string): void; writeHead(s: number): { end(): void } };
    const parse = json();
    const editor = (req: { method: string }, res: Response, next: () => void) => {
      res.setHeader('access-control-allow-origin', '*');
      if (req.method === 'OPTIONS') res.writeHead(200).end();
      else parse(req, res, next);
    };
    const before = () => (helper as unknown as { _app: { use(handler: unknown): void } })._app.use(editor);
    await withFlow([before, ...nodes], [{ ...API, wires: [[]] }], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(1));
      for (const body of ['{"risk', '[[[', '{}}']) {
        const { status, value } = await ask(base, 'POST /grid/optimize', { body, headers: JSON_TYPE });
        assert.deepEqual([status, value.code], [400, 'INVALID_BODY'], body);
      }
      const body = 'x'.repeat(200_000);
      assert.equal((await ask(base, 'POST /grid/optimize', { body, headers: JSON_TYPE })).status, 413);
      assert.equal((await ask(base, 'POST /grid/optimize')).status, 503, 'no body, not wired');
      const preflight = await fetch(`${base}/api/grid/optimize`, { method: 'OPTIONS' });
      assert.deepEqual([preflight.status, preflight.headers.get('allow')], [204, 'POST, OPTIONS']);
      const headers = { origin: 'http://evil.example' };
      const foreign = await fetch(`${base}/api/health`, { headers });
      assert.equal(foreign.headers.get('access-control-allow-origin'), null);
      const other = await fetch(`${base}/apiary`, { method: 'OPTIONS' });
      assert.equal(other.status, 200, 'the editor still answers for its own');
    });
  });

  it('refuses a body beyond 64 KiB, whole or in chunks', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(1));
      for (const size of [64 * 1024 + 1, 500_000, 3_000_000]) {
        const body = new Blob(['x'.repeat(size)]);
        assert.equal((await ask(base, 'POST /grid/optimize', { body, headers: JSON_TYPE })).status, 413);
        const stream = { body: body.stream(), duplex: 'half', headers: JSON_TYPE } as RequestInit;
        if (size < 1_000_000) assert.equal((await ask(base, 'POST /grid/optimize', stream)).status, 413);
      }
      const body = `{"risk_weight":1${' '.repeat(64 * 1024 - 17)}}`;
      const sent = nextInput(node('optimizer'));
      const answer = ask(base, 'POST /grid/optimize', { body, headers: JSON_TYPE });
      node('optimizer').send({ ...(await sent), payload: reoptimized(optimizedSnapshot(1), 1) } as never);
      assert.equal((await answer).status, 200, 'exactly 64 KiB are taken');
    });
  });

  it('has an example that works as it stands', async () => {
    const core = ['common/20-inject', 'common/90-comment', 'function/10-function'].map(
      (name) => require(`@node-red/nodes/core/${name}.js`) as NodeInitializer,
    );
    const file = path.join(__dirname, '../../../examples/06-grid-api.json');
    const flow = JSON.parse(readFileSync(file, 'utf8')) as Wired[];
    await withFlow([...core, ...nodes], flow, async ({ node, base }) => {
      const api = node('grid-api-example-api');
      await nextStatus(api, (text) => text === 'http /example, 1 edges, tick 1');
      for (const line of [
        'GET /health',
        'GET /grid/state',
        'GET /grid/risk',
        'POST /grid/optimize',
        'GET /grid/paths',
      ]) {
        assert.equal((await ask(base, line, {}, '/example')).status, 200, line);
      }
    });
  });

  it('answers 100 hostile paths with a problem, and goes on', async () => {
    await withFlow(nodes, [API, OPTIMIZER], async ({ node, base }) => {
      await tick(node('api'), optimizedSnapshot(1));
      const paths = hostilePaths();
      assert.equal(paths.length, 100);
      for (const path of paths) {
        const text = await raw(base, `GET ${path} HTTP/1.1`);
        const [head = '', body = ''] = text.split('\r\n\r\n');
        const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
        assert.ok([400, 404].includes(status), `${path}: ${head}`);
        assert.ok(!/at .+\.(js|ts):\d+|node_modules|\/tmp|dist\//.test(text), `${path}: ${text}`);
        if (/problem\+json/.test(head)) {
          const value = JSON.parse(body);
          assert.equal(check.faults({ $ref: '#/components/schemas/Problem' }, value), '', path);
        } else {
          assert.ok(!path.startsWith('/api/') || body === '', `${path}: ${text}`);
        }
      }
      assert.equal((await ask(base, 'GET /grid/state')).status, 200);
    });
  });
});

/** Below the API for the most part; some that Node.js itself refuses (400 without a body). */
function hostilePaths(): string[] {
  const segments = [
    ...[
      '..',
      '../..',
      '.',
      '%2e%2e',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '..%5c..%5cwindows',
      '....//',
      ';/../',
      '%00',
    ],
    ...[
      '%',
      '%%',
      '%2',
      '%zz',
      '%u0041',
      '%c0%ae%c0%ae',
      '%ff%fe',
      '%E0%A4%A',
      '%ED%A0%80',
      '%F4%90%80%80',
      '%0d%0aX:1',
    ],
    ...[
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '{id}',
      ':id',
      '*',
      '(.*)',
      '[object%20Object]',
      '$%7Bx%7D',
    ],
    ...[
      '<script>',
      '"><img>',
      "'--",
      '%22%7B',
      '`id`',
      '|ls',
      '\\',
      '^',
      '~',
      '\u00e9',
      '\u00ff\u00fe',
      'a'.repeat(8000),
    ],
    ...['undefined', 'null', 'NaN', '-1', '0x0', '1e999', '%20', '+'],
  ];
  const places = segments.slice(0, 46).flatMap((segment) => [`/api/${segment}`, `/api/grid/node/${segment}`]);
  const whole = [
    '/api',
    '/api/',
    '/api//',
    '/api//grid//state',
    '/api/grid/state/',
    '/API/GRID/STATE',
    '/api/%67rid/state',
  ];
  return [...places, ...whole, 'http://evil.example/api/nothing'];
}
