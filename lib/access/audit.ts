import { appendFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  AUDIT_FILES_KEPT,
  MAX_AUDIT_ANSWER,
  MAX_AUDIT_FILE_BYTES,
  MAX_AUDIT_READ_BYTES,
  MAX_AUDIT_TEXT,
  MAX_AUDIT_WAITING,
} from './limits';

/** Who did what, when, and what came of it: one line of the log. */
export interface AuditEntry {
  /** ISO 8601, UTC. */
  time: string;
  /** `key 1a2b3c4d (name)`, `token SUBJECT`, or `nobody` where nobody had to say who he is. */
  who: string;
  address: string;
  /** Method and path, or the deed in the editor. */
  action: string;
  /** The command that came of it; null where none did. */
  command: object | null;
  /** `handed_over` to the flow; `replayed`: the answer of an earlier request with the same Idempotency-Key. */
  result: 'done' | 'handed_over' | 'replayed' | 'refused';
  /** HTTP status of the answer. */
  status: number;
  /** Gridloom's code, where it was refused. */
  code: string | null;
}

export interface AuditOptions {
  /** Such as `…/audit.jsonl`; older files get `.1`, `.2` and so on behind it. */
  file: string;
  onError(error: Error): void;
  maxFileBytes?: number;
  maxWaiting?: number;
}

/**
 * The log as JSON lines in a file. Lines are written whole, in order and behind the requests; where the disk does not
 * keep up, or is full, entries are dropped, and how many is the next line.
 */
export class AuditLog {
  private waiting: AuditEntry[] = [];
  private dropped = 0;
  /** The first entry that was dropped since the last line. */
  private lost: AuditEntry | undefined;
  private writing: Promise<void> | undefined;
  /** What is being written now. */
  private batch: Promise<void> | undefined;
  private size: number | undefined;
  private failed = false;

  constructor(private readonly options: AuditOptions) {}

  record(entry: AuditEntry): void {
    if (this.waiting.length >= (this.options.maxWaiting ?? MAX_AUDIT_WAITING)) this.drop([entry]);
    else this.waiting.push(shortened(entry));
    this.writing ??= this.write();
  }

  /** Entries of the newest files, the newest first; all that were recorded before are among them. */
  async newest(limit: number): Promise<AuditEntry[]> {
    // What is being written, and then what waits now; not what comes meanwhile, of which there may be no end.
    for (let round = 0; round < 2; round++) await this.batch?.catch(() => {});
    const most = Math.min(limit, MAX_AUDIT_ANSWER);
    const entries: AuditEntry[] = [];
    let left = MAX_AUDIT_READ_BYTES;
    for (let i = 0; i <= AUDIT_FILES_KEPT && entries.length < most && left > 0; i++) {
      const text = await tail(this.fileOf(i), left);
      left -= text.length;
      const lines = text.split('\n');
      while (lines.length > 0 && entries.length < most) {
        const entry = entryOf(lines.pop()!);
        if (entry !== undefined) entries.push(entry);
      }
    }
    return entries;
  }

  /** Once all that was recorded until now is written, or could not be. */
  async settled(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  private drop(entries: readonly AuditEntry[]): void {
    this.dropped += entries.length;
    this.lost ??= entries[0];
  }

  /** So many of the dropped entries are on record; meanwhile there may be more. */
  private told(dropped: number): void {
    this.dropped -= dropped;
    if (this.dropped === 0) this.lost = undefined;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const entries = this.waiting;
      this.waiting = [];
      const told = this.dropped;
      const lines = this.lost === undefined ? entries : [...entries, gap(this.lost, told)];
      try {
        this.batch = this.append(lines.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
        await this.batch;
        this.told(told);
        this.failed = false;
      } catch (error) {
        this.drop(entries);
        // Once until it works again, and not for each request.
        if (!this.failed) this.options.onError(error as Error);
        this.failed = true;
      }
    }
    this.writing = undefined;
    this.batch = undefined;
  }

  private async append(text: string): Promise<void> {
    const { file, maxFileBytes = MAX_AUDIT_FILE_BYTES } = this.options;
    this.size ??= await prepare(file);
    if (this.size > 0 && this.size + Buffer.byteLength(text) > maxFileBytes) {
      await this.rotate();
      this.size = 0;
    }
    try {
      await appendFile(file, text, { mode: 0o600 });
      this.size += Buffer.byteLength(text);
    } catch (error) {
      // A part of it may be there: looked at anew the next time.
      this.size = undefined;
      throw error;
    }
  }

  private async rotate(): Promise<void> {
    await rm(this.fileOf(AUDIT_FILES_KEPT), { force: true });
    for (let i = AUDIT_FILES_KEPT - 1; i >= 0; i--) {
      await rename(this.fileOf(i), this.fileOf(i + 1)).catch(ignoreAbsent);
    }
  }

  private fileOf(i: number): string {
    return i === 0 ? this.options.file : `${this.options.file}.${i}`;
  }
}

/** Makes the folder, ends a line that a crash has cut off, and gives the size of the file. */
async function prepare(file: string): Promise<number> {
  await mkdir(path.dirname(file), { recursive: true });
  const size = (await stat(file).catch(ignoreAbsent))?.size ?? 0;
  if (size === 0 || (await tail(file, 1)) === '\n') return size;
  await appendFile(file, '\n');
  return size + 1;
}

/** The last bytes of a file, from the first whole line on; nothing where it is not there. */
async function tail(file: string, most: number): Promise<string> {
  const handle = await open(file, 'r').catch(ignoreAbsent);
  if (handle === undefined) return '';
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, most);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await handle.close();
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** A line as an entry; undefined for one that was cut off, and for what is none. */
function entryOf(line: string): AuditEntry | undefined {
  try {
    const value = JSON.parse(line);
    return typeof value?.time === 'string' && typeof value.who === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What stands in the place of entries that were dropped. */
function gap({ time }: AuditEntry, dropped: number): AuditEntry {
  const action = `${dropped} entries from this time on were dropped`;
  return {
    time,
    who: 'the log',
    address: '',
    action,
    command: null,
    result: 'refused',
    status: 503,
    code: 'BUSY',
  };
}

function shortened(entry: AuditEntry): AuditEntry {
  const short = (value: unknown): unknown =>
    typeof value === 'string' && value.length > MAX_AUDIT_TEXT ? `${value.slice(0, MAX_AUDIT_TEXT)}…` : value;
  const texts = Object.entries(entry).map(([name, value]) => [name, short(value)]);
  return Object.fromEntries(texts) as AuditEntry;
}
