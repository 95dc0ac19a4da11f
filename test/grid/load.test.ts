import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Network } from '../../lib/contract';
import { GridError } from '../../lib/errors';
import { builtinNetwork, loadNetwork } from '../../lib/grid';

describe('network files', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    file = path.join(folder, 'network.json');
  });
  after(() => rmSync(folder, { recursive: true }));

  const load = (text: string): Promise<Network> => {
    writeFileSync(file, text);
    return loadNetwork({ source: 'file', file });
  };
  const written = JSON.stringify(builtinNetwork('riverside'));

  it('are read as they stand, with a byte order mark too', async () => {
    assert.deepEqual(await load(written), builtinNetwork('riverside'));
    assert.deepEqual(await load(`\uFEFF${written}`), builtinNetwork('riverside'));
  });

  const wrong: [what: string, from: string, to: string, says: RegExp][] = [
    [
      'another format',
      '"gridloom-network"',
      '"matpower"',
      /network\.format; got "matpower"; allowed: "gridloom-network"$/,
    ],
    ['another version', '"version":1', '"version":2', /network\.version; got 2; allowed: 1$/],
    [
      'a rating of 0',
      '"rating_mva":102',
      '"rating_mva":0',
      /branches\[0\] "L1"\.rating_mva; got 0; allowed: must be > 0/,
    ],
    ['a negative voltage', '"vm_pu":1.03', '"vm_pu":-1.03', /generators\[0\] "hydro"\.vm_pu; got -1\.03/],
    [
      'a load of null',
      '"p_mw":32',
      '"p_mw":null',
      /loads\[0\] "harbour"\.p_mw; got null; allowed: a finite number/,
    ],
    ['a load of 1e999', '"p_mw":32', '"p_mw":1e999', /p_mw; got Infinity; allowed: a finite number/],
    ['a tap ratio of 0', '"closed":true', '"closed":true,"tap_ratio":0', /"L1"\.tap_ratio; got 0/],
    [
      'a missing switch position',
      '"closed":true,',
      '',
      /"L1"\.closed; allowed: a value: the field is required/,
    ],
    ['a list for an object', written, '[]', /network; got \[\]; allowed: an object/],
    [
      'an id of two lines',
      '{"id":"G1","name"',
      '{"id":"G\\n1","name"',
      /^[^\n]*buses\[0\] "G\\n1"\.id; got "G\\n1"[^\n]*$/,
    ],
    ['an id that is a book', '{"id":"G1","name"', `{"id":"${'G'.repeat(100_000)}","name"`, /^.{1,300}$/],
    [
      'an impedance that rounding would swallow',
      '"x_pu":',
      '"x_pu":1e-200,"r_pu":0,"_":',
      /"L1"\.r_pu and \.x_pu; got 1e-200; allowed: an impedance of 5e-11 per unit at least/,
    ],
  ];
  for (const [what, from, to, says] of wrong) {
    it(`are refused with ${what}, on one line`, async () => {
      assert.ok(written.includes(from));
      await assert.rejects(
        load(written.replace(from, to)),
        (error: GridError) =>
          error instanceof GridError && error.code === 'INVALID_NETWORK' && says.test(error.message),
      );
    });
  }

  it('are refused unread beyond 64 MiB', async () => {
    writeFileSync(file, '');
    truncateSync(file, 64 * 1024 * 1024 + 1);
    await assert.rejects(
      loadNetwork({ source: 'file', file }),
      /network\.json; got "67108865 bytes"; allowed: at most 67108864, which is 64 MiB/,
    );
  });

  it('are refused where they are no text', async () => {
    writeFileSync(file, Buffer.of(0x1f, 0x8b, 0, 0, 1));
    await assert.rejects(loadNetwork({ source: 'file', file }), /got "bytes that are no text"/);
  });

  it('are refused where there is a folder, or nothing', async () => {
    for (const wrongFile of [folder, path.join(folder, 'none.json'), ''])
      await assert.rejects(
        loadNetwork({ source: 'file', file: wrongFile }),
        (error: GridError) => error.code === 'UNREADABLE_FILE',
      );
  });

  it('that are built in are those that are listed', async () => {
    for (const name of ['constructor', 'toString', 'Riverside'])
      await assert.rejects(
        loadNetwork({ source: 'builtin', name }),
        /network; got ".*"; allowed: riverside, ieee14, ieee33, ieee69/,
      );
  });
});
