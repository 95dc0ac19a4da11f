import type { ReconfigurationProgress, Surroundings } from './types';

const REPORT_EVERY_MS = 250;

/** The time that a search has, and the reports it gives on the way. */
export class Deadline {
  private readonly began: number;
  private reported = 0;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly limit_ms: number,
  ) {
    this.began = surroundings.clock();
  }

  get elapsed_ms(): number {
    return this.surroundings.clock() - this.began;
  }

  get passed(): boolean {
    return this.elapsed_ms >= this.limit_ms;
  }

  /** Reports at most four times a second. */
  report(progress: () => Omit<ReconfigurationProgress, 'elapsed_ms'>): void {
    const { onProgress } = this.surroundings;
    if (onProgress === undefined) return;
    const elapsed_ms = this.elapsed_ms;
    if (elapsed_ms - this.reported < REPORT_EVERY_MS) return;
    this.reported = elapsed_ms;
    onProgress({ elapsed_ms, ...progress() });
  }
}
