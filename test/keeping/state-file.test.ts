import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GridError } from '../../lib/errors';
import { jsonCodec, StateFile, type StateFileOptions } from '../../lib/keeping';

interface Counter {
  count: number;
}

const codec = jsonCodec<Counter>((value) => {
  if (typeof (value as Counter)?.count !== 'number') throw new Error('no count');
  return value as Counter;
});

describe('a state file', () => {
  let folder: string;
  let file: string;
  let faults: GridError[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    file = path.join(folder, 'node', 'counter.state');
    faults = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const stateFile = (options: Partial<StateFileOptions<Counter>> = {}): StateFile<Counter> =>
    new StateFile({
      file,
      format: 'gridloom-test',
      version: 1,
      codec,
      onFault: (fault) => faults.push(fault),
      ...options,
    });

  const written = async (count: number): Promise<void> => {
    const state = stateFile();
    state.save(() => ({ count }));
    await state.close();
  };

  it('gives nothing where there is none, and what was written where there is', async () => {
    assert.equal(await stateFile().read(), undefined);
    await written(7);
    assert.deepEqual(await stateFile().read(), { count: 7 });
    assert.deepEqual(readdirSync(path.dirname(file)), ['counter.state']);
    assert.deepEqual(faults, []);
  });

  it('writes the newest of many, and asks for no other', async () => {
    const state = stateFile({ interval_ms: 60_000 });
    let asked = 0;
    const take = (count: number) => () => {
      asked++;
      return { count };
    };
    for (let count = 0; count < 1000; count++) state.save(take(count));
    await state.flush();
    assert.deepEqual(await stateFile().read(), { count: 999 });
    assert.equal(asked, 1);
    for (let count = 0; count < 1000; count++) state.save(take(count));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(asked, 1, 'the interval is not over');
    await state.close();
    assert.equal(asked, 2);
    state.save(take(0));
    await state.flush();
    assert.equal(asked, 2, 'it is closed');
  });

  const damages: [string, (document: Buffer) => Uint8Array, RegExp][] = [
    ['is cut off', (document) => document.subarray(0, document.length - 1), /10 bytes of 11/],
    ['is empty', () => new Uint8Array(), /no head/],
    [
      'has another bit',
      (document) => Uint8Array.from(document, (byte, k) => (k === document.length - 2 ? byte ^ 1 : byte)),
      /SHA-256/,
    ],
    [
      'is of another version',
      (document) => Buffer.from(document.toString().replace('"version":1', '"version":2')),
      /version 2, not 1/,
    ],
    [
      'is of another format',
      (document) => Buffer.from(document.toString().replace('-test', '-toast')),
      /gridloom-toast, not/,
    ],
    ['is no JSON', (document) => Buffer.from(`x${document.toString()}`), /JSON/],
  ];
  for (const [what, damage, message] of damages) {
    it(`sets one aside that ${what}, says so, and goes on`, async () => {
      await written(7);
      const damaged = damage(readFileSync(file));
      writeFileSync(file, damaged);
      const state = stateFile();
      assert.equal(await state.read(), undefined);
      assert.equal(faults.length, 1);
      assert.equal(faults[0].code, 'UNREADABLE_STATE');
      assert.match(faults[0].message, message);
      assert.deepEqual(readFileSync(`${file}.corrupt-1`), Buffer.from(damaged));
      state.save(() => ({ count: 8 }));
      await state.close();
      assert.deepEqual(await stateFile().read(), { count: 8 });
    });
  }

  it('sets one aside whose content is not what it should be', async () => {
    const state = stateFile({ codec: jsonCodec((value) => value as Counter) });
    state.save(() => ({}) as Counter);
    await state.close();
    assert.equal(await stateFile().read(), undefined);
    assert.match(faults[0].message, /no count/);
  });

  it('leaves the newest three that were set aside, and removes them with itself', async () => {
    for (let n = 1; n <= 5; n++) {
      await written(n);
      writeFileSync(file, `broken ${n}`);
      await stateFile().read();
    }
    const names = readdirSync(path.dirname(file)).sort();
    assert.deepEqual(
      names,
      [3, 4, 5].map((n) => `counter.state.corrupt-${n}`),
    );
    assert.equal(readFileSync(`${file}.corrupt-5`, 'utf8'), 'broken 5');
    await written(6);
    await stateFile().remove();
    assert.deepEqual(readdirSync(path.dirname(file)), []);
  });

  it('says once that it cannot be written, tries again, and writes the newest', async () => {
    const inTheWay = path.dirname(file);
    writeFileSync(inTheWay, '');
    const state = stateFile({ interval_ms: 1, retry_ms: 1 });
    for (let count = 0; count < 5; count++) {
      state.save(() => ({ count }));
      await state.flush();
    }
    assert.deepEqual(
      faults.map(({ code }) => code),
      ['FOLDER_NOT_WRITABLE'],
    );
    rmSync(inTheWay);
    for (let tries = 0; (await stateFile().read())?.count !== 4; tries++) {
      assert.ok(tries < 1000);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    rmSync(inTheWay, { recursive: true });
    writeFileSync(inTheWay, '');
    state.save(() => ({ count: 5 }));
    await state.close();
    assert.equal(faults.length, 2, 'well in between');
  });

  it('reports what can neither be read nor set aside', async () => {
    mkdirSync(file, { recursive: true });
    assert.equal(await stateFile().read(), undefined);
    assert.equal(faults[0].code, 'UNREADABLE_STATE');
  });
});
