import { strict as assert } from 'node:assert';
import { MOST_POINTS } from '../../lib/api/limits';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

type Page = { points: { sequence: number }[]; next_cursor: string; missed: number };

async function api(ticks: number, historyLimit = 10) {
  const test = await testApi({ historyLimit });
  const accept = (from: number, to: number) => {
    for (let sequence = from; sequence <= to; sequence++) test.api.store.accept(optimizedSnapshot(sequence));
  };
  accept(1, ticks);
  const page = async (query: string) => {
    const { value, headers } = await test.ask(`GET /grid/history?${query}`);
    const { points, next_cursor, missed } = value as unknown as Page;
    return { sequences: points.map(({ sequence }) => sequence), next_cursor, missed, link: headers.link };
  };
  return { ...test, accept, page };
}

describe('pages of a history', () => {
  it('lead through all of it once, while ticks come in', async () => {
    const { page, accept } = await api(7);
    const seen: number[] = [];
    let query = 'limit=3';
    for (let pages = 0; pages < 3; pages++) {
      const { sequences, link, next_cursor, missed } = await page(query);
      seen.push(...sequences);
      assert.equal(missed, 0);
      assert.equal(link, pages < 2 ? `<?metric=loss&limit=3&cursor=${next_cursor}>; rel="next"` : undefined);
      query = link === undefined ? `limit=3&cursor=${next_cursor}` : /<\?(.*)>/.exec(link)![1]!;
      accept(8 + pages, 8 + pages);
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual((await page(query)).sequences, [10], 'and to what came after');
    const { next_cursor } = await page('limit=1000');
    const end = await page(`cursor=${next_cursor}`);
    assert.deepEqual([end.sequences, end.link, end.next_cursor], [[], undefined, next_cursor]);
  });

  it('say how many ticks are no longer remembered', async () => {
    const { page, accept } = await api(5, 5);
    const { next_cursor } = await page('limit=2');
    accept(6, 10);
    const { sequences, missed } = await page(`limit=2&cursor=${next_cursor}`);
    assert.deepEqual([sequences, missed], [[6, 7], 3]);
  });

  it('give the metric that is asked for, as JSON and as a table', async () => {
    const { ask } = await api(2);
    const fields = async (metric: string) => {
      const { value } = await ask(`GET /grid/history?metric=${metric}`);
      return Object.keys((value as unknown as Page).points[0]!).slice(2);
    };
    assert.deepEqual(await fields('loss'), ['loss_mw', 'loss_percent']);
    assert.deepEqual(await fields('risk'), ['risk']);
    assert.deepEqual(await fields('reward'), ['reward', 'risk_weight']);
    const { text } = await ask('GET /grid/history?metric=reward&limit=1&format=csv');
    assert.equal(text, 'sequence,timestamp,reward,risk_weight\r\n1,2026-01-31T12:00:03.000Z,-0.1,1\r\n');
  });

  it('are refused for a cursor that this start did not give, and for what is no number or metric', async () => {
    const { ask, page } = await api(3);
    const { next_cursor } = await page('limit=2');
    const other = await testApi({ instance: 'other', historyLimit: 10 });
    other.api.store.accept(optimizedSnapshot(1));
    const foreign = await other.ask(`GET /grid/history?cursor=${next_cursor}`);
    assert.deepEqual([foreign.status, foreign.value.code], [400, 'INVALID_URL']);
    const beyond = Buffer.from('99 test').toString('base64url');
    const wrong = ['limit=0', `limit=${MOST_POINTS + 1}`, 'limit=1&limit=2', 'limit=1e1', 'metric=power'];
    const cursors = ['', 'x', `${next_cursor}=`, `${next_cursor}A`, beyond].map((text) => `cursor=${text}`);
    for (const query of [...wrong, ...cursors]) {
      const { status, value } = await ask(`GET /grid/history?${query}`);
      assert.deepEqual([status, value.code], [400, 'INVALID_URL'], query);
    }
  });
});
