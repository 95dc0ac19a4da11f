import { strict as assert } from 'node:assert';
import { MAX_REPLAY_BYTES, MAX_REPLAYS, REPLAY_MS } from '../../lib/access/limits';
import { Replays } from '../../lib/access/replays';

describe('replays', () => {
  const clock = { ms: 0 };
  const make = () =>
    new Replays<{ status: number; bytes: number }>({
      now: () => clock.ms,
      bytesOf: ({ bytes }) => bytes,
      isFinal: ({ status }) => status < 500,
    });
  const ok = async () => ({ status: 200, bytes: 1 });
  const never = () => assert.fail('carried out again');

  it('give the first answer again, until its time has passed', async () => {
    const replays = make();
    const { answer } = await replays.once('a', 'f', ok);
    assert.deepEqual(await replays.once('a', 'f', never), { answer, replayed: true });
    clock.ms += REPLAY_MS;
    assert.equal((await replays.once('a', 'f', ok)).replayed, false);
  });

  it('let the same request wait for the first, and refuse another', async () => {
    const replays = make();
    let finish = (_answer: { status: number; bytes: number }) => {};
    const first = replays.once('a', 'f', () => new Promise((resolve) => (finish = resolve)));
    const second = replays.once('a', 'f', never);
    await assert.rejects(replays.once('a', 'other', never), { code: 'IDEMPOTENCY_KEY_REUSED' });
    finish({ status: 202, bytes: 1 });
    assert.deepEqual([(await first).replayed, (await second).replayed], [false, true]);
    assert.equal((await second).answer.status, 202);
  });

  it('keep nothing of what failed, or was not final', async () => {
    const replays = make();
    await assert.rejects(replays.once('a', 'f', () => Promise.reject(new Error('once'))));
    assert.equal((await replays.once('a', 'f', async () => ({ status: 503, bytes: 1 }))).replayed, false);
    assert.equal((await replays.once('a', 'f', ok)).replayed, false);
  });

  it('are bounded in number and in bytes', async () => {
    const replays = make();
    for (let i = 0; i < MAX_REPLAYS + 50; i++) await replays.once(`n${i}`, 'f', ok);
    assert.equal(replays.size, MAX_REPLAYS);
    const large = async () => ({ status: 200, bytes: MAX_REPLAY_BYTES / 4 });
    for (let i = 0; i < 10; i++) await replays.once(`large${i}`, 'f', large);
    assert.equal(replays.size, 4);
    const huge = async () => ({ status: 200, bytes: MAX_REPLAY_BYTES + 1 });
    await replays.once('huge', 'f', huge);
    assert.equal(replays.size, 0);
  });
});
