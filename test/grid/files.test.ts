import { strict as assert } from 'node:assert';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import type { Network } from '../../lib/contract';
import { GridError } from '../../lib/errors';
import { builtinNetwork, loadNetwork, readNetworkFile, writeNetworkFile } from '../../lib/grid';
import { ROOT } from '../support/reference';

describe('network files on disk', () => {
  const network = builtinNetwork('ieee33');
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [name, format, begins] of [
    ['a.json', undefined, '{\n "format": "gridloom-network"'],
    ['a.m', undefined, 'function mpc = ieee33\n'],
    ['b.json', 'matpower-json', '{\n"case": "ieee33"'],
    ['no-extension', 'matpower', 'function mpc'],
  ] as const) {
    it(`are written as ${format ?? path.extname(name)} and told apart by what they hold`, async () => {
      const file = path.join(folder, name);
      await writeNetworkFile(network, file, format);
      assert.ok(readFileSync(file, 'utf8').startsWith(begins));
      assert.deepEqual(await readNetworkFile(file), network);
      assert.deepEqual(await loadNetwork({ source: 'file', file }), network);
    });
  }

  it('are read with a byte order mark and the line ends of Windows', async () => {
    const file = path.join(folder, 'windows.m');
    await writeNetworkFile(network, file);
    writeFileSync(file, `\uFEFF${readFileSync(file, 'utf8').replaceAll('\n', '\r\n')}`);
    assert.deepEqual(await readNetworkFile(file), network);
  });

  it('are left as they were, and nothing beside them, where writing fails', async () => {
    const inside = path.join(folder, 'inside');
    mkdirSync(path.join(inside, 'taken.m'), { recursive: true });
    const wrong = { ...network, matpower: { tables: { 'no name': 'x' } } } as Network;
    for (const [file, written, code] of [
      [path.join(inside, 'taken.m'), network, 'FOLDER_NOT_WRITABLE'],
      [path.join(inside, 'none', 'a.m'), network, 'FOLDER_NOT_WRITABLE'],
      [path.join(inside, 'a.m'), wrong, 'INVALID_NETWORK'],
    ] as const) {
      await assert.rejects(
        writeNetworkFile(written, file),
        (error: GridError) => error instanceof GridError && error.code === code,
      );
    }
    assert.deepEqual(readdirSync(inside), ['taken.m']);
  });

  it('are written through a link, and keep their mode', async function () {
    if (process.platform === 'win32') this.skip();
    const linked = path.join(folder, 'linked');
    mkdirSync(linked);
    const [target, link] = [path.join(linked, 'target.m'), path.join(folder, 'link.m')];
    writeFileSync(target, '');
    chmodSync(target, 0o600);
    symlinkSync(target, link);
    await writeNetworkFile(network, link);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(statSync(target).mode & 0o777, 0o600);
    assert.deepEqual(await readNetworkFile(target), network);
    assert.deepEqual(readdirSync(linked), ['target.m']);
  });

  it('are not put in place of what is no file, such as a device', async function () {
    if (process.platform === 'win32') this.skip();
    const socket = path.join(folder, 'socket.m');
    const server = createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      await assert.rejects(writeNetworkFile(network, socket), (error: GridError) =>
        error.message.includes('no regular file'),
      );
      assert.ok(lstatSync(socket).isSocket());
    } finally {
      server.close();
    }
  });

  it('are named in the error of a network that does not hold', async () => {
    const file = path.join(folder, 'slackless.json');
    const generators = network.generators.map((generator) => ({ ...generator, slack: false }));
    await writeNetworkFile({ ...network, generators }, file);
    await assert.rejects(readNetworkFile(file), (error: GridError) =>
      error.message.startsWith(`The network is not valid: ${file}: generators[].slack`),
    );
  });

  it('have a schema in docs that is the one of the types', async () => {
    const { networkSchema } = (await import(
      pathToFileURL(path.join(ROOT, 'scripts/network-schema.mjs')).href
    )) as {
      networkSchema(schema: unknown): unknown;
    };
    const read = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
    assert.deepEqual(
      read('docs/network.schema.json'),
      networkSchema(read('lib/contract/generated/schema.json')),
      'renew it with: node scripts/generate-schemas.mjs --docs',
    );
  });

  it('of the project itself satisfy that schema', () => {
    const schema = JSON.parse(readFileSync(path.join(ROOT, 'docs/network.schema.json'), 'utf8')) as object;
    const valid = new Ajv({ allowUnionTypes: true }).compile(schema);
    assert.ok(valid(network), JSON.stringify(valid.errors));
    assert.ok(!valid({ ...network, base_mva: 0 }));
  });
});
