import { GridApi, type GridApiOptions, openApiDocument } from '../../lib/api';
import { AnswerCheck } from './answer-check';

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** The body's value; undefined where there is none. */
  value: Record<string, never> & { [key: string]: unknown };
  text: string;
}

export interface Ask {
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/** An API with a clock to be set by hand; every answer is held against its own OpenAPI document. */
export async function testApi(changes: Partial<GridApiOptions> = {}) {
  const clock = { ms: 0 };
  const errors: unknown[] = [];
  const options: GridApiOptions = {
    basePath: '/api',
    corsOrigins: ['http://localhost:*', 'https://control.example'],
    historyLimit: 5,
    versions: { package: '0.1.0', node: '24.0.0', node_red: '5.0.0' },
    now: () => clock.ms,
    instance: 'test',
    broker: () => null,
    optimize: () => Promise.reject(new Error('no optimiser')),
    onError: (thrown) => errors.push(thrown),
    ...changes,
  };
  const api = new GridApi(options);
  const document = await openApiDocument({ basePath: '/api', version: '0.1.0' });
  const check = new AnswerCheck(document as Record<string, unknown>);
  const ask = async (line: string, { headers = {}, body, signal }: Ask = {}): Promise<Reply> => {
    const [method = '', target = ''] = line.split(' ');
    const [path, query] = target.split('?');
    const answer = await api.handle({ method, path, query, headers, body: async () => body, signal });
    const text = answer.body.toString();
    // The document's own paths stand below its server's `/v1`.
    const described = path.replace(/^\/v1(?=\/)/, '');
    const exchange = { method, path: described, status: answer.status, headers: answer.headers, body: text };
    const value = method === 'OPTIONS' && answer.status === 204 ? undefined : check.check(exchange);
    return { status: answer.status, headers: answer.headers, value: value as Reply['value'], text };
  };
  return { api, ask, check, clock, errors };
}
