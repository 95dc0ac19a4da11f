import path from 'node:path';
import type { AlarmDocument } from '../alarms';
import { type GridError, gridError } from '../errors';
import { Journal, jsonCodec, StateFile } from '../keeping';
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

/** Alarms that stand, and the newest changes, both the oldest first. */
export interface KeptAlarms {
  active: AlarmDocument[];
  history: AlarmDocument[];
}

/** What an API counts, on disk: the history of loss, risk and reward tick by tick, and the alarms. */
export class KeptHistory {
  private readonly alarms: StateFile<KeptAlarms>;

  private constructor(
    private readonly journal: Journal,
    folder: string,
    private readonly limit: number,
    private readonly onFault: (error: GridError) => void,
  ) {
    const file = path.join(folder, 'alarms.state');
    this.alarms = new StateFile({
      file,
      format: 'gridloom-alarms',
      version: 1,
      codec: jsonCodec(checkAlarms),
      onFault,
    });
  }

  /** Of so many ticks, in a folder of its own. Throws FOLDER_NOT_WRITABLE. */
  static async open(
    folder: string,
    limit: number,
    onFault: (error: GridError) => void,
  ): Promise<KeptHistory> {
    // Twice as many: a tick that is optimised again is written again.
    const max_bytes = Math.max(LEAST_BYTES, 2 * limit * BYTES_A_TICK);
    const journal = await Journal.open({ folder: path.join(folder, 'history'), max_bytes, onFault });
    return new KeptHistory(journal, folder, limit, onFault);
  }

  readAlarms(): Promise<KeptAlarms | undefined> {
    return this.alarms.read();
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

  add(tick: KeptTick, alarms: KeptAlarms | undefined): void {
    this.journal.append(Buffer.from(JSON.stringify(tick)));
    if (alarms !== undefined) this.alarms.save(() => alarms);
  }

  async close(): Promise<void> {
    await Promise.all([this.journal.close(), this.alarms.close()]);
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

function checkAlarms(value: unknown): KeptAlarms {
  const { active, history } = value as KeptAlarms;
  for (const one of [...active, ...history]) {
    if (typeof one.edge !== 'string' || !Number.isFinite(one.failure_probability))
      throw new Error('no alarms');
  }
  return { active, history };
}
