import { type GridError, gridError, toGridError } from '../../errors';
import { attachedCodec, Journal } from '../../keeping';
import { KEPT_SLACK_BYTES, MAX_KEPT_BYTES } from '../limits';
import type { Rules } from './access';
import type { Change } from './changes';
import { apply } from './restore';
import type { Store } from './store';

/** Written between two waits for the disk. */
const SLICE_BYTES = 1024 * 1024;

const COMPACT_RETRY_MS = 5_000;

type Written = Omit<Change, 'payload'> & { payload?: undefined };

const codec = attachedCodec<Written>((value) => {
  if (typeof (value as Partial<Written> | null)?.is !== 'string') throw new Error('no change of a session');
  return value as Written;
});

export interface KeeperOptions {
  readonly folder: string;
  onFault(error: GridError): void;
}

/**
 * Sessions and retained messages on disk: a journal of their changes. When much of it is outdated, what there is is
 * written again behind it, and what came before that goes.
 */
export class Keeper {
  private journal: Journal | undefined;
  private store: Store | undefined;
  /** What the journal took when all of it was current. */
  private compactBytes = 0;
  private compacting: Promise<void> | undefined;
  private closed = false;
  /** A change was not taken, so that only writing all anew makes the journal true. */
  private incomplete = false;
  /** After one that failed, as on a full disk, the next waits. */
  private notBefore = 0;

  constructor(private readonly options: KeeperOptions) {}

  /** Puts back what was kept, and records from now on. Where the disk fails, that is reported, and nothing is kept. */
  async restore(store: Store, rulesOf: (user: string) => Rules | undefined): Promise<void> {
    const { folder, onFault } = this.options;
    try {
      const journal = await Journal.open({ folder, max_bytes: MAX_KEPT_BYTES, onFault });
      await this.readAll(journal, store, rulesOf);
      this.store = store;
      this.journal = journal;
      this.compactBytes = journal.bytes;
    } catch (error) {
      onFault(toGridError(error));
    }
  }

  record(change: Change): void {
    if (this.journal === undefined || this.closed) return;
    if (this.append(change) === undefined) this.incomplete = true;
    if (this.isOutdated() && performance.now() >= this.notBefore) {
      this.compacting ??= this.compact().finally(() => {
        this.compacting = undefined;
      });
    }
  }

  /** `removed`: with all that is kept. */
  async close(removed: boolean): Promise<void> {
    this.closed = true;
    await this.compacting;
    if (removed) return this.journal?.remove();
    if (this.isOutdated()) await this.compact();
    await this.journal?.close();
  }

  private isOutdated(): boolean {
    const { journal, incomplete, compactBytes } = this;
    return journal !== undefined && (incomplete || journal.bytes > 2 * compactBytes + KEPT_SLACK_BYTES);
  }

  private async readAll(journal: Journal, store: Store, rulesOf: (user: string) => Rules | undefined) {
    const now = Date.now();
    let unreadable = 0;
    for (let from = journal.acknowledged + 1; from < journal.next; ) {
      const records = await journal.read(from);
      const last = records.at(-1);
      if (last === undefined) break;
      for (const { data } of records) {
        try {
          const { value, bytes } = codec.decode(data);
          apply({ ...value, payload: Buffer.from(bytes) } as Change, store, rulesOf, now);
        } catch {
          unreadable += 1;
        }
      }
      from = last.position + 1;
    }
    if (unreadable === 0) return;
    const got = `${unreadable} records that are none of a broker`;
    this.options.onFault(
      gridError('UNREADABLE_STATE', { at: this.options.folder, got, remedy: 'They are passed over' }),
    );
  }

  private append(change: Change): number | undefined {
    const { payload = Buffer.alloc(0), ...value } = change as Change & { payload?: Buffer };
    return this.journal?.append(Buffer.concat(codec.encode({ value: value as Written, bytes: payload })));
  }

  private async compact(): Promise<void> {
    const { journal, store } = this;
    if (journal === undefined || store === undefined) return;
    const before = journal.next - 1;
    this.incomplete = false;
    this.notBefore = performance.now() + COMPACT_RETRY_MS;
    let written = 0;
    let slice = 0;
    for (const change of store.changes()) {
      if (this.append(change) === undefined) this.incomplete = true;
      const bytes = 200 + ('payload' in change ? change.payload.length : 0);
      written += bytes;
      slice += bytes;
      if (slice < SLICE_BYTES) continue;
      slice = 0;
      if (await journal.flush()) continue;
      this.incomplete = true;
      return;
    }
    if (!(await journal.flush()) || this.incomplete) {
      this.incomplete = true;
      return;
    }
    journal.acknowledge(before);
    await journal.flush();
    this.compactBytes = written;
    this.notBefore = 0;
  }
}
