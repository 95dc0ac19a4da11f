import { sigmoid } from '../boosting/train';
import { solvePositiveDefinite } from '../positive-definite';
import { type Evidence, MEMBERS, type MemberName } from './members';

/** failure_probability = σ(offset + Σ weight × evidence), over the members that it names. */
export interface Pool {
  readonly offset: number;
  readonly weights: Readonly<Partial<Record<MemberName, number>>>;
}

/**
 * Which members stand in for which: the first pool whose members are all there serves. The isolation forest, which
 * knows no failures, comes last.
 */
export const BACKUP_ORDER: readonly (readonly MemberName[])[] = [
  ['gradient_boosting', 'random_forest', 'isolation_forest'],
  ['gradient_boosting', 'random_forest'],
  ['gradient_boosting', 'isolation_forest'],
  ['gradient_boosting'],
  ['random_forest', 'isolation_forest'],
  ['random_forest'],
  ['isolation_forest'],
];

/** The pool of each line of BACKUP_ORDER whose members gave evidence. */
export function fitPools(evidence: Evidence, labels: Uint8Array): Pool[] {
  const there = BACKUP_ORDER.filter((members) => members.every((member) => evidence[member] !== undefined));
  return there.map((members) => fitPool(members, evidence, labels));
}

/** Which pool serves which members, as they have been asked for: the search takes as long as some trees. */
const found = new WeakMap<readonly Pool[], (Pool | null)[]>();

/** The first pool whose members are all there; null where none is. */
export function poolFor(pools: readonly Pool[], evidence: Evidence): Pool | null {
  const known = found.get(pools) ?? [];
  const { gradient_boosting, random_forest, isolation_forest } = evidence;
  const members = (gradient_boosting ? 1 : 0) + (random_forest ? 2 : 0) + (isolation_forest ? 4 : 0);
  const pool = known[members] ?? pools.find((one) => serves(one, evidence)) ?? null;
  known[members] = pool;
  found.set(pools, known);
  return pool;
}

function serves({ weights }: Pool, evidence: Evidence): boolean {
  return MEMBERS.every((member) => weights[member] === undefined || evidence[member] !== undefined);
}

export function pooled({ offset, weights }: Pool, evidence: Evidence): Float64Array {
  let sums: Float64Array | undefined;
  for (const member of MEMBERS) {
    const weight = weights[member];
    if (weight === undefined) continue;
    const figures = evidence[member]!;
    sums ??= new Float64Array(figures.length).fill(offset);
    for (let row = 0; row < sums.length; row++) sums[row]! += weight * figures[row]!;
  }
  for (let row = 0; row < sums!.length; row++) sums![row] = sigmoid(sums![row]!);
  return sums!;
}

/** Keeps weights finite where the evidence parts the outcomes perfectly. */
const RIDGE = 1e-2;
const STEPS = 50;

/**
 * A logistic regression of the outcome on the evidence by Newton's method, on rows that no member has learned from:
 * combination and Platt's calibration (J. Platt, "Probabilistic outputs for support vector machines", 1999) in one. No
 * weight is negative: a member that would count against itself gets 0.
 */
function fitPool(members: readonly MemberName[], evidence: Evidence, labels: Uint8Array): Pool {
  let active = [...members];
  for (;;) {
    const solution = fitLogistic(
      active.map((member) => evidence[member]!),
      labels,
    );
    const least = Math.min(0, ...solution.slice(1));
    if (least === 0 || active.length === 0) {
      const weights = members.map((member) => [member, solution[1 + active.indexOf(member)] ?? 0] as const);
      const ofActive = weights.map(([member, weight]) => [member, active.includes(member) ? weight : 0]);
      return { offset: solution[0]!, weights: Object.fromEntries(ofActive) };
    }
    const worst = solution.indexOf(least) - 1;
    active = active.filter((_, k) => k !== worst);
  }
}

/** Offset and slopes of σ(β₀ + Σ βₖ xₖ) with the least log loss: β ← β − H⁻¹ g, g = Σ (p − y) x, H = Σ p (1 − p) x xᵀ. */
function fitLogistic(inputs: readonly Float64Array[], labels: Uint8Array): Float64Array {
  const size = inputs.length + 1;
  const beta = new Float64Array(size);
  const x = new Float64Array(size).fill(1);
  for (let step = 0; step < STEPS; step++) {
    const gradient = beta.map((b, k) => (k === 0 ? 0 : RIDGE * b));
    const hessian = Array.from(beta, (_, k) => beta.map((_b, j) => (k === j ? RIDGE : 0)));
    for (let row = 0; row < labels.length; row++) {
      let sum = beta[0]!;
      for (let k = 1; k < size; k++) {
        x[k] = inputs[k - 1]![row]!;
        sum += beta[k]! * x[k]!;
      }
      const p = sigmoid(sum);
      const weight = p * (1 - p);
      for (let k = 0; k < size; k++) {
        gradient[k]! += (p - labels[row]!) * x[k]!;
        for (let j = 0; j <= k; j++) hessian[k]![j]! += weight * x[k]! * x[j]!;
      }
    }
    const change = solvePositiveDefinite(hessian, gradient);
    // A step that is too long overshoots where outcomes are nearly parted.
    const scale = Math.min(1, 5 / Math.max(...change.map(Math.abs)));
    for (let k = 0; k < size; k++) beta[k]! -= scale * change[k]!;
    if (Math.max(...change.map(Math.abs)) < 1e-10) break;
  }
  return beta;
}
