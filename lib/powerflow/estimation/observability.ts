/**
 * What the measurements determine, whatever their values. In the decoupled linear model (A. Monticelli and F. F. Wu,
 * "Network observability: theory", IEEE Trans. PAS-104(5), 1985, doi 10.1109/TPAS.1985.323454; Abur and Gómez-Expósito,
 * chapter 4) active powers tell differences of angles and reactive powers and voltages tell voltages: a flow gives the row
 * b (xᵢ − xⱼ), an injection the sum of those of its branches, a voltage or an angle the row xᵢ. With G = HᵀH the
 * unobservable directions are the null space of G. Its factorisation meets a pivot of 0 for each; with random numbers at
 * these pivots, Lᵀ n = (those numbers, 0 elsewhere) gives one vector n of the null space, and a difference that n leaves
 * at 0 is, but by chance, 0 in all of it (B. Gou and A. Abur, 2000, doi 10.1109/59.867151).
 *
 * Susceptances are drawn from 1 to 2 and not taken from the network: what counts is which things are measured where, and
 * numbers of one size keep zero pivots apart from small ones. Currents are not counted: a size alone leaves open which
 * way the power flows, and with that two states (Abur and Gómez-Expósito, chapter 9).
 */
import { DisjointSets, type Grid } from '../../grid';
import { Random } from '../../random';
import { LdlFactors, positionOf, type SymmetricMatrix } from '../sparse';
import type { EstimationPlan } from './plan';
import { P, P_FROM, P_TO, Q, Q_FROM, Q_TO, type Row, VA, VM } from './rows';
import type { Situation } from './situation';
import type { Observability } from './types';

/** Differences of a null vector, whose entries are of the size of 1, below which they are none. */
const NOTHING = 1e-6;
const SEED = 20_040_324;

const ACTIVE = new Set([P, P_FROM, P_TO, VA]);
const REACTIVE = new Set([Q, Q_FROM, Q_TO, VM]);

/** A vector of the null space of each model, by bus: 0 everywhere where all is observable. */
export interface NullVectors {
  active: Float64Array;
  reactive: Float64Array;
}

export function nullVectors(
  grid: Grid,
  plan: EstimationPlan,
  situation: Situation,
  rows: readonly Row[],
): NullVectors {
  const random = new Random(SEED);
  const susceptance = Float64Array.from({ length: grid.branchCount }, () => random.between(1, 2));
  const of = (counted: ReadonlySet<number>, grounded: Uint8Array): Float64Array => {
    const matrix = new LinearGain(grid, plan, situation.live, susceptance);
    for (let bus = 0; bus < grid.busCount; bus++)
      if (grounded[bus] === 1 || situation.islands.energized[bus] === 0) matrix.addBus(bus);
    for (const row of rows) if (counted.has(row.quantity)) matrix.add(row);
    return matrix.nullVector(random);
  };
  return {
    active: of(ACTIVE, situation.isReference),
    reactive: of(REACTIVE, new Uint8Array(grid.busCount)),
  };
}

export function differs(vector: Float64Array, one: number, other: number): boolean {
  return Math.abs(vector[one] - vector[other]) > NOTHING;
}

export function isOpen(vector: Float64Array, bus: number): boolean {
  return Math.abs(vector[bus]) > NOTHING;
}

export function describeObservability(
  grid: Grid,
  { live, islands: { energized } }: Situation,
  { active, reactive }: NullVectors,
): Observability {
  const unobservable: number[] = [];
  const parts = new DisjointSets(grid.busCount);
  for (let k = 0; k < live.length; k++) {
    const [f, t] = [grid.from[k], grid.to[k]];
    if (live[k] === 1 && !differs(active, f, t) && !differs(reactive, f, t)) parts.join(f, t);
  }
  const roots = new Set<number>();
  for (let bus = 0; bus < grid.busCount; bus++) {
    if (energized[bus] === 0) continue;
    if (isOpen(active, bus) || isOpen(reactive, bus)) unobservable.push(bus);
    roots.add(parts.find(bus));
  }
  return { unobservable, islands: roots.size };
}

/** G = HᵀH of one of the two models, buses by rank. */
class LinearGain implements SymmetricMatrix {
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly diagonal: Float64Array;
  readonly value: Float64Array;
  private readonly branchesAt: number[][];

  constructor(
    private readonly grid: Grid,
    private readonly plan: EstimationPlan,
    live: Uint8Array,
    private readonly susceptance: Float64Array,
  ) {
    this.start = plan.buses.start;
    this.column = plan.buses.column;
    this.diagonal = new Float64Array(grid.busCount);
    this.value = new Float64Array(plan.buses.column.length);
    this.branchesAt = Array.from({ length: grid.busCount }, () => []);
    for (let k = 0; k < live.length; k++) {
      if (live[k] === 0) continue;
      this.branchesAt[grid.from[k]].push(k);
      this.branchesAt[grid.to[k]].push(k);
    }
  }

  addBus(bus: number): void {
    this.diagonal[this.plan.order.rank[bus]] += 1;
  }

  add({ quantity, element }: Row): void {
    if (quantity === VM || quantity === VA) this.addBus(element);
    else if (quantity < P_FROM) this.addInjection(element);
    else this.addProduct([this.grid.from[element], this.grid.to[element]], [1, -1]);
  }

  private addInjection(bus: number): void {
    const members = new Map<number, number>([[bus, 0]]);
    for (const k of this.branchesAt[bus]) {
      const far = this.grid.from[k] === bus ? this.grid.to[k] : this.grid.from[k];
      members.set(bus, members.get(bus)! + this.susceptance[k]);
      members.set(far, (members.get(far) ?? 0) - this.susceptance[k]);
    }
    const size = Math.hypot(...members.values());
    if (size === 0) return;
    this.addProduct(
      [...members.keys()],
      [...members.values()].map((b) => b / size),
    );
  }

  /** hᵀh of a row. */
  private addProduct(buses: readonly number[], h: readonly number[]): void {
    const { rank } = this.plan.order;
    for (let a = 0; a < buses.length; a++) {
      this.diagonal[rank[buses[a]]] += h[a] * h[a];
      for (let b = 0; b < buses.length; b++) {
        if (a !== b) this.value[positionOf(this.plan.buses, rank[buses[a]], rank[buses[b]])] += h[a] * h[b];
      }
    }
  }

  nullVector(random: Random): Float64Array {
    const factors = new LdlFactors(this.plan.busFactors);
    const ranked = new Float64Array(this.diagonal.length);
    for (const i of factors.factorSemidefinite(this)) ranked[i] = random.between(1, 2);
    factors.solveUpper(ranked);
    return Float64Array.from(this.plan.order.rank, (i) => ranked[i]);
  }
}
