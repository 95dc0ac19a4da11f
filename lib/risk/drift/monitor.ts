import type { FeatureDrift, RiskDrift } from '../../contract';
import { logOdds } from '../log-odds';
import type { TrainingDistribution } from './distribution';
import { distanceProbability, largestDistance } from './kolmogorov-smirnov';
import { PageHinkley } from './page-hinkley';
import { stabilityIndex } from './stability';

/** Rows that are looked at: the newest; 160 kB for ten inputs. */
export const WINDOW_ROWS = 4096;
/** Of one tick not more than these, so that a large grid does not fill the window with one moment. */
const MOST_OF_A_TICK = 256;
/** Ticks between two reports; sorting the window takes a few milliseconds. */
const REPORT_EVERY = 20;

const LITTLE = { psi: 0.1, p: 0.05 };
const MUCH = { psi: 0.25, p: 0.01 };

/**
 * Watches what a model is given against what it was trained on. Rows of one edge at neighbouring ticks are nearly alike, and all edges
 * share their weather, so rows do not count as so many observations: tests count the different values of one tick (or of its
 * sample), whatever the number of ticks.
 */
export class DriftMonitor {
  private readonly window: Float32Array;
  private readonly score = new PageHinkley();
  private filled = 0;
  private next = 0;
  private offset = 0;
  /** Different values of each input in the newest tick. */
  private readonly distinct: Set<number>[];
  private sinceReport = 0;
  private latest: RiskDrift | null = null;

  /** @param names of the model's inputs, in the order of a row */
  constructor(
    private readonly names: readonly string[],
    private readonly training: TrainingDistribution,
  ) {
    this.window = new Float32Array(WINDOW_ROWS * names.length);
    this.distinct = names.map(() => new Set());
  }

  /** Takes a tick in; gives the newest report, null before the first rows. */
  add(rows: ArrayLike<number>, probability: Float64Array): RiskDrift | null {
    const count = probability.length;
    if (count === 0) return this.latest;
    this.sample(rows, count);
    this.score.add(probability.reduce((sum, p) => sum + logOdds(p), 0) / count);
    if (this.latest === null || ++this.sinceReport >= REPORT_EVERY) {
      this.latest = this.report();
      this.sinceReport = 0;
    }
    return this.latest;
  }

  /** Every so manieth row, beginning one further each tick. */
  private sample(rows: ArrayLike<number>, count: number): void {
    const stride = Math.ceil(count / MOST_OF_A_TICK);
    const width = this.names.length;
    for (const values of this.distinct) values.clear();
    for (let row = this.offset++ % stride; row < count; row += stride) {
      for (let column = 0; column < width; column++) {
        const value = rows[row * width + column];
        this.window[this.next * width + column] = value;
        this.distinct[column].add(value);
      }
      this.next = (this.next + 1) % WINDOW_ROWS;
      this.filled = Math.min(WINDOW_ROWS, this.filled + 1);
    }
  }

  private report(): RiskDrift {
    const features = this.names.map((name, column) => this.featureDrift(name, column));
    const drifted = features.filter(({ state }) => state === 'drift').length;
    const watched = features.some(({ state }) => state === 'watch');
    return {
      state: drifted > 0 ? 'drift' : watched ? 'watch' : 'stable',
      rows: this.filled,
      features,
      score: this.score.report(),
    };
  }

  private featureDrift(name: FeatureDrift['name'], column: number): FeatureDrift {
    const values = Float64Array.from(
      { length: this.filled },
      (_, row) => this.window[row * this.names.length + column],
    )
      .filter((value) => !Number.isNaN(value))
      .sort();
    if (values.length === 0) return { name, psi: 0, ks: 0, ks_p: 1, state: 'stable' };
    const quantiles = this.training.quantiles[column];
    const psi = stabilityIndex(quantiles, values);
    const ks = largestDistance(quantiles, values);
    const ks_p = distanceProbability(ks, this.distinct[column].size, this.training.rows);
    return { name, psi: rounded(psi), ks: rounded(ks), ks_p: rounded(ks_p), state: stateOf(psi, ks_p) };
  }
}

/** Both have to say so: the index how much, the test that it is not by chance of a few edges. */
function stateOf(psi: number, p: number): FeatureDrift['state'] {
  if (psi >= MUCH.psi && p < MUCH.p) return 'drift';
  return psi >= LITTLE.psi && p < LITTLE.p ? 'watch' : 'stable';
}

function rounded(value: number): number {
  return Math.round(10_000 * value) / 10_000;
}
