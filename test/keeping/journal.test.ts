import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GridError } from '../../lib/errors';
import { Journal, type JournalOptions, type JournalRecord } from '../../lib/keeping';
import { Random } from '../../lib/random';

describe('a journal', () => {
  let folder: string;
  let faults: GridError[];
  beforeEach(() => {
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'gridloom-')), 'journal');
    faults = [];
  });
  afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

  const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
    Journal.open({ folder, onFault: (fault) => faults.push(fault), ...options });

  const text = (position: number): string => `record ${position} `.repeat(1 + (position % 40));
  const appendTo = (journal: Journal, count: number): void => {
    for (let k = 0; k < count; k++) journal.append(Buffer.from(text(journal.next)));
  };
  const check = (records: readonly JournalRecord[], from: number): void => {
    for (const [k, { position, data }] of records.entries()) {
      assert.equal(position, from + k);
      assert.equal(Buffer.from(data).toString(), text(position));
    }
  };
  const readAll = async (journal: Journal, from: number): Promise<number> => {
    let position = from;
    for (;;) {
      const records = await journal.read(position, { records: 77 });
      if (records.length === 0) return position;
      check(records, position);
      position += records.length;
    }
  };
  const segments = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort();
  const last = (): string => path.join(folder, segments().at(-1) as string);

  it('gives back what was appended, before and after it is opened again', async () => {
    const journal = await open({ max_bytes: 1 << 19 });
    assert.equal(journal.append(Buffer.from(text(1))), 1);
    appendTo(journal, 499);
    check(await journal.read(1, { records: 10 }), 1);
    assert.equal(await readAll(journal, 1), 501);
    await journal.close();
    assert.equal(journal.append(Buffer.from('late')), undefined);
    const again = await open({ max_bytes: 1 << 19 });
    assert.equal(again.next, 501);
    assert.equal(await readAll(again, 1), 501);
    appendTo(again, 1);
    check(await again.read(500), 500);
    assert.deepEqual(await again.read(502), []);
    await again.close();
    assert.deepEqual(faults, []);
    assert.ok(segments().length > 1);
  });

  it('reads at least one record, and no more bytes than asked for', async () => {
    const journal = await open();
    for (let k = 0; k < 5; k++) journal.append(new Uint8Array(100));
    assert.equal((await journal.read(1, { bytes: 1 })).length, 1);
    assert.equal((await journal.read(1, { bytes: 250 })).length, 2);
    await journal.close();
  });

  it('remembers what was acknowledged and removes it', async () => {
    const options = { max_bytes: 1 << 19 };
    const journal = await open(options);
    appendTo(journal, 2000);
    await journal.flush();
    const before = segments().length;
    journal.acknowledge(1990);
    journal.acknowledge(5);
    await journal.flush();
    assert.ok(segments().length < before);
    assert.equal(journal.unacknowledged, 10);
    await journal.close();
    const again = await open(options);
    assert.equal(again.acknowledged, 1990);
    check(await again.read(1991), 1991);
    again.acknowledge(1_000_000);
    assert.equal(again.acknowledged, 2000, 'no further than there are records');
    await again.close();
    const third = await open(options);
    assert.equal(third.next, 2001);
    await third.close();
    assert.equal(journal.lost, 0);
  });

  it('drops the oldest records where it is full, counts them, and stays within its bytes', async () => {
    const max_bytes = 1 << 18;
    const journal = await open({ max_bytes });
    for (let k = 0; k < 40; k++) {
      appendTo(journal, 100);
      await journal.flush();
      assert.ok(journal.bytes <= max_bytes + max_bytes / 8);
    }
    const onDisk = segments().reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    assert.equal(onDisk, journal.bytes);
    const [oldest] = await journal.read(1);
    assert.ok(oldest.position > 1);
    assert.equal(journal.lost, oldest.position - 1);
    assert.equal(journal.unacknowledged, 4001 - oldest.position);
    assert.equal(await readAll(journal, oldest.position), 4001);
    await journal.close();
  });

  it('drops records beyond their age', async () => {
    let now_ms = 1e12;
    const options = { max_age_ms: 80_000, now: () => now_ms };
    const journal = await open(options);
    for (let k = 0; k < 100; k++) {
      appendTo(journal, 1);
      await journal.flush();
      now_ms += 5000;
    }
    const [oldest] = await journal.read(1);
    assert.ok(oldest.time_ms > now_ms - 80_000 - 15_000);
    assert.ok(oldest.time_ms < now_ms - 80_000 + 15_000);
    await journal.close();
    now_ms += 3_600_000;
    const again = await open(options);
    appendTo(again, 1);
    await again.flush();
    appendTo(again, 1);
    assert.equal(
      await readAll(again, 101),
      103,
      'positions go on, and the clock does not matter to the rest',
    );
    now_ms -= 7_200_000;
    appendTo(again, 1);
    assert.equal(await readAll(again, 101), 104);
    await again.close();
  });

  it('cuts a torn tail off, wherever it was torn, and goes on from there', async () => {
    const journal = await open();
    appendTo(journal, 20);
    await journal.close();
    const whole = readFileSync(last());
    const random = new Random(5);
    for (let k = 0; k < 40; k++) {
      const kept = 100 + Math.floor(random.next() * (whole.length - 100));
      writeFileSync(last(), whole.subarray(0, kept));
      const again = await open();
      const { next } = again;
      assert.equal(await readAll(again, 1), next);
      assert.ok(next <= 20 && kept - again.torn_bytes <= kept);
      appendTo(again, 2);
      await again.close();
      const third = await open();
      assert.equal(third.torn_bytes, 0);
      assert.equal(await readAll(third, 1), next + 2);
      await third.close();
    }
    appendFileSync(last(), 'something else');
    const torn = await open();
    assert.equal(torn.torn_bytes, 'something else'.length);
    await torn.close();
    assert.deepEqual(faults, []);
  });

  it('passes over what is damaged in the midst, says so once, and counts it', async () => {
    const journal = await open({ max_bytes: 1 << 20 });
    appendTo(journal, 3000);
    await journal.close();
    const [, second, third] = segments();
    const bytes = readFileSync(path.join(folder, second));
    bytes[bytes.length >> 1] ^= 4;
    writeFileSync(path.join(folder, second), bytes);
    const again = await open({ max_bytes: 1 << 20 });
    for (let round = 0; round < 2; round++) {
      const records: JournalRecord[] = [];
      for (let from = 1; ; from = records.at(-1)!.position + 1) {
        const more = await again.read(from);
        if (more.length === 0) break;
        records.push(...more);
      }
      assert.equal(again.lost, 3000 - records.length);
    }
    assert.ok(again.lost > 0 && again.lost < Number.parseInt(third, 10));
    assert.deepEqual(
      faults.map(({ code }) => code),
      ['UNREADABLE_STATE'],
    );
    await again.close();
  });

  it('sets a segment without a head aside and goes on with the others', async () => {
    const journal = await open({ max_bytes: 1 << 20 });
    appendTo(journal, 3000);
    await journal.close();
    const [first] = segments();
    truncateSync(path.join(folder, first), 10);
    const again = await open({ max_bytes: 1 << 20 });
    assert.equal(again.next, 3001);
    assert.equal(again.unacknowledged, 3001 - Number.parseInt(segments()[0], 10));
    assert.match(faults[0].message, /corrupt-1/);
    await again.close();
  });

  it('keeps records in memory while the disk fails, refuses more than memory may hold, and writes them later', async () => {
    const journal = await open({ retry_ms: 1 });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'in the way');
    const MIB = 1 << 20;
    for (let k = 0; k < 40; k++) journal.append(new Uint8Array(MIB).fill(k));
    assert.ok(journal.refused > 0 && journal.refused < 12);
    assert.equal(await journal.flush(), false);
    assert.equal((await journal.read(1))[0].data[0], 0, 'read from memory');
    assert.deepEqual(
      faults.map(({ code }) => code),
      ['FOLDER_NOT_WRITABLE'],
    );
    rmSync(folder);
    const there = await open();
    await there.close();
    while (!(await journal.flush())) await new Promise((resolve) => setTimeout(resolve, 1));
    await journal.close();
    const again = await open();
    assert.equal(again.next, 41 - journal.refused);
    await again.remove();
    assert.deepEqual(readdirSync(path.dirname(folder)), []);
  });

  it('refuses a record that is too long', async () => {
    const journal = await open();
    assert.throws(() => journal.append(new Uint8Array((1 << 24) + 1)), /INVALID|at most/);
    await journal.close();
  });

  it('outlasts kill -9 at any moment: what was flushed is there, and no record twice', async function () {
    this.timeout(60_000);
    const random = new Random(11);
    for (let round = 0; round < 8; round++) {
      const child = spawn(process.execPath, [path.join(__dirname, 'appending-process.js'), folder]);
      let printed = '';
      child.stdout.on('data', (text) => {
        printed += text;
      });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, random.next() * 150));
      child.kill('SIGKILL');
      await once(child, 'close');
      const [next, acknowledged] = printed.trimEnd().split('\n').at(-1)!.split(' ').map(Number);
      const journal = await open({ max_bytes: 1 << 20 });
      assert.ok(journal.next > next, `${journal.next} > ${next}`);
      assert.ok(journal.acknowledged >= acknowledged);
      assert.equal(await readAll(journal, journal.acknowledged + 1), journal.next);
      await journal.close();
    }
    assert.deepEqual(faults, []);
  });
});
