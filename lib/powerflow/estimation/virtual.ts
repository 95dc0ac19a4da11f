/**
 * Rows beside the measurements.
 *
 * Zero injections: a bus with neither a load nor a generator takes nothing, and that is known exactly. They are measurements
 * of 0 with a σ a thirtieth of the smallest of the measured powers, and not equality constraints: their residuals stay thirty
 * times below those of any sensor, while weights 900 apart cost the gain matrix three of its sixteen digits (Abur and
 * Gómez-Expósito, chapter 3, on what larger ones cost); constraints would make it indefinite.
 *
 * Pseudo-measurements: where the measurements leave something open, loads and schedules stand in at the buses there that have
 * no sensor. They are added at all such buses and not at as few as would do, so that a measured sum (a feeder's head) is
 * spread over all loads behind it and not left to the last. Buses that are observable without get none, so that the
 * figures there rest on sensors alone. Their σ is several times the load: how a measured sum is shared depends on the ratios of
 * the σ alone, and a sensor is not a gross error because loads are not the nominal ones, which err all at once.
 */
import type { Grid } from '../../grid';
import { differs, isOpen, type NullVectors } from './observability';
import { I_FROM, P, P_FROM, PSEUDO, Q, type Row, VM, ZERO_INJECTION } from './rows';
import type { Situation } from './situation';
import type { PseudoInjections } from './types';

/** Least σ of a zero injection, and that where no power is measured, per unit. */
const LEAST_ZERO_SIGMA = 1e-7;
const USUAL_ZERO_SIGMA = 1e-5;
/** σ of a load that stands in: this share of it and this share of the mean of all. */
const OWN_SHARE = 5;
const MEAN_SHARE = 1;
/** σ of a generator's set point that stands in for a measured voltage, per unit. */
const VOLTAGE_SIGMA = 0.01;

/** P = 0 and Q = 0 at the energised buses where nothing is connected but branches and shunts. */
export function zeroInjections(grid: Grid, { islands }: Situation, rows: readonly Row[]): Row[] {
  const connected = new Uint8Array(grid.isSource);
  for (const { bus } of grid.network.loads) connected[grid.busIndex.get(bus)!] = 1;
  let least = Infinity;
  for (const { quantity, sigma } of rows)
    if (quantity >= P && quantity < I_FROM) least = Math.min(least, sigma);
  const sigma = least === Infinity ? USUAL_ZERO_SIGMA : Math.max(LEAST_ZERO_SIGMA, least / 30);
  const found: Row[] = [];
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (connected[bus] === 1 || islands.energized[bus] === 0) continue;
    for (const quantity of [P, Q])
      found.push({ quantity, element: bus, z: 0, sigma, unit: grid.base_mva, origin: ZERO_INJECTION });
  }
  return found;
}

/** Candidates in the place of sensors, and which of them were taken. */
export class PseudoPool {
  private readonly candidates: Row[];
  private readonly neighbours: number[][];

  constructor(grid: Grid, situation: Situation, rows: readonly Row[], injections: PseudoInjections) {
    const { energized, balancing } = situation.islands;
    const ofBuses = rows.filter(({ quantity }) => quantity < P_FROM);
    const has = new Set(ofBuses.map(({ quantity, element }) => key(quantity, element)));
    const holds = new Uint8Array(grid.busCount);
    for (let g = 0; g < grid.generatorCount; g++)
      if (grid.generatorUsable[g] === 1 && grid.holdsVoltage[g] === 1) holds[grid.generatorBus[g]] = 1;
    const balances = new Set(balancing.map((g) => grid.generatorBus[g]));
    this.candidates = [];
    const propose = (quantity: number, element: number, z: number, sigma: number): void => {
      if (!has.has(key(quantity, element)))
        this.candidates.push({
          quantity,
          element,
          z,
          sigma,
          unit: quantity === VM ? 1 : grid.base_mva,
          origin: PSEUDO,
        });
    };
    const p = injections.p_injection_mw.map((mw) => mw / grid.base_mva);
    const q = injections.q_injection_mvar.map((mvar) => mvar / grid.base_mva);
    const mean = p.reduce((sum, one, bus) => sum + Math.hypot(one, q[bus]), 0) / grid.busCount || 1e-3;
    const sigmaOf = (size: number): number => OWN_SHARE * Math.abs(size) + MEAN_SHARE * mean;
    for (let bus = 0; bus < grid.busCount; bus++) {
      if (energized[bus] === 0) continue;
      if (!balances.has(bus)) propose(P, bus, p[bus], sigmaOf(p[bus]));
      if (holds[bus] === 0) propose(Q, bus, q[bus], sigmaOf(q[bus]));
    }
    for (let g = 0; g < grid.generatorCount; g++) {
      const bus = grid.generatorBus[g];
      if (grid.generatorUsable[g] === 0 || energized[bus] === 0 || grid.holdsVoltage[g] === 0) continue;
      propose(VM, bus, grid.network.generators[g].vm_pu, VOLTAGE_SIGMA);
      has.add(key(VM, bus));
    }
    this.neighbours = Array.from({ length: grid.busCount }, () => []);
    for (let k = 0; k < situation.live.length; k++) {
      if (situation.live[k] === 0) continue;
      this.neighbours[grid.from[k]].push(grid.to[k]);
      this.neighbours[grid.to[k]].push(grid.from[k]);
    }
  }

  /** Takes the candidates at buses with a branch, or a voltage, that is open. */
  take({ active, reactive }: NullVectors): Row[] {
    const taken: Row[] = [];
    for (let at = this.candidates.length - 1; at >= 0; at--) {
      const { quantity, element } = this.candidates[at];
      const vector = quantity === P ? active : reactive;
      const touches = this.neighbours[element].some((next) => differs(vector, element, next));
      if (!touches && !(quantity === VM && isOpen(vector, element))) continue;
      taken.push(...this.candidates.splice(at, 1));
    }
    return taken.reverse();
  }
}

function key(quantity: number, element: number): number {
  return element * P_FROM + quantity;
}
