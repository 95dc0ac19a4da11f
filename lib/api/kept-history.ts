import { gridError, type GridError } from '../errors';
import { Journal } from '../keeping';
import type { HistoryPoint, Totals } from './documents';

/** One tick's figures and what was counted up to it. */
export interface KeptTick {
  run_id: string;
  point: HistoryPoint;
  totals: Totals;
}

/** A tick takes about this much on disk, and at most so much of it is kept. */
const BYTES_A_TICK = 512;
const LEAST_BYTES = 1 << 20;

/** The history of loss, risk and reward on disk, tick by tick. */
export class KeptHistory {
  private constructor(
    private readonly journal: Journal,
    private readonly limit: number,
    private readonly onFault: (error: GridError) => void,
  ) {}

  /** Of so many ticks, in a folder of its own. Throws FOLDER_NOT_WRITABLE. */
  static async open(
    folder: string,
    limit: number,
    onFault: (error: GridError) => void,
  ): Promise<KeptHistory> {
    // Twice as many: a tick that is optimised again is written again.
    const max_bytes = Math.max(LEAST_BYTES, 2 * limit * BYTES_A_TICK);
    return new KeptHistory(await Journal.open({ folder, max_bytes, onFault }), limit, onFault);
  }

  /** The newest ticks, the oldest first; of one that was written again the last. */
  async read(): Promise<KeptTick[]> {
    const { journal, limit } = this;
    const ticks: KeptTick[] = [];
    for (let from = Math.max(1, journal.next - 2 * limit); ; ) {
      const records = await journal.read(from);
      if (records.length === 0) return ticks.slice(-limit);
      for (const { data } of records) {
        const tick = this.parse(data);
        if (tick === undefined) continue;
        const before = ticks.at(-1);
        const again = before?.run_id === tick.run_id && before.point.sequence === tick.point.sequence;
        ticks.splice(again ? -1 : ticks.length, again ? 1 : 0, tick);
      }
      from = records[records.length - 1].position + 1;
    }
  }

  add(tick: KeptTick): void {
    this.journal.append(Buffer.from(JSON.stringify(tick)));
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private parse(data: Uint8Array): KeptTick | undefined {
    try {
      const tick = JSON.parse(Buffer.from(data).toString()) as KeptTick;
      if (typeof tick.run_id !== 'string') throw new Error('no run_id');
      if (!Number.isFinite(tick.point.sequence) || !Number.isFinite(tick.totals.ticks))
        throw new Error('no tick');
      return tick;
    } catch (error) {
      this.onFault(
        gridError('UNREADABLE_STATE', { at: 'a tick of the history', got: (error as Error).message }),
      );
      return undefined;
    }
  }
}
