import type { Archive } from '../../keeping';
import type { Service } from './failures';

/** IEC 60255-151, standard inverse. */
const BETA_S = 0.14;
const ALPHA = 0.02;

/** Operating time of a relay with the time multiplier 1: t = 0.14/((I/Is)^0.02 − 1) s above the setting Is, else never. */
export function operatingTime_s(overcurrent: number): number {
  return overcurrent > 1 ? BETA_S / (overcurrent ** ALPHA - 1) : Number.POSITIVE_INFINITY;
}

/**
 * Overcurrent relays on every edge: each adds up the share of its operating time that has gone by, falls back as soon as
 * the current is below the setting, and trips at the whole. What it trips stays out until it is restored.
 */
export class OverloadProtection {
  /** The setting as a share of the rated current; infinite where there are no relays. */
  pickup = Number.POSITIVE_INFINITY;
  private readonly gone: Float64Array;

  constructor(edges: number) {
    this.gone = new Float64Array(edges);
  }

  keep(archive: Archive): void {
    this.pickup = archive.number(this.pickup);
    archive.array(this.gone);
  }

  /** The step under the currents at its beginning, as shares of the rated ones. */
  advance(step_s: number, share: Float64Array, service: Service): void {
    const { gone, pickup } = this;
    for (let k = 0; k < gone.length; k++) {
      const time_s = operatingTime_s(share[k] / pickup);
      gone[k] = time_s === Number.POSITIVE_INFINITY ? 0 : gone[k] + step_s / time_s;
      if (gone[k] < 1) continue;
      gone[k] = 0;
      service.trip(k);
    }
  }
}
