/**
 * Flows of a meshed configuration as linear functions of what its buses draw, for estimates. Active power by the DC
 * model, f = b (θᵢ − θⱼ) with b = 1/x and Bθ = P; reactive power by the same model of magnitudes, f = b (Vᵢ − Vⱼ) with
 * BV = Q where voltages are not held (B. Stott and O. Alsaç, doi 10.1109/TPAS.1974.293985, both halves linear). A loss
 * is then r (P² + Q²)/V² of its branch.
 */
import type { Grid } from '../../../grid';

export interface LinearFlows {
  /** Branches × buses: flow of a branch for a unit drawn at a bus. */
  readonly active: Float64Array;
  readonly reactive: Float64Array;
  /** Per branch: reactive flow that held voltages make, per unit. */
  readonly circulating: Float64Array;
}

/** Undefined where a bus has no way to a source. `vm_set_pu` per generator. */
export function linearFlows(grid: Grid, live: Uint8Array, vm_set_pu: Float64Array): LinearFlows | undefined {
  const { busCount, generatorBus, generatorUsable, isSlack, holdsVoltage } = grid;
  const slack = new Uint8Array(busCount);
  const held = new Uint8Array(busCount);
  const vm = new Float64Array(busCount);
  for (const [g, bus] of generatorBus.entries()) {
    if (generatorUsable[g] === 0) continue;
    if (isSlack[g] === 1) slack[bus] = 1;
    if ((isSlack[g] | holdsVoltage[g]) === 0) continue;
    held[bus] = 1;
    vm[bus] = vm_set_pu[g];
  }
  // What is out of service takes no part; its row would be empty.
  for (let bus = 0; bus < busCount; bus++) if (grid.busUsable[bus] === 0) slack[bus] = held[bus] = 1;
  const angles = inverse(grid, live, slack);
  const magnitudes = inverse(grid, live, held);
  if (angles === undefined || magnitudes === undefined) return undefined;
  return {
    active: distribution(grid, live, angles),
    reactive: distribution(grid, live, magnitudes),
    circulating: circulation(grid, live, magnitudes, held, vm),
  };
}

/** b of a branch; a line without reactance is taken by its resistance. */
function susceptance({ r_pu, x_pu }: Grid, k: number): number {
  return 1 / (x_pu[k] === 0 ? r_pu[k] : x_pu[k]);
}

/** Rows and columns of buses that are held stay 0. */
function inverse(grid: Grid, live: Uint8Array, held: Uint8Array): Float64Array | undefined {
  const { busCount: n, branchCount, from, to } = grid;
  const b = new Float64Array(n * n);
  for (let k = 0; k < branchCount; k++) {
    if (live[k] === 0) continue;
    const [i, j, y] = [from[k], to[k], susceptance(grid, k)];
    b[i * n + i] += y;
    b[j * n + j] += y;
    b[i * n + j] -= y;
    b[j * n + i] -= y;
  }
  const done = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (held[i] === 1) {
      for (let j = 0; j < n; j++) b[i * n + j] = b[j * n + i] = 0;
      b[i * n + i] = 1;
    } else done[i * n + i] = 1;
  }
  for (let k = 0; k < n; k++) {
    const pivot = b[k * n + k];
    if (!(Math.abs(pivot) > 1e-9)) return undefined;
    for (let i = 0; i < n; i++) {
      const factor = b[i * n + k] / pivot;
      if (i === k || factor === 0) continue;
      for (let j = 0; j < n; j++) {
        b[i * n + j] -= factor * b[k * n + j];
        done[i * n + j] -= factor * done[k * n + j];
      }
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) done[i * n + j] /= b[i * n + i];
  return done;
}

function distribution(grid: Grid, live: Uint8Array, z: Float64Array): Float64Array {
  const { busCount: n, branchCount, from, to } = grid;
  const flows = new Float64Array(branchCount * n);
  for (let k = 0; k < branchCount; k++) {
    if (live[k] === 0) continue;
    for (let bus = 0; bus < n; bus++) {
      flows[k * n + bus] = -(z[from[k] * n + bus] - z[to[k] * n + bus]) * susceptance(grid, k);
    }
  }
  return flows;
}

/** What voltages held apart make flow: V of the others from B V = 0 there. */
function circulation(grid: Grid, live: Uint8Array, z: Float64Array, held: Uint8Array, vm: Float64Array) {
  const { busCount: n, branchCount, from, to } = grid;
  const source = new Float64Array(n);
  for (let k = 0; k < branchCount; k++) {
    if (live[k] === 0) continue;
    if (held[from[k]] === 1 && held[to[k]] === 0) source[to[k]] += vm[from[k]] * susceptance(grid, k);
    if (held[to[k]] === 1 && held[from[k]] === 0) source[from[k]] += vm[to[k]] * susceptance(grid, k);
  }
  const v = vm.slice();
  for (let i = 0; i < n; i++) {
    if (held[i] === 1) continue;
    v[i] = 0;
    for (let j = 0; j < n; j++) v[i] += z[i * n + j] * source[j];
  }
  return Float64Array.from({ length: branchCount }, (_, k) =>
    live[k] === 0 ? 0 : (v[from[k]] - v[to[k]]) * susceptance(grid, k),
  );
}
