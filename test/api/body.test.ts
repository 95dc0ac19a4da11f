import { strict as assert } from 'node:assert';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { mock } from 'node:test';
import { readBody } from '../../lib/api';

describe('a request body', () => {
  afterEach(() => mock.timers.reset());

  const make = () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    const stream = Object.assign(new PassThrough(), { headers: {} });
    return { stream, body: readBody(stream as unknown as IncomingMessage) };
  };

  it('that does not come in time is refused, however little is missing', async () => {
    const { stream, body } = make();
    stream.write('{"risk_weight":');
    mock.timers.tick(30_000);
    await assert.rejects(body, { code: 'BODY_TOO_SLOW' });
  });

  it('is taken a moment before', async () => {
    const { stream, body } = make();
    mock.timers.tick(29_999);
    stream.end('{}');
    assert.equal((await body).toString(), '{}');
    mock.timers.tick(60_000);
  });

  it('that breaks off is refused', async () => {
    const { stream, body } = make();
    stream.write('{');
    stream.destroy();
    await assert.rejects(body, { code: 'INVALID_BODY' });
  });
});
