import { strict as assert } from 'node:assert';
import { writeCsv } from '../../lib/api/table/csv';
import type { Snapshot } from '../../lib/contract';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

/** Reads what RFC 4180 says, and nothing else. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    assert.ok(found, `no cell at ${at}: ${text.slice(at, at + 40)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2]!);
    if (found[3] === '\r\n') rows.push(row.splice(0));
  }
  return rows;
}

async function api(changes: Partial<Snapshot> = {}) {
  const test = await testApi();
  const snapshot = optimizedSnapshot(1, changes);
  test.api.store.accept(snapshot);
  const table = async (path: string, headers = {}) => {
    const answer = await test.ask(`GET /grid/${path}`, { headers });
    assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8; header=present', path);
    const [titles = [], ...rows] = parseCsv(answer.text);
    for (const row of rows) assert.equal(row.length, titles.length, path);
    return rows.map((row) => Object.fromEntries(row.map((cell, i) => [titles[i]!, cell])));
  };
  return { ...test, snapshot, table };
}

describe('tables', () => {
  it('hold what the documents hold, with units in their titles', async () => {
    const { table, snapshot } = await api();
    const edges = await table('state?format=csv');
    assert.equal(edges.length, snapshot.edges.length);
    const { id, loading_percent, temperature_c, risk } = snapshot.edges[2]!;
    const row = edges[2]!;
    assert.deepEqual(
      [row.id, Number(row.loading_percent), Number(row.temperature_c), row.sequence, row.timestamp],
      [id, loading_percent, temperature_c, '1', snapshot.timestamp],
    );
    assert.equal(Number(row['risk.failure_probability']), risk!.failure_probability);
    assert.equal(row['asset.length_km'], '', 'not known');
    const nodes = await table('state?format=csv&table=nodes');
    assert.deepEqual(
      nodes.map((node) => [node.id, node.kind]),
      snapshot.nodes.map((node) => [node.id, node.kind]),
    );
    const risks = (await table('risk?format=csv')).map((one) => Number(one.failure_probability));
    assert.deepEqual(
      risks,
      [...risks].sort((a, b) => b - a),
    );
    const paths = await table('paths?format=csv');
    assert.deepEqual(
      [paths[0]!.reachable, paths[0]!.cost, paths[0]!.edges, paths[1]!.edges],
      ['false', '', '[]', JSON.stringify(snapshot.optimization!.paths[1]!.edges)],
    );
    const [loss] = await table('loss?format=csv');
    assert.deepEqual(loss, {
      sequence: '1',
      timestamp: snapshot.timestamp,
      loss_mw: '2',
      loss_percent: '1.1',
    });
  });

  it('hold the columns and rows that are chosen', async () => {
    const { table, snapshot } = await api();
    const id = snapshot.edges[4]!.id;
    const rows = await table(`state?format=csv&fields=edges.risk,edges.closed&edges=${id}`);
    assert.deepEqual(
      rows.map((row) => Object.keys(row).join()),
      ['sequence,timestamp,id,closed,risk.failure_probability,risk.anomaly_score,risk.failure_type'],
    );
    assert.equal(rows[0]!.id, id);
  });

  it('are given for Accept: text/csv, with a tag of their own', async () => {
    const { ask, table } = await api();
    await table('risk', { accept: 'text/csv' });
    await table('risk', { accept: 'application/json;q=0.5, text/csv' });
    const tags = [];
    for (const accept of ['', '*/*', 'text/csv, application/json', 'text/*', 'text/csv;q=0.1, */*']) {
      const { headers } = await ask('GET /grid/risk', { headers: { accept } });
      assert.equal(headers['content-type'], 'application/json', accept);
      assert.match(headers.vary!, /^Accept, /);
      tags.push(headers.etag);
    }
    const csv = await ask('GET /grid/risk', { headers: { accept: 'text/csv' } });
    assert.equal(new Set([...tags, csv.headers.etag]).size, 2);
    const again = { 'if-none-match': csv.headers.etag!, accept: 'text/csv' };
    assert.equal((await ask('GET /grid/risk', { headers: again })).status, 304);
    assert.equal((await ask('GET /grid/risk', { headers: { ...again, accept: '' } })).status, 200);
    for (const query of ['format=xml', 'format=csv&format=json', 'format=csv&table=edge']) {
      assert.equal((await ask(`GET /grid/state?${query}`)).status, 400, query);
    }
  });

  it('let no name become a formula, nor break a line', async () => {
    const names = ['=1+1', '+1', '-1', '@A1', '\tx', 'a,b', 'say "x"', 'two\r\nlines', "'", '1-1', ''];
    const cells = parseCsv((await writeCsv([{ title: 'name', read: (name) => name }], names)).toString());
    const harmless = names.map((name, i) => (i < 5 ? `'${name}` : name));
    assert.deepEqual(
      cells.map(([cell]) => cell),
      ['name', ...harmless],
    );
    const numbers = await writeCsv([{ title: 'mw', read: (value) => value }], [-1.5, 1e-7, null, true]);
    assert.equal(numbers.toString(), 'mw\r\n-1.5\r\n1e-7\r\n\r\ntrue\r\n', 'numbers stay numbers');
  });
});
