import { strict as assert } from 'node:assert';
import type { GridApiOptions } from '../../lib/api';
import { gridError } from '../../lib/errors';
import { parseCommand } from '../../lib/mqtt/commands';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

const JSON_TYPE = { 'content-type': 'application/json' };

async function make(changes: Partial<GridApiOptions> = {}) {
  const sent: object[] = [];
  const made = await testApi({ command: (command) => sent.push(command), ...changes });
  made.api.store.accept(optimizedSnapshot(1));
  const post = (line: string, body: unknown, headers: Record<string, string> = {}) =>
    made.ask(`POST ${line}`, { headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
  return { ...made, sent, post };
}

describe('commands over HTTP', () => {
  const right: [line: string, body: object, command: object][] = [
    ['/grid/plan', { command: 'accept', id: 'p1' }, { command: 'accept_plan', id: 'p1' }],
    ['/grid/plan', { command: 'accept' }, { command: 'accept_plan' }],
    ['/grid/plan', { command: 'reject', id: 'p1' }, { command: 'reject_plan', id: 'p1' }],
    ['/grid/plan', { command: 'abort', id: 'p1' }, { command: 'abort_plan', id: 'p1' }],
    ['/grid/switch', { edge: 'L2', closed: false }, { command: 'set_switch', edge: 'L2', closed: false }],
    ['/grid/switch', { edge: 'L2', closed: true }, { command: 'set_switch', edge: 'L2', closed: true }],
  ];
  for (const [line, body, command] of right) {
    it(`${line} ${JSON.stringify(body)} hands over what MQTT would`, async () => {
      const { post, sent } = await make();
      const { status, value } = await post(line, body);
      assert.deepEqual([status, value], [202, { handed_over: true, command }]);
      assert.deepEqual(sent, [command]);
      const overMqtt = { payload: Buffer.from(JSON.stringify(command)), retain: false };
      assert.deepEqual(parseCommand(overMqtt as never), command);
    });
  }

  const wrong: [line: string, body: unknown, status: number, at: string][] = [
    ['/grid/plan', {}, 400, 'body.command'],
    ['/grid/plan', { command: 'optimize' }, 400, 'body.command'],
    ['/grid/plan', { command: 'accept_plan' }, 400, 'body.command'],
    ['/grid/plan', { command: 'accept', id: '' }, 400, 'body.id'],
    ['/grid/plan', { command: 'accept', id: 'x'.repeat(129) }, 400, 'body.id'],
    ['/grid/plan', { command: 'accept', id: null }, 400, 'body.id'],
    ['/grid/plan', { command: 'accept', plan: 'p1' }, 400, 'body.plan'],
    ['/grid/switch', { edge: 'L2' }, 400, 'body.closed'],
    ['/grid/switch', { closed: true }, 400, 'body.edge'],
    ['/grid/switch', { edge: 'L2', closed: 'no' }, 400, 'body.closed'],
    ['/grid/switch', { edge: 'L2', closed: true, command: 'reset' }, 400, 'body.command'],
    ['/grid/switch', { edge: 'L99', closed: true }, 404, 'edge id'],
    ['/grid/switch', [], 400, 'body'],
    ['/grid/switch', null, 400, 'body'],
  ];
  for (const [line, body, status, at] of wrong) {
    it(`${line} ${JSON.stringify(body)?.slice(0, 60)} is refused at ${at}`, async () => {
      const { post, sent } = await make();
      const answer = await post(line, body);
      assert.deepEqual([answer.status, answer.value.at, sent], [status, at, []]);
    });
  }

  it('need a body, a tick, and somebody who takes them', async () => {
    const { ask } = await make();
    for (const line of ['POST /grid/plan', 'POST /grid/switch']) {
      const { status, value } = await ask(line);
      assert.deepEqual([status, value.code, value.at], [400, 'INVALID_BODY', 'body']);
    }
    const early = await testApi({ command: () => {} });
    const body = '{"command":"accept"}';
    assert.equal((await early.ask('POST /grid/plan', { headers: JSON_TYPE, body })).status, 503);
    const alone = await make({ command: undefined });
    assert.equal((await alone.post('/grid/plan', { command: 'accept' })).status, 503);
    const unwired = await make({
      command: () => {
        throw gridError('NOT_READY', { at: 'the second output of grid-api is not wired' });
      },
    });
    assert.equal((await unwired.post('/grid/plan', { command: 'accept' })).status, 503);
  });
});

describe('Idempotency-Key', () => {
  const key = (name: string) => ({ 'idempotency-key': name });
  const OPEN = { edge: 'L2', closed: false };

  it('has the same request carried out once', async () => {
    const { post, sent } = await make();
    const first = await post('/grid/switch', OPEN, key('k1'));
    const again = await post('/v1/grid/switch', OPEN, key('k1'));
    assert.equal(sent.length, 1);
    assert.deepEqual([again.status, again.text], [first.status, first.text]);
    assert.deepEqual(
      [first.headers, again.headers].map((h) => h['idempotent-replayed']),
      [undefined, 'true'],
    );
    await post('/grid/switch', OPEN, key('k2'));
    await post('/grid/switch', OPEN);
    await post('/grid/switch', OPEN);
    assert.equal(sent.length, 4);
  });

  it('is refused for another body or path', async () => {
    const { post, sent } = await make();
    await post('/grid/switch', OPEN, key('k1'));
    const { status, value } = await post('/grid/switch', { ...OPEN, closed: true }, key('k1'));
    assert.deepEqual([status, value.code], [422, 'IDEMPOTENCY_KEY_REUSED']);
    assert.equal((await post('/grid/plan', { command: 'accept' }, key('k1'))).status, 422);
    assert.equal(sent.length, 1);
  });

  it('keeps a refusal, but not what may go better the next time', async () => {
    let ready = false;
    const { post } = await make({
      command: () => {
        if (!ready) throw gridError('NOT_READY', { at: 'here' });
      },
    });
    assert.equal((await post('/grid/switch', OPEN, key('k1'))).status, 503);
    ready = true;
    assert.equal((await post('/grid/switch', OPEN, key('k1'))).status, 202);
    const unknown = { edge: 'L99', closed: true };
    assert.equal((await post('/grid/switch', unknown, key('k2'))).status, 404);
    assert.equal((await post('/grid/switch', unknown, key('k2'))).headers['idempotent-replayed'], 'true');
  });

  it('has a second request wait for the first', async () => {
    let runs = 0;
    let finish = () => {};
    const { post } = await make({
      optimize: () =>
        new Promise((resolve) => {
          runs++;
          finish = () => resolve(optimizedSnapshot(1));
        }),
    });
    const answers = [post('/grid/optimize', {}, key('k1')), post('/grid/optimize', {}, key('k1'))];
    while (runs === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    finish();
    const [first, second] = await Promise.all(answers);
    assert.equal(runs, 1);
    assert.deepEqual([first!.status, second!.status, second!.text], [200, 200, first!.text]);
  });

  for (const wrong of ['x'.repeat(256), 'ä', 'a b', '\t']) {
    it(`is refused where it is ${JSON.stringify(wrong).slice(0, 10)}`, async () => {
      const { post, sent } = await make();
      const { status, value } = await post('/grid/switch', OPEN, key(wrong));
      assert.deepEqual([status, value.code, sent], [400, 'INVALID_HEADER', []]);
    });
  }
});
