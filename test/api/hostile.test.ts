import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Node, NodeAPI, NodeInitializer } from 'node-red';
import { openApiDocument } from '../../lib/api';
import { answerOf, connected, type RawAnswer, sendRaw } from '../support/raw-http';
import { nextStatus, receive, type Wired, withFlow } from '../support/runtime';
import { AnswerCheck } from './answer-check';
import { type FuzzedRequest, fuzzedRequests, HOSTILE_TEXTS } from './fuzzed-requests';
import { optimizedSnapshot } from './sample';

import gridApi = require('../../nodes/grid-api/grid-api');

const FLOW: Wired[] = [
  { id: 'api', type: 'grid-api', name: '', requests_per_s: 100_000, wires: [[], ['commands']] },
  { id: 'commands', type: 'helper', wires: [] },
];
const SEED = 20_260_131;
const LEAK = /node_modules|\.[jt]s:\d+:\d+|\\n +at |node:internal/;
const HERE = path.join(__dirname, '../../..');
const snapshot = optimizedSnapshot(1);

let check: AnswerCheck;
let server: Server;
let api: Node;

/** Runs the node in a real runtime, with a tick in it. */
async function attacked(body: (base: string) => Promise<void>): Promise<void> {
  const nodes: NodeInitializer[] = [
    gridApi,
    (RED: NodeAPI) => {
      server = (RED as unknown as { server: Server }).server;
    },
  ];
  await withFlow(nodes, FLOW, async ({ node, base }) => {
    api = node('api');
    const shown = nextStatus(api, (text) => text.endsWith('tick 1'));
    receive(api, { payload: snapshot });
    await shown;
    await body(base);
    assert.equal((await fetch(`${base}/api/grid/state`)).status, 200, 'and goes on');
  });
}

/** Fails where an answer tells too much, is no problem of ours or of Node.js, or has another status. */
function safe({ status, headers, body, text }: RawAnswer, allowed: readonly number[], what: string): void {
  assert.ok(allowed.includes(status), `${what}: ${text.slice(0, 300)}`);
  assert.ok(!LEAK.test(text) && !text.includes(HERE), `${what}: ${text.slice(0, 2000)}`);
  // Of Node-RED's own pages, beside the API.
  const foreign = headers['content-type']?.startsWith('text/html');
  if (foreign) assert.equal(status, 404, what);
  if (foreign) return;
  assert.equal(headers['x-powered-by'], undefined);
  if (status < 400 || body === '') return;
  assert.equal(headers['content-type'], 'application/problem+json', `${what}: ${text.slice(0, 300)}`);
  assert.equal(check.faults({ $ref: '#/components/schemas/Problem' }, JSON.parse(body)), '', what);
}

const request = (line: string, headers: readonly string[] = [], body: string | Buffer = '') =>
  Buffer.concat([
    Buffer.from(
      [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n'),
      'latin1',
    ),
    Buffer.from(body as string),
  ]);

function post(body: string | Buffer, headers: readonly string[] = [], where = '/api/grid/optimize'): Buffer {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return request(`POST ${where}`, ['Content-Type: application/json', length, ...headers], body);
}

describe('hostile clients of the HTTP API', function () {
  this.timeout(120_000);

  before(async () => {
    check = new AnswerCheck((await openApiDocument({ basePath: '/api', version: '0' })) as never);
  });

  it('slow headers and slow bodies hold up nobody, and are cut off by the server’s own time', async () => {
    await attacked(async (base) => {
      assert.ok(server.headersTimeout > 0 && server.headersTimeout <= 60_000);
      assert.ok(server.requestTimeout > 0 && server.requestTimeout <= 300_000);
      const starts = [
        'GET /api/grid/state HTTP/1.1\r\nHost: localhost\r\nX-Slow: ',
        'POST /api/grid/optimize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{',
        'POST /api/grid/switch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ed',
      ];
      const slow: Socket[] = [];
      for (let i = 0; i < 300; i++) {
        const socket = await connected(base);
        socket.on('error', () => {});
        socket.write(starts[i % 3]!);
        slow.push(socket);
      }
      for (const socket of slow) socket.write('a');
      for (let i = 0; i < 20; i++) {
        assert.equal((await fetch(`${base}/api/grid/state`)).status, 200);
        const init = {
          method: 'POST',
          body: '{"edge":"L1","closed":true}',
          headers: { 'content-type': 'application/json' },
        };
        assert.equal((await fetch(`${base}/api/grid/switch`, init)).status, 202);
      }
      const closed = Promise.all(slow.map((socket) => once(socket, 'close')));
      for (const socket of slow) socket.destroy();
      await closed;
    });
  });

  it('huge bodies are refused, and no more than the limit is kept', async () => {
    await attacked(async (base) => {
      const head = (more: string) =>
        `POST /api/grid/switch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${more}\r\n\r\n`;
      for (const length of [65 * 1024 + 1, 1024 ** 2 + 1, 1024 ** 3, 2 ** 52]) {
        if (length > 1024 ** 2) {
          safe(await sendRaw(base, head(`Content-Length: ${length}`)), [413], `declared ${length}`);
        } else {
          safe(await sendRaw(base, post(Buffer.alloc(length, 0x20))), [413], `sent ${length}`);
        }
      }
      const socket = await connected(base);
      const answer = answerOf(socket, () => {
        socket.write(head('Transfer-Encoding: chunked'));
        const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
        const more = () => {
          while (!socket.destroyed && socket.write(chunk));
        };
        socket.on('drain', more);
        more();
      });
      safe(await answer, [413], 'without an end');
    });
  });

  it('deep JSON, pollution, double fields and other JSON are refused or harmless', async () => {
    await attacked(async (base) => {
      const bodies: [body: string, allowed: number[]][] = [
        [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, [413]],
        [`${'['.repeat(32_000)}${']'.repeat(32_000)}`, [400]],
        [`{"risk_weight":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, [400]],
        [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, [400]],
        ['{"__proto__":{"polluted":1}}', [400]],
        ['{"constructor":{"prototype":{"polluted":1}}}', [400]],
        ['{"risk_weight":1,"__proto__":{"polluted":1}}', [400]],
        ['{"risk_weight":1e309}', [400]],
        ['{"risk_weight":"1"}', [400]],
        ['\ufeff{}', [400, 503]],
        ['{}{}', [400]],
        ['[{}]', [400]],
        ['{"risk_weight":1}\u0000', [400]],
      ];
      for (const [body, allowed] of bodies) safe(await sendRaw(base, post(body)), allowed, body.slice(0, 60));
      for (const query of [
        '__proto__=1',
        '__proto__[polluted]=1',
        'constructor.prototype.polluted=1',
        'limit[$gt]=1',
      ]) {
        safe(await sendRaw(base, request(`GET /api/audit?${query}`)), [400], query);
      }
      assert.equal(({} as { polluted?: unknown }).polluted, undefined);
      assert.deepEqual(Object.keys(Object.prototype), []);
    });
  });

  it('encodings that are none of ours are refused, and nothing is unpacked', async () => {
    await attacked(async (base) => {
      const bomb = gzipSync(Buffer.alloc(32 * 1024 ** 2, 0x20));
      assert.ok(bomb.length < 60_000);
      for (const encoding of ['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
        safe(await sendRaw(base, post(bomb, [`Content-Encoding: ${encoding}`])), [415], encoding);
      }
      for (const charset of [
        'utf-7',
        'utf-16',
        'latin1',
        'utf-8; charset=utf-7',
        '"utf-8',
        'x'.repeat(2000),
      ]) {
        const type = [`Content-Type: application/json; charset=${charset}`, 'Content-Length: 2'];
        safe(await sendRaw(base, request('POST /api/grid/optimize', type, '{}')), [400, 415], charset);
      }
      for (const bytes of [
        [0xff, 0xfe],
        [0x7b, 0xff, 0x7d],
        [0xc0, 0x80],
        [0xed, 0xa0, 0x80],
      ]) {
        safe(await sendRaw(base, post(Buffer.from(bytes))), [400], bytes.join());
      }
    });
  });

  it('tricks with paths lead nowhere', async () => {
    await attacked(async (base) => {
      const targets = [
        ...[
          '/api/../api/grid/state',
          '/api/./grid/state',
          '/api//grid/state',
          '//api/grid/state',
          '/api/grid/state/..',
        ],
        ...[
          '/api/%2e%2e/%2e%2e/etc/passwd',
          '/api/grid%2fstate',
          '/api/grid/state%00',
          '/api/grid/state;x=1',
          '/api\\grid\\state',
        ],
        ...[
          '/api/grid/node/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
          '/api/grid/node/..%5c..%5cwindows',
          '/api/grid/node/%00',
          '/api/grid/node/%c0%ae%c0%ae',
        ],
        ...[
          'http://localhost/api/grid/nothing',
          'http://evil.example/api/nothing',
          '/api/http://evil.example/',
          '/api/?',
          '/api/#',
        ],
        ...HOSTILE_TEXTS.map(
          (text) =>
            `/api/grid/node/${Buffer.from(text)
              .toString('latin1')
              .replace(/\s/g, '')
              .replaceAll('\u0000', '')}`,
        ),
      ];
      for (const target of targets) safe(await sendRaw(base, request(`GET ${target}`)), [400, 404], target);
      // Too long for Node.js itself.
      for (const length of [20_000, 100_000]) {
        safe(
          await sendRaw(base, request(`GET /api/grid/node/${'a'.repeat(length)}`)),
          [431],
          `${length} characters`,
        );
      }
      safe(
        await sendRaw(base, request('GET http://localhost/api/grid/state')),
        [200],
        'absolute form of the right one',
      );
    });
  });

  it('malformed requests, smuggled ones, and floods of headers end in a refusal', async () => {
    await attacked(async (base) => {
      const many = Array.from({ length: 1000 }, (_none, i) => `X-${i}: 1`);
      safe(await sendRaw(base, request('GET /api/grid/state', many)), [200, 431], '1000 headers');
      safe(
        await sendRaw(base, request('GET /api/grid/state', [`X-Long: ${'x'.repeat(20_000)}`])),
        [431],
        'a long one',
      );
      const doubled = ['X-API-Key: a', 'X-API-Key: b', 'Authorization: Bearer a', 'Authorization: Bearer b'];
      safe(await sendRaw(base, request('GET /api/grid/state', doubled)), [401], 'doubled keys');
      const both = ['Content-Length: 2', 'Transfer-Encoding: chunked', 'Content-Type: application/json'];
      safe(await sendRaw(base, request('POST /api/grid/optimize', both, '0\r\n\r\n')), [400], 'two lengths');
      const rubbish = [
        '\r\n\r\n',
        'GET\r\n\r\n',
        'GET /api/grid/state HTTP/9.9\r\n\r\n',
        'GET /api/grid/state HTTP/1.1\r\n\r\n',
        'GET /api/grid/state HTTP/1.1\r\nHost: a\r\nHost: b\r\nBad Header: x\r\n\r\n',
        'POST /api/grid/switch HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
        'POST /api/grid/switch HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001',
      ];
      for (const bytes of rubbish) {
        const socket = await connected(base);
        const answer = await answerOf(socket, () => socket.end(bytes, 'latin1'));
        safe(answer, [0, 400, 505], JSON.stringify(bytes));
      }
    });
  });

  it('a thousand requests in one packet are answered, in order', async () => {
    await attacked(async (base) => {
      const one = 'GET /api/grid/node/S2 HTTP/1.1\r\nHost: localhost\r\n\r\n';
      const socket = await connected(base);
      const { text } = await answerOf(socket, () =>
        socket.write(one.repeat(999) + request('GET /api/grid/nothing')),
      );
      assert.equal(text.match(/HTTP\/1\.1 200 OK/g)?.length, 999);
      assert.equal(text.match(/HTTP\/1\.1 404 Not Found/g)?.length, 1);
      assert.ok(text.lastIndexOf('200 OK') < text.indexOf('404 Not Found'));
    });
  });

  it('4,000 fuzzed requests over sockets: no 5xx but NOT_READY, and every answer is as the document has it', async () => {
    await attacked(async (base) => {
      const ids = [...snapshot.nodes, ...snapshot.edges].map(({ id }) => id);
      const seen = new Map<number, number>();
      let sent = 0;
      const ask = async ({ method, path: place, query, headers, body }: FuzzedRequest) => {
        const target = `/api${place}${query === '' ? '' : `?${query}`}`;
        const named = Object.entries({ host: 'localhost', ...headers, connection: 'close' });
        // Most of them as from this machine, where nothing has to be shown.
        const local = sent++ % 4 > 0;
        const left = local ? ['x-api-key', 'authorization', 'x-forwarded-for', 'host'] : ['x-api-key'];
        const lines = [
          ...(local ? [['host', 'localhost']] : []),
          ...named.filter(([name]) => !left.includes(name)),
          ['content-length', body.length],
        ];
        const head = lines.map(([name, value]) => `${name}: ${value}`).join('\r\n');
        const bytes = Buffer.concat([
          Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n\r\n`, 'latin1'),
          body,
        ]);
        const answer = await sendRaw(base, bytes);
        seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
        // Node.js itself refuses some, without a body.
        if (answer.headers['content-type'] === undefined)
          return safe(answer, [204, 304, 400, 431, 200, 401], target);
        assert.ok(!LEAK.test(answer.text.replaceAll(place, '')) && !answer.text.includes(HERE), answer.text);
        const value = check.check({ method, path: place, ...answer }) as { code?: string } | undefined;
        // No path-optimize answers here, and there is no folder for the audit log.
        if (answer.status >= 500 && method !== 'HEAD') assert.equal(value?.code, 'NOT_READY', answer.text);
      };
      const { paths, ...rest } = (await openApiDocument({ basePath: '/api', version: '0' })) as {
        paths: Record<string, object>;
      };
      // The live stream has no end.
      const ending = Object.fromEntries(Object.entries(paths).filter(([place]) => place !== '/stream'));
      const document = { ...rest, paths: ending };
      await fc.assert(fc.asyncProperty(fuzzedRequests(document, ['none'], ids), ask), {
        numRuns: 4000,
        seed: SEED,
      });
      for (const status of [200, 202, 400, 404, 405])
        assert.ok((seen.get(status) ?? 0) > 5, `${status}: ${seen.get(status)}`);
    });
  });
});
