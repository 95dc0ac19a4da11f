import { strict as assert } from 'node:assert';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AuditEntry, AuditLog } from '../../lib/access';

function entry(i: number, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    time: new Date(i).toISOString(),
    who: 'key 1a2b3c4d (desk)',
    address: '192.0.2.7',
    action: `POST /api/grid/switch ${i}`,
    command: { command: 'set_switch', edge: 'L1', closed: false },
    result: 'handed_over',
    status: 202,
    code: null,
    ...changes,
  };
}

describe('the audit log', () => {
  let folder: string;
  let file: string;
  const errors: Error[] = [];
  const make = (limits: { maxFileBytes?: number; maxWaiting?: number } = {}) =>
    new AuditLog({ file, onError: (error) => errors.push(error), ...limits });
  const actions = (entries: AuditEntry[]) => entries.map(({ time }) => Date.parse(time));

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-audit-'));
    file = path.join(folder, 'sub/audit.jsonl');
    errors.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives the newest first, as they were, and still after a restart', async () => {
    const log = make();
    for (let i = 1; i <= 20; i++) log.record(entry(i));
    assert.deepEqual(await log.newest(3), [entry(20), entry(19), entry(18)]);
    assert.deepEqual(actions(await make().newest(500)).length, 20);
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it('answers though there is no end of what comes', async () => {
    const log = make();
    let i = 0;
    let ended = false;
    const flood = async () => {
      while (!ended) {
        for (let n = 0; n < 5; n++) log.record(entry(++i));
        await new Promise(setImmediate);
      }
    };
    const flooding = flood();
    await new Promise(setImmediate);
    const before = i;
    const [newest] = await log.newest(1);
    assert.ok(Date.parse(newest!.time) >= before);
    ended = true;
    await flooding;
    await log.settled();
  });

  it('writes one JSON document a line, whatever stands in it', async () => {
    const log = make();
    log.record(entry(1, { who: 'key x (a\nb "c" \u2028)', action: 'x'.repeat(5000) }));
    await log.settled();
    const lines = readFileSync(file, 'utf8').split('\n');
    assert.equal(lines.length, 2);
    assert.ok(lines[0]!.length < 600);
    assert.equal(JSON.parse(lines[0]!).who, 'key x (a\nb "c" \u2028)');
  });

  it('is bounded on disk: old files give way', async () => {
    const log = make({ maxFileBytes: 2000 });
    for (let i = 1; i <= 200; i++) {
      log.record(entry(i));
      await log.settled();
    }
    const files = readdirSync(path.dirname(file)).sort();
    assert.deepEqual(
      files,
      ['', '.1', '.2', '.3', '.4'].map((end) => `audit.jsonl${end}`),
    );
    for (const name of files) assert.ok(statSync(path.join(path.dirname(file), name)).size <= 2000, name);
    const times = actions(await log.newest(500));
    assert.deepEqual(
      times,
      Array.from({ length: times.length }, (_none, i) => 200 - i),
    );
    assert.ok(times.length > 20);
  });

  it('reads past a line that a crash has cut off', async () => {
    const log = make();
    log.record(entry(1));
    await log.settled();
    appendFileSync(file, '{"time":"2026-01-31T12:0');
    const after = make();
    after.record(entry(2));
    assert.deepEqual(actions(await after.newest(10)), [2, 1]);
  });

  it('drops what the disk does not take in time, and says how many', async () => {
    const log = make({ maxWaiting: 5 });
    for (let i = 1; i <= 100; i++) log.record(entry(i));
    const entries = await log.newest(500);
    assert.match(entries[0]!.action, /^94 entries from this time on were dropped$/);
    assert.equal(entries.length, 7, 'one under way, five waiting, one that tells');
  });

  it('tells once that it cannot write, goes on, and says what was lost', async () => {
    writeFileSync(path.join(folder, 'sub'), 'in the way');
    const log = make();
    for (let i = 1; i <= 3; i++) {
      log.record(entry(i));
      await log.settled();
    }
    assert.equal(errors.length, 1);
    rmSync(path.join(folder, 'sub'));
    log.record(entry(4));
    const [gap, last] = await log.newest(10);
    assert.match(gap!.action, /^3 entries/);
    assert.equal(Date.parse(last!.time), 4);
  });
});
