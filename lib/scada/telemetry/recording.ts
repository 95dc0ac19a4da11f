/**
 * Recordings, frame by frame: snapshots one a line (`.ndjson`), or a CSV of samples whose first column is `timestamp`. The
 * others are `address`, `value` and perhaps `quality`, or one a point, named by its address. The samples of one time
 * stamp are a frame.
 */
import { parseSnapshot, type Snapshot } from '../../contract';
import { type GridError, gridError, toGridError } from '../../errors';
import type { TelemetryMessage } from './decode';
import type { NumberedLine } from './lines';
import { secondsOf } from './stamps';
import { isRemark, readLine, separatorOf } from './table';

/** What was recorded at one moment. */
export type Frame =
  | { time_s: number; kind: 'snapshot'; snapshot: Snapshot }
  | { time_s: number; kind: 'samples'; messages: TelemetryMessage[] };

/** Samples of one time stamp. */
const MOST_IN_A_FRAME = 200_000;

/** The frames of a recording. Lines that cannot be used are told of and passed over. */
export async function* readRecording(
  name: string,
  lines: AsyncIterable<NumberedLine>,
  onProblem: (problem: GridError) => void,
): AsyncGenerator<Frame> {
  const samples = new SampleReader(name);
  let form: 'unknown' | 'snapshots' | 'samples' = 'unknown';
  for await (const { line, text: raw } of lines) {
    const text = line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (text.trim() === '' || (form !== 'snapshots' && isRemark(text))) continue;
    if (form === 'unknown') {
      form = text.trimStart().startsWith('{') ? 'snapshots' : 'samples';
      if (form === 'samples') {
        samples.begin(line, text);
        continue;
      }
    }
    try {
      const frame = form === 'snapshots' ? snapshotFrame(text) : samples.read(text);
      if (frame !== undefined) yield frame;
    } catch (error) {
      const { code, fault } = toGridError(error);
      onProblem(
        gridError(code === 'INTERNAL' ? 'UNREADABLE_FILE' : code, {
          ...fault,
          at: `${name}: line ${line}: ${fault.at}`,
        }),
      );
    }
  }
  const last = samples.end();
  if (last !== undefined) yield last;
}

function snapshotFrame(text: string): Frame {
  const snapshot = parseSnapshot(JSON.parse(text));
  return { time_s: Date.parse(snapshot.timestamp) / 1000, kind: 'snapshot', snapshot };
}

/** Reads the lines of a CSV of samples; a frame is whole when the next time stamp comes. */
class SampleReader {
  private separator = ',';
  private columns: string[] = [];
  private isLong = false;
  private frame: { time_s: number; kind: 'samples'; messages: TelemetryMessage[] } | undefined;

  constructor(private readonly name: string) {}

  begin(line: number, header: string): void {
    this.separator = separatorOf(header);
    this.columns = this.cells(header);
    const lower = this.columns.map((name) => name.toLowerCase());
    this.isLong = lower.includes('address') && lower.includes('value');
    if (this.isLong) this.columns = lower;
    if (lower[0] !== 'timestamp' || this.columns.length < 2) {
      throw gridError('UNREADABLE_FILE', {
        at: `${this.name}: line ${line}`,
        got: header.slice(0, 60),
        allowed:
          'snapshots, one a line, or a CSV whose header begins with timestamp and names address and value, or points',
      });
    }
  }

  read(text: string): Frame | undefined {
    const cells = this.cells(text);
    const time_s = secondsOf(cells[0] ?? '');
    if (time_s === undefined)
      throw gridError('UNREADABLE_FILE', { at: 'timestamp', got: cells[0], allowed: 'a moment in ISO 8601' });
    if (cells.length > this.columns.length) {
      const allowed = `at most ${this.columns.length}`;
      throw gridError('UNREADABLE_FILE', { at: 'cells', got: `${cells.length} of them`, allowed });
    }
    const messages = this.isLong ? [this.longMessage(cells, time_s)] : this.wideMessages(cells, time_s);
    if (this.frame?.time_s === time_s) {
      if (this.frame.messages.length + messages.length > MOST_IN_A_FRAME) {
        const allowed = `at most ${MOST_IN_A_FRAME} of one time stamp`;
        throw gridError('UNREADABLE_FILE', { at: 'samples', got: 'one more', allowed });
      }
      this.frame.messages.push(...messages);
      return undefined;
    }
    const whole = this.frame;
    this.frame = { time_s, kind: 'samples', messages };
    return whole;
  }

  end(): Frame | undefined {
    return this.frame;
  }

  private cells(text: string): string[] {
    return readLine(text, 0, this.separator).cells.map((cell) => cell.trim());
  }

  private longMessage(cells: readonly string[], time_s: number): TelemetryMessage {
    const of = (column: string): string | undefined => cells[this.columns.indexOf(column)];
    const quality = of('quality');
    const payload = { value: of('value'), timestamp: time_s, ...(quality ? { quality } : {}) };
    return { topic: of('address'), payload };
  }

  private wideMessages(cells: readonly string[], time_s: number): TelemetryMessage[] {
    return this.columns
      .slice(1)
      .flatMap((topic, at) =>
        cells[at + 1] ? [{ topic, payload: { value: cells[at + 1], timestamp: time_s } }] : [],
      );
  }
}
