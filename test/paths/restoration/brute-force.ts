/** Restoration by trying everything, written apart from lib/paths/restoration: for comparison only. */
import type { Grid } from '../../../lib/grid';
import { createPowerFlow, nominalPoint, type PowerFlow, type PowerFlowState } from '../../../lib/powerflow';

export interface Best {
  /** MW of class 1, 2 and 3 that have supply again. */
  served: number[];
  operations: number;
  loss_mw: number;
}

interface Tried {
  served: number[];
  operations: number;
  live: Uint8Array;
}

/** Which buses the live branches join to a bus with a generator that holds its voltage. */
export function litBuses(grid: Grid, live: Uint8Array): Set<number> {
  const { generators, branches } = grid.network;
  const sources = generators.filter((g) => g.in_service !== false && g.voltage_control !== false);
  const lit = new Set(sources.map(({ bus }) => grid.busIndex.get(bus)!));
  for (let grew = true; grew; ) {
    grew = false;
    for (let k = 0; k < branches.length; k++) {
      const [a, b] = [grid.from[k], grid.to[k]];
      if (live[k] === 0 || lit.has(a) === lit.has(b)) continue;
      lit.add(a).add(b);
      grew = true;
    }
  }
  return lit;
}

/** Live branches between lit buses, less what a forest with a tree for each source would have. */
export function loopsOf(grid: Grid, live: Uint8Array): number {
  const lit = litBuses(grid, live);
  const sources = new Set(grid.network.generators.map(({ bus }) => bus)).size;
  let edges = 0;
  for (let k = 0; k < live.length; k++) if (live[k] === 1 && lit.has(grid.from[k])) edges++;
  return edges - (lit.size - sources);
}

/** What a state is beyond: branches above and buses outside the larger of the limit and what was there before. */
export function breaches(grid: Grid, state: PowerFlowState, allowed: readonly PowerFlowState[]): string[] {
  const loading = (s: PowerFlowState, k: number): number =>
    Math.max(Math.hypot(s.p_from_mw[k], s.q_from_mvar[k]), Math.hypot(s.p_to_mw[k], s.q_to_mvar[k]));
  const found: string[] = [];
  for (const [k, { id, rating_mva }] of grid.network.branches.entries()) {
    if (rating_mva === undefined) continue;
    const most = Math.max(rating_mva, ...allowed.map((s) => loading(s, k)));
    if (loading(state, k) > most * (1 + 1e-7)) found.push(id);
  }
  for (const [bus, { id, vm_min_pu = 0, vm_max_pu = 9 }] of grid.network.buses.entries()) {
    if (state.energized[bus] === 0) continue;
    const before = allowed.filter((s) => s.energized[bus] === 1).map((s) => s.vm_pu[bus]);
    const v = state.vm_pu[bus];
    if (v < Math.min(vm_min_pu, ...before) - 1e-8 || v > Math.max(vm_max_pu, ...before) + 1e-8)
      found.push(id);
  }
  return found;
}

/** A copy of the solution, as a solver's own arrays are overwritten. */
export function solved(grid: Grid, flow: PowerFlow, live: Uint8Array): PowerFlowState | undefined {
  const outcome = flow.solve({ ...nominalPoint(grid), live }, { start: 'flat' });
  return outcome.status === 'not_converged' ? undefined : structuredClone(outcome.state);
}

export const better = (a: readonly number[], b: readonly number[]): number => {
  const differing = a.findIndex((mw, k) => Math.abs(mw - b[k]) > 1e-9);
  return differing < 0 ? 0 : a[differing] - b[differing];
};

/**
 * Every choice of at most so many switches (of those that have a dark end, or of all), the best first, until one is
 * within the limits.
 */
export function tryEverything(grid: Grid, trip: readonly string[], most: number, whole: boolean): Best {
  const flow = createPowerFlow(grid);
  const before = nominalPoint(grid).live;
  const isolated = before.slice();
  for (const id of trip) isolated[grid.branchIndex.get(id)!] = 0;
  const lit = litBuses(grid, isolated);
  const radial = loopsOf(grid, before) === 0;
  const allowed = [before, isolated].flatMap((live) => solved(grid, flow, live) ?? []);
  const switches = [...grid.network.branches.entries()]
    .filter(([k, { id, switchable }]) => {
      const dark = !lit.has(grid.from[k]) || !lit.has(grid.to[k]);
      return (dark || whole) && switchable !== false && !trip.includes(id);
    })
    .map(([k]) => k);
  const tried: Tried[] = [];
  const live = isolated.slice();
  const choose = (next: number, operations: number, closed: number): void => {
    if (closed > 0 || operations === 0) {
      const now = litBuses(grid, live);
      const kept = [...lit].every((bus) => now.has(bus));
      if (kept && (!radial || loopsOf(grid, live) === 0))
        tried.push({ served: regained(grid, lit, now), operations, live: live.slice() });
    }
    if (operations === most) return;
    for (let i = next; i < switches.length; i++) {
      live[switches[i]] = 1 - live[switches[i]];
      choose(i + 1, operations + 1, closed + live[switches[i]]);
      live[switches[i]] = 1 - live[switches[i]];
    }
  };
  choose(0, 0, 0);
  tried.sort((a, b) => better(b.served, a.served) || a.operations - b.operations);
  let best: Best | undefined;
  for (const { served, operations, live: positions } of tried) {
    if (best !== undefined && (better(served, best.served) !== 0 || operations > best.operations)) break;
    const state = solved(grid, flow, positions);
    if (state === undefined || breaches(grid, state, allowed).length > 0) continue;
    if (best === undefined || state.loss_mw < best.loss_mw)
      best = { served, operations, loss_mw: state.loss_mw };
  }
  return best!;
}

function regained(grid: Grid, before: ReadonlySet<number>, now: ReadonlySet<number>): number[] {
  const served = [0, 0, 0];
  for (const { bus, p_mw, priority = 2 } of grid.network.loads) {
    const at = grid.busIndex.get(bus)!;
    if (now.has(at) && !before.has(at)) served[priority - 1] += p_mw;
  }
  return served;
}
