import type { FailureType } from '../../contract';
import type { Random } from '../../random';
import type { Archive } from '../../keeping';
import type { Assets } from '../condition/assets';
import { SECONDS_PER_YEAR } from '../condition/condition';
import { CAUSE_COUNT, CAUSES, type HazardInputs, writeHazards } from './hazard';

export interface FailureEvent {
  /** Row of the branch table, from 0. */
  edge: number;
  time_s: number;
  cause: FailureType;
  repaired_s: number;
}

/** What becomes of an edge's service, told to whoever keeps it. */
export interface Service {
  readonly tripped: Uint8Array;
  trip(edge: number): void;
  restore(edge: number): void;
}

/** Repair times are lognormal: median hours of a line, a cable and a transformer, and the spread of their logarithm. */
const REPAIR_MEDIAN_H = [4, 24, 72];
const REPAIR_SPREAD = 0.8;

/**
 * Failures from hazards. Each edge has a threshold from the exponential distribution of mean 1 and fails when the hazard
 * that it has lived through reaches it (the time change theorem: that makes failures come at the hazard, whatever its
 * course). The cause is drawn by the shares of the hazards at that moment. Hazards hold from one tick to the next.
 */
export class FailureModel {
  /** CAUSE_COUNT hazards an edge, failures a year, without acceleration. */
  readonly hazard: Float64Array;
  /** Failures between the last two ticks. */
  events: FailureEvent[] = [];
  private readonly lived: Float64Array;
  private readonly threshold: Float64Array;
  private readonly repair_s: Float64Array;

  constructor(
    private readonly assets: Assets,
    private readonly acceleration: number,
    private readonly random: Random,
  ) {
    const count = assets.kind.length;
    this.hazard = new Float64Array(CAUSE_COUNT * count);
    this.lived = new Float64Array(count);
    this.threshold = Float64Array.from({ length: count }, () => this.draw());
    this.repair_s = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  }

  /** Fails and repairs what the time from the last tick until `time_s` brings. */
  advance(time_s: number, step_s: number, service: Service): void {
    this.events = [];
    for (let k = 0; k < this.lived.length; k++) this.live(k, time_s - step_s, time_s, service);
  }

  /** Takes the hazards that hold from now on. */
  assess(inputs: HazardInputs, wind_m_s: number): void {
    for (let k = 0; k < this.lived.length; k++) writeHazards(inputs, wind_m_s, k, this.hazard);
  }

  /** An edge is in order again by other hands. */
  renew(edge: number): void {
    this.lived[edge] = 0;
    this.threshold[edge] = this.draw();
    this.repair_s[edge] = Number.POSITIVE_INFINITY;
  }

  keep(archive: Archive): void {
    for (const values of [this.hazard, this.lived, this.threshold, this.repair_s]) archive.array(values);
    this.events = archive.json(this.events);
    archive.random(this.random);
  }

  private live(k: number, from_s: number, until_s: number, service: Service): void {
    let now_s = from_s;
    if (service.tripped[k] === 1) {
      if (this.repair_s[k] > until_s) return;
      now_s = Math.max(from_s, this.mend(k, service));
    }
    const per_s = (this.acceleration * this.total(k)) / SECONDS_PER_YEAR;
    while (per_s > 0 && now_s < until_s) {
      this.lived[k] += per_s * (until_s - now_s);
      if (this.lived[k] < this.threshold[k]) return;
      now_s = until_s - (this.lived[k] - this.threshold[k]) / per_s;
      this.fail(k, now_s, service);
      if (this.repair_s[k] > until_s) return;
      now_s = this.mend(k, service);
    }
  }

  private fail(k: number, time_s: number, service: Service): void {
    service.trip(k);
    const kind = this.assets.kind[k];
    const hours = REPAIR_MEDIAN_H[kind] * Math.exp(REPAIR_SPREAD * this.random.normal());
    this.repair_s[k] = time_s + 3600 * hours;
    this.events.push({ edge: k, time_s, cause: this.drawCause(k), repaired_s: this.repair_s[k] });
  }

  /** When it was in order again. */
  private mend(k: number, service: Service): number {
    const time_s = this.repair_s[k];
    service.restore(k);
    this.renew(k);
    return time_s;
  }

  private total(k: number): number {
    let sum = 0;
    for (let c = 0; c < CAUSE_COUNT; c++) sum += this.hazard[CAUSE_COUNT * k + c];
    return sum;
  }

  private drawCause(k: number): FailureType {
    let left = this.random.next() * this.total(k);
    for (let c = 0; c < CAUSE_COUNT - 1; c++) {
      left -= this.hazard[CAUSE_COUNT * k + c];
      if (left < 0) return CAUSES[c];
    }
    return CAUSES[CAUSE_COUNT - 1];
  }

  private draw(): number {
    return -Math.log(1 - this.random.next());
  }
}
