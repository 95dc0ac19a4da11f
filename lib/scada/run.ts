import { attachedCodec, StateFile } from '../keeping';
import type { GridError } from '../errors';

export interface RunOptions {
  /** Where the run is kept; nowhere where nothing is said. */
  file?: string;
  newId(): string;
  /** Seconds since 1970. */
  now_s(): number;
  /** Time between ticks. */
  interval_s: number;
  /** Where simulated time begins, if anywhere: a run with another beginning is another run. */
  start_s: number | undefined;
  onFault(error: GridError): void;
}

/** What is written beside the simulator's state. */
interface Kept {
  run_id: string;
  /** Of the last tick that was told when this was written. */
  sequence: number;
  /** No tick was told afterwards. */
  clean: boolean;
  written_s: number;
  skipped: number;
  lead_s: number;
  start_s: number | null;
}

type Document = { value: Kept; bytes: Uint8Array };

/** Ticks that may be told between two writings: a run that was not ended well goes on that much further. */
const RESERVE = 100;

/**
 * A run of ticks, which is one and the same after the process has ended, however it did: `id` stays, numbers grow and never
 * repeat, and the simulator's state of the last writing is there to go on from.
 */
export class Run {
  id: string;
  sequence = 0;
  /** Ticks that were skipped. */
  skipped = 0;
  /** Simulated time less the clock's. */
  lead_s = 0;
  /** The newest state that is known, to go on from. */
  state: Uint8Array | undefined;
  private readonly file: StateFile<Document> | undefined;
  /** Up to which number a restart knows that it may have been told. */
  private reserved = Number.POSITIVE_INFINITY;
  private clean = false;

  private constructor(private readonly options: RunOptions) {
    const { file, newId, onFault } = options;
    this.id = newId();
    if (file === undefined) return;
    const codec = attachedCodec(check);
    const onWritten = ({ value: { run_id, sequence, clean } }: Document): void => {
      if (run_id === this.id) this.reserved = sequence + (clean ? 0 : RESERVE);
    };
    this.file = new StateFile({ file, format: 'gridloom-run', version: 1, codec, onFault, onWritten });
  }

  /** The run that is kept, or a new one where there is none, or one of another beginning. */
  static async open(options: RunOptions): Promise<Run> {
    const run = new Run(options);
    const found = await run.file?.read();
    if (found !== undefined && found.value.start_s === (options.start_s ?? null)) run.goOn(found);
    return run;
  }

  get kept(): boolean {
    return this.file !== undefined;
  }

  /** Another run, of which nothing is known. */
  renew(): void {
    this.id = this.options.newId();
    this.sequence = 0;
    this.skipped = 0;
    this.state = undefined;
    this.reserved = Number.POSITIVE_INFINITY;
  }

  /** The number of the next tick, once it is sure that no restart will give it again, as far as the disk allows. */
  async next(take: () => Promise<Uint8Array>): Promise<number> {
    if (this.sequence >= this.reserved) {
      this.save(take);
      await this.file?.flush();
    }
    return ++this.sequence;
  }

  /** Keeps the state that `take` gives: soon, or `now`, and with the number that is the last told when it is given. */
  save(take: () => Promise<Uint8Array>, now = false): void {
    this.file?.save(() => this.documentOf(take));
    if (now) void this.file?.flush();
  }

  /** Keeps the state that `take` gives as the last one. */
  async close(take: (() => Promise<Uint8Array>) | undefined): Promise<void> {
    this.clean = true;
    if (take !== undefined) this.save(take);
    await this.file?.close();
  }

  private async documentOf(take: () => Promise<Uint8Array>): Promise<Document> {
    const bytes = await take();
    this.state = bytes;
    const { id: run_id, sequence, skipped, lead_s, clean } = this;
    const { now_s, start_s = null } = this.options;
    return { value: { run_id, sequence, clean, written_s: now_s(), skipped, lead_s, start_s }, bytes };
  }

  private goOn({ value, bytes }: Document): void {
    this.id = value.run_id;
    this.skipped = value.skipped;
    this.lead_s = value.lead_s;
    this.state = bytes;
    this.sequence = value.sequence;
    if (!value.clean) this.sequence += RESERVE + this.ticksSince(value.written_s);
    this.reserved = this.sequence;
  }

  /** So many may have been told while the disk was full. */
  private ticksSince(written_s: number): number {
    const { now_s, interval_s } = this.options;
    return Math.ceil(Math.max(0, now_s() - written_s) / interval_s);
  }
}

function check(value: unknown): Kept {
  const { run_id, sequence, clean, written_s, skipped, lead_s, start_s } = value as Kept;
  const numbers = [sequence, written_s, skipped, lead_s, start_s ?? 0];
  if (typeof run_id !== 'string' || typeof clean !== 'boolean' || !numbers.every(Number.isFinite)) {
    throw new Error('no run');
  }
  return value as Kept;
}
