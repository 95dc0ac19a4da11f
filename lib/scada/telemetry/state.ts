/**
 * The last known value of each point, and how far it may be trusted. One slot a point, so memory is bounded by the list. The
 * clock is passed in: `wall_s` is the time of day, `steady_s` one that is never set, which staleness is counted by.
 */
import type { Quality } from '../../contract';
import type { Sample } from './decode';
import type { Point } from './point-list';
import { quantityKind } from './quantities';
import { readValue, type Scaling } from './values';

export interface Moment {
  wall_s: number;
  steady_s: number;
}

export interface StateOptions {
  /** Without an update for this long a point is stale, where its row says nothing else. */
  staleness_s: number;
  /** A source's clock is believed while it is no further off than this. */
  skew_limit_s: number;
}

/** What came of samples. */
export const COUNTED = [
  'accepted',
  'duplicated',
  'reordered',
  'invalid',
  'out_of_range',
  'rate_exceeded',
  'time_unreadable',
  'clock_ahead',
  'clock_behind',
  'clock_jumps',
] as const;
export type Counted = (typeof COUNTED)[number];

export type PointStatus = 'good' | 'uncertain' | 'stale' | 'bad' | 'silent';

/** Older samples in a row that keep pace with our clock: the source's was set back. */
const JUMP_SAMPLES = 3;
/** How far their steps may differ from ours, as a share of the larger: a backlog comes faster than it was measured. */
const JUMP_PACE = 0.5;

const QUALITIES: readonly Quality[] = ['good', 'uncertain', 'bad'];

/** When a sample was measured, as far as we believe its own stamp (NaN where it has none). */
interface Stamp {
  time_s: number;
  own_s: number;
  believed: boolean;
}

const GOOD = 0;
const UNCERTAIN = 1;
const BAD = 2;

export class TelemetryState {
  readonly counts: Record<Counted, number>;
  /** Last known value in the unit of the contract; NaN where there is none. */
  readonly value: Float64Array;
  /** When it was measured, seconds since 1970. */
  readonly time_s: Float64Array;
  /** What was no value, where the sample before was one. */
  private complaint: { point: number; raw: unknown } | undefined;
  /** Furthest that a source's clock was off since `skew` was last asked for. */
  private furthest_s: number | undefined;
  /** Quality of the last sample, whether or not its value was taken. */
  private readonly verdict: Uint8Array;
  /** Of the last sample that was news, whatever its quality: when it was measured, its own stamp, value and quality. */
  private readonly seenTime_s: Float64Array;
  private readonly seenStamp_s: Float64Array;
  private readonly seenValue: Float64Array;
  private readonly seenQuality: Uint8Array;
  /** By the steady clock: the last good or uncertain sample. */
  private readonly updated_s: Float64Array;
  /** Older samples in a row: how many, the last one's time, and when it came. */
  private readonly olderCount: Uint8Array;
  private readonly olderTime_s: Float64Array;
  private readonly olderSeen_s: Float64Array;
  private readonly scaling: readonly Scaling[];

  constructor(
    readonly points: readonly Point[],
    private readonly options: StateOptions,
  ) {
    const zeros = () => new Float64Array(points.length);
    this.counts = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Record<Counted, number>;
    this.value = zeros().fill(Number.NaN);
    this.time_s = zeros();
    this.updated_s = zeros();
    this.olderTime_s = zeros();
    this.olderSeen_s = zeros();
    this.olderCount = new Uint8Array(points.length);
    this.seenTime_s = zeros().fill(Number.NEGATIVE_INFINITY);
    this.seenStamp_s = zeros().fill(Number.NaN);
    this.seenValue = zeros().fill(Number.NaN);
    this.seenQuality = new Uint8Array(points.length);
    this.verdict = new Uint8Array(points.length);
    this.scaling = points.map(({ quantity, factor, offset, isDoublePoint }) => ({
      factor,
      offset,
      isDoublePoint,
      isState: quantityKind(quantity).dimension === 'state',
    }));
  }

  /** Takes one sample. Whether it is news comes before what it is worth: a late one changes nothing, good or bad. */
  receive({ point, raw, time_s, quality }: Sample, now: Moment): void {
    const isTimeUnread = Number.isNaN(time_s);
    if (isTimeUnread) this.counts.time_unreadable++;
    const stamp = this.stampOf(isTimeUnread ? undefined : time_s, now);
    const value = readValue(raw, this.scaling[point]);
    if (!this.isNews(point, value, quality, stamp, now)) return;
    this.remember(point, value, quality, stamp);
    if (quality === 'bad') {
      this.verdict[point] = BAD;
      return;
    }
    if (Number.isNaN(value)) {
      this.counts.invalid++;
      if (this.verdict[point] !== BAD) this.complaint = { point, raw };
      this.verdict[point] = BAD;
      return;
    }
    const { low, high } = this.points[point];
    if (!Number.isFinite(value) || value < low || value > high) {
      this.counts.out_of_range++;
      this.verdict[point] = BAD;
      return;
    }
    const doubtful =
      quality === 'uncertain' ||
      isTimeUnread ||
      !stamp.believed ||
      this.isTooFast(point, value, stamp.time_s);
    this.accept(point, value, stamp.time_s, doubtful, now);
  }

  status(point: number, { steady_s }: Moment): PointStatus {
    if (Number.isNaN(this.value[point])) return this.verdict[point] === BAD ? 'bad' : 'silent';
    if (this.verdict[point] === BAD) return 'bad';
    const limit_s = this.points[point].staleness_s ?? this.options.staleness_s;
    if (steady_s - this.updated_s[point] > limit_s) return 'stale';
    return this.verdict[point] === UNCERTAIN ? 'uncertain' : 'good';
  }

  /** What was no value since the last call; once, until the point has a value again. */
  takeComplaint(): { point: number; raw: unknown } | undefined {
    const complaint = this.complaint;
    this.complaint = undefined;
    return complaint;
  }

  /** How far the furthest clock of a source was off since the last call: theirs less ours. */
  takeSkew(): number | undefined {
    const furthest_s = this.furthest_s;
    this.furthest_s = undefined;
    return furthest_s;
  }

  /** The source's time, or ours where it says none or is ahead of us: nothing was measured in the future. */
  private stampOf(own_s: number | undefined, { wall_s }: Moment): Stamp {
    if (own_s === undefined) return { time_s: wall_s, own_s: Number.NaN, believed: true };
    const skew_s = own_s - wall_s;
    if (this.furthest_s === undefined || Math.abs(skew_s) > Math.abs(this.furthest_s))
      this.furthest_s = skew_s;
    if (Math.abs(skew_s) <= this.options.skew_limit_s) return { time_s: own_s, own_s, believed: true };
    this.counts[skew_s > 0 ? 'clock_ahead' : 'clock_behind']++;
    return { time_s: skew_s > 0 ? wall_s : own_s, own_s, believed: false };
  }

  /** False for a sample that is known already, or older than what is known. */
  private isNews(point: number, value: number, quality: Quality, stamp: Stamp, now: Moment): boolean {
    if (Number.isNaN(stamp.own_s)) return true;
    const seen_s = this.seenStamp_s[point];
    if (stamp.own_s === seen_s) {
      // A source whose stamps are whole seconds may send two values in one.
      const isSame =
        Object.is(value, this.seenValue[point]) && QUALITIES.indexOf(quality) === this.seenQuality[point];
      if (isSame) this.counts.duplicated++;
      return !isSame;
    }
    // Of two that are ahead of us the order is their own: ours is that in which they came.
    const bothAhead = stamp.own_s > stamp.time_s && seen_s > this.seenTime_s[point];
    const isLater = bothAhead ? stamp.own_s > seen_s : stamp.time_s >= this.seenTime_s[point];
    if (isLater) return true;
    if (this.isSetBack(point, stamp.own_s, now)) {
      this.counts.clock_jumps++;
      return true;
    }
    this.counts.reordered++;
    return false;
  }

  private remember(point: number, value: number, quality: Quality, { time_s, own_s }: Stamp): void {
    this.seenValue[point] = value;
    this.seenQuality[point] = QUALITIES.indexOf(quality);
    this.seenStamp_s[point] = own_s;
    // What is no value and has no stamp of its own makes none late that has one.
    if (!Number.isNaN(own_s) || (quality !== 'bad' && !Number.isNaN(value))) this.seenTime_s[point] = time_s;
    this.olderCount[point] = 0;
  }

  /**
   * Late samples come in a burst, or out of step; those of a clock that was set back come one after the other at the pace of
   * ours.
   */
  private isSetBack(point: number, time_s: number, { wall_s }: Moment): boolean {
    const step_s = time_s - this.olderTime_s[point];
    const ours_s = wall_s - this.olderSeen_s[point];
    const inStep = step_s > 0 && Math.abs(step_s - ours_s) <= JUMP_PACE * Math.max(step_s, ours_s);
    this.olderCount[point] = inStep && this.olderCount[point] > 0 ? this.olderCount[point] + 1 : 1;
    this.olderTime_s[point] = time_s;
    this.olderSeen_s[point] = wall_s;
    return this.olderCount[point] >= JUMP_SAMPLES;
  }

  private isTooFast(point: number, value: number, time_s: number): boolean {
    const { rate_per_s } = this.points[point];
    const held = this.value[point];
    const elapsed_s = time_s - this.time_s[point];
    if (rate_per_s === Infinity || Number.isNaN(held) || elapsed_s < 0) return false;
    // Two values of one stamp are taken as a millisecond apart.
    const tooFast = Math.abs(value - held) > rate_per_s * Math.max(elapsed_s, 1e-3);
    if (tooFast) this.counts.rate_exceeded++;
    return tooFast;
  }

  private accept(point: number, value: number, time_s: number, doubtful: boolean, now: Moment): void {
    const held = this.value[point];
    const moved = !(Math.abs(value - held) <= this.points[point].deadband);
    if (moved) this.value[point] = value;
    this.time_s[point] = time_s;
    this.updated_s[point] = now.steady_s;
    this.verdict[point] = doubtful ? UNCERTAIN : GOOD;
    this.counts.accepted++;
  }
}

/** A point's quality in a snapshot. */
export function qualityOfStatus(status: PointStatus): Quality {
  if (status === 'good') return 'good';
  return status === 'bad' ? 'bad' : 'uncertain';
}
