import type { Grid } from '../../../lib/grid';
import { createPowerFlow, nominalPoint } from '../../../lib/powerflow';

export interface Configuration {
  live: Uint8Array;
  /** By Newton's method; Infinity where there is no solution. */
  loss_mw: number;
}

/** Every set of closed branches that supplies all without a loop or a way between slacks, found by trying all sets. */
export function everyConfiguration(grid: Grid): Configuration[] {
  const flow = createPowerFlow(grid);
  const point = nominalPoint(grid);
  const found: Configuration[] = [];
  for (let set = 0; set < 2 ** grid.branchCount; set++) {
    const live = Uint8Array.from({ length: grid.branchCount }, (_, k) => (set >> k) & 1);
    if (!isRadial(grid, live)) continue;
    const outcome = flow.solve({ ...point, live }, { start: 'flat' });
    found.push({
      live,
      loss_mw: outcome.status === 'converged' ? outcome.state.loss_mw : Number.POSITIVE_INFINITY,
    });
  }
  return found;
}

/** One tree for each slack, every bus in one. Independent of the product: spreads from the slacks, and counts. */
export function isRadial(grid: Grid, live: Uint8Array): boolean {
  const owner = new Int32Array(grid.busCount).fill(-1);
  const slacks = [...grid.generatorBus].filter((_, g) => grid.isSlack[g] === 1);
  for (const bus of slacks) owner[bus] = bus;
  for (let spread = true; spread; ) {
    spread = false;
    for (let k = 0; k < grid.branchCount; k++) {
      if (live[k] === 0) continue;
      const [a, b] = [grid.from[k], grid.to[k]];
      if (owner[a] < 0 === owner[b] < 0) continue;
      owner[a] = owner[b] = Math.max(owner[a], owner[b]);
      spread = true;
    }
  }
  const closed = live.reduce((sum, on) => sum + on, 0);
  return owner.every((bus) => bus >= 0) && closed === grid.busCount - new Set(slacks).size;
}

export interface MeshedConfiguration extends Configuration {
  /** Σ probability × the larger of the powers at both ends. */
  risk_mw: number;
}

/** Every set of closed branches with a way from each bus to a slack, found by trying all sets. */
export function everyMeshed(
  grid: Grid,
  probability = new Float64Array(grid.branchCount),
): MeshedConfiguration[] {
  const flow = createPowerFlow(grid);
  const point = nominalPoint(grid);
  const found: MeshedConfiguration[] = [];
  for (let set = 0; set < 2 ** grid.branchCount; set++) {
    const live = Uint8Array.from({ length: grid.branchCount }, (_, k) => (set >> k) & 1);
    if (!isSupplied(grid, live)) continue;
    const outcome = flow.solve({ ...point, live }, { start: 'flat' });
    if (outcome.status !== 'converged') continue;
    const { p_from_mw, p_to_mw, loss_mw } = outcome.state;
    const risk_mw = probability.reduce(
      (sum, p, k) => sum + p * Math.max(Math.abs(p_from_mw[k]), Math.abs(p_to_mw[k])),
      0,
    );
    found.push({ live, loss_mw, risk_mw });
  }
  return found;
}

/** Independent of the product: spreads from the slacks. */
export function isSupplied(grid: Grid, live: Uint8Array): boolean {
  const supplied = new Set([...grid.generatorBus].filter((_, g) => grid.isSlack[g] === 1));
  for (let before = 0; before < supplied.size; ) {
    before = supplied.size;
    for (let k = 0; k < grid.branchCount; k++) {
      if (live[k] === 0) continue;
      if (supplied.has(grid.from[k])) supplied.add(grid.to[k]);
      else if (supplied.has(grid.to[k])) supplied.add(grid.from[k]);
    }
  }
  return supplied.size === grid.busCount;
}
