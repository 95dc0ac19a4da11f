import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GridError } from '../../../lib/errors';
import { type Frame, linesOfFile, linesOfText, Player, readRecording } from '../../../lib/scada';
import { sampleSnapshot } from '../../support/snapshot';

async function framesOf(text: string): Promise<{ frames: Frame[]; problems: GridError[] }> {
  const problems: GridError[] = [];
  const frames: Frame[] = [];
  for await (const frame of readRecording(
    'tape',
    linesOfText(text),
    (problem) => void problems.push(problem),
  ))
    frames.push(frame);
  return { frames, problems };
}

const messagesOf = (frame: Frame) => (frame.kind === 'samples' ? frame.messages : []);

describe('a recording', () => {
  it('of samples is read by time stamps, one sample a row or one point a column', async () => {
    const long =
      'timestamp;address;value;quality\n# a remark\n2026-01-31T12:00:00Z;a;1;\n2026-01-31T12:00:00Z;b;on;bad\n2026-01-31T12:00:05Z;a;2;';
    const { frames, problems } = await framesOf(long);
    const start = Date.UTC(2026, 0, 31, 12) / 1000;
    assert.deepEqual(problems, []);
    assert.deepEqual(
      frames.map(({ time_s }) => time_s - start),
      [0, 5],
    );
    assert.deepEqual(messagesOf(frames[0]), [
      { topic: 'a', payload: { value: '1', timestamp: start } },
      { topic: 'b', payload: { value: 'on', timestamp: start, quality: 'bad' } },
    ]);
    const wide = await framesOf('timestamp,a,b\n2026-01-31T12:00:00Z,1,\n2026-01-31T12:00:05Z,2,3\r\n');
    assert.deepEqual(
      wide.frames.map((frame) => messagesOf(frame).map(({ topic }) => topic)),
      [['a'], ['a', 'b']],
    );
  });

  it('of snapshots is read line by line; what is wrong is told with its line and passed over', async () => {
    const good = JSON.stringify(sampleSnapshot());
    const bad = JSON.stringify({ ...sampleSnapshot(), sequence: -1 });
    const { frames, problems } = await framesOf(`${good}\n\n{"no": "snapshot"}\n${bad}\n{"cut\n${good}\n`);
    assert.deepEqual(
      frames.map(({ kind }) => kind),
      ['snapshot', 'snapshot'],
    );
    assert.deepEqual(
      problems.map(({ message }) => /tape: line \d+: [\w.]+/.exec(message)?.[0]),
      ['tape: line 3: snapshot.grid_id', 'tape: line 4: snapshot.sequence', 'tape: line 5: Unterminated'],
    );
    const samples = await framesOf('timestamp,a\nnoon,1\n2026-01-31T12:00:00Z,1,2,3\n2026-01-31T12:00:00Z,1');
    assert.equal(samples.frames.length, 1);
    assert.match(samples.problems[0].message, /line 2: timestamp; got "noon"/);
    assert.match(samples.problems[1].message, /line 3: cells; got "4 of them"/);
    await assert.rejects(
      framesOf('when,a\n1,2'),
      /line 1; got "when,a"; allowed: snapshots, one a line, or a CSV/,
    );
  });

  it('of any length is read as it is played, and closed where it is left', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-tape-'));
    const file = path.join(folder, 'long.csv');
    const stream = createWriteStream(file);
    stream.write('timestamp,a\n');
    const rows = 300_000;
    for (let k = 0; k < rows; k += 1000) {
      const lines = Array.from({ length: 1000 }, (_, at) => `${1_700_000_000 + k + at},${at}\n`);
      if (!stream.write(lines.join(''))) await once(stream, 'drain');
    }
    await once(stream.end(), 'close');
    let count = 0;
    for await (const frame of readRecording(file, linesOfFile(file), () => assert.fail())) {
      count += messagesOf(frame).length;
    }
    assert.equal(count, rows);
    for await (const frame of readRecording(file, linesOfFile(file), () => assert.fail())) {
      assert.equal(messagesOf(frame).length, 1);
      break;
    }
    // An open stream would keep the folder on some systems.
    rmSync(folder, { recursive: true });
    await assert.rejects(async () => {
      for await (const line of linesOfFile(file)) assert.fail(line.text);
    }, /The file cannot be used: .*long\.csv; got "ENOENT/);
  });

  it('that has a line without an end is refused', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-tape-'));
    const file = path.join(folder, 'line');
    writeFileSync(file, Buffer.alloc(65 * 1024 * 1024, 0x78));
    await assert.rejects(async () => {
      for await (const line of linesOfFile(file)) assert.fail(`${line.line}`);
    }, /line 1 has more than 64 Mi characters/);
    rmSync(folder, { recursive: true });
  });
});

/** A player of three frames at 0, 10 and 15 s, and a clock that goes as far as it is waited for. */
function playerOf(speed: number, loop = false) {
  const log: string[] = [];
  const waits: { ms: number; end: () => void }[] = [];
  const taken: (() => void)[] = [];
  const player = new Player({
    speed,
    loop,
    open: async function* () {
      for (const time_s of [0, 10, 15]) yield { time_s, kind: 'samples', messages: [] } as Frame;
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        waits.push({ ms, end: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    take: async ({ time_s }, isFirst) => {
      log.push(`${time_s}${isFirst ? '!' : ''}`);
      taken.shift()?.();
    },
  });
  const nextTaken = (): Promise<void> => new Promise((resolve) => void taken.push(resolve));
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  return { player, log, waits, nextTaken, turn };
}

describe('a player', () => {
  it('waits as long as was between the frames, by its speed', async () => {
    const { player, log, waits, turn } = playerOf(2);
    const playing = player.start();
    for (let k = 0; k < 3; k++) {
      await turn();
      waits[k].end();
    }
    await playing;
    assert.deepEqual(
      [log, waits.map(({ ms }) => ms)],
      [
        ['0!', '10', '15'],
        [0, 5000, 2500],
      ],
    );
  });

  it('begins anew where it loops, and ends when it is closed', async () => {
    const { player, log, waits, turn } = playerOf(0, true);
    const playing = player.start();
    for (let k = 0; k < 5; k++) {
      await turn();
      assert.equal(waits[k].ms, 0);
      waits[k].end();
    }
    await turn();
    player.close();
    await playing;
    assert.deepEqual(log, ['0!', '10', '15', '0!', '10']);
  });

  it('takes one frame a step while it is stopped, and goes on where it was', async () => {
    const { player, log, waits, nextTaken, turn } = playerOf(1);
    let next = nextTaken();
    const stepping = player.step();
    await next;
    await turn();
    assert.deepEqual([log, waits.length], [['0!'], 0]);
    next = nextTaken();
    void player.step();
    await next;
    assert.deepEqual(log, ['0!', '10']);
    const playing = player.start();
    await turn();
    player.stop();
    waits[0].end();
    await turn();
    assert.deepEqual(log, ['0!', '10'], 'stopped while it waited');
    void player.start();
    await Promise.all([stepping, playing]);
    assert.deepEqual(log, ['0!', '10', '15']);
  });
});
