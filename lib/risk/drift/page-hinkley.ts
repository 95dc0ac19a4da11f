import type { ScoreChange } from '../../contract';

/** Changes smaller than this are none, in log-odds. */
const TOLERANCE = 0.1;
/** What has to add up beyond it before a change is told. */
const THRESHOLD = 10;
/** Ticks that the mean is taken from before anything is told. */
const LEAST_TICKS = 30;

/**
 * The test of Page and Hinkley on the mean log-odds x of each tick, both ways (E. S. Page, "Continuous inspection schemes",
 * Biometrika 41, 1954, doi 10.1093/biomet/41.1-2.100; D. V. Hinkley, Biometrika 57, 1970): m ← m + x − x̄ − δ, told where m stands more
 * than λ above its least value, δ = 0.1, λ = 10; and the same downwards. It begins anew after a change, which is remembered.
 */
export class PageHinkley {
  private ticks = 0;
  private count = 0;
  private mean = 0;
  private up = 0;
  private down = 0;
  private last: ScoreChange['last_change'] = null;

  add(x: number): void {
    this.ticks++;
    this.count++;
    this.mean += (x - this.mean) / this.count;
    // m − min m, in one figure: it never falls below 0.
    this.up = Math.max(0, this.up + x - this.mean - TOLERANCE);
    this.down = Math.max(0, this.down - x + this.mean - TOLERANCE);
    if (this.count < LEAST_TICKS || Math.max(this.up, this.down) <= THRESHOLD) return;
    this.last = { direction: this.up > this.down ? 'up' : 'down', tick: this.ticks };
    [this.count, this.mean, this.up, this.down] = [0, 0, 0, 0];
  }

  report(): ScoreChange {
    return {
      ticks: this.ticks,
      statistic: Math.max(this.up, this.down),
      threshold: THRESHOLD,
      last_change: this.last === null ? null : { ...this.last },
    };
  }
}
