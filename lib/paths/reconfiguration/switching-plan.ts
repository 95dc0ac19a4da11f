/**
 * The way from the present configuration to another one, in single operations, each with what AC power flow says after
 * it. Between radial configurations by exchanges; from or to others, and where no order of exchanges keeps the limits
 * on its way, by single operations in any order that takes supply from nothing.
 */
import type { Confirmed, Confirmer } from './confirm';
import { ExchangeWay } from './exchange-way';
import { leastViolatingOrder, legalOrder, type Move, type Way } from './moves';
import type { ReconfigurationProblem } from './problem';
import { SingleWay } from './single-way';
import type { ReconfigurationStep, Switching } from './types';

/** So many moves at most are solved to choose the next one, and so many buses in the power flows of a plan. */
const LOOKED_AT = 6;
const BUSES_SOLVED = 200_000;

export interface SwitchingPlan {
  switching: Switching[];
  steps: ReconfigurationStep[];
}

export function planSwitching(
  problem: ReconfigurationProblem,
  confirmer: Confirmer,
  target: Uint8Array,
): SwitchingPlan {
  const moves = orderOf(problem, confirmer, target);
  const steps = moves.flatMap(({ branches, after }) =>
    branches.map((k, n) => stepOf(k, target[k], after[n])),
  );
  return { switching: pairs(moves, target), steps };
}

function orderOf(problem: ReconfigurationProblem, confirmer: Confirmer, target: Uint8Array): Move[] {
  const { grid, point, settings, graph } = problem;
  const present = Uint8Array.from(point.live, (on, k) => on & grid.branchUsable[k]);
  const operations = target.reduce((count, on, k) => count + (on === present[k] ? 0 : 1), 0);
  const affordable = Math.floor(BUSES_SOLVED / (grid.busCount * Math.max(1, operations)));
  const lookedAt = Math.min(LOOKED_AT, Math.max(1, affordable));
  const exchanges = settings.radial && graph.presentIsRadial;
  const singles = !exchanges || settings.momentary_loops;
  const open = (Kind: typeof ExchangeWay | typeof SingleWay): Way =>
    new Kind(problem, confirmer, present.slice(), target, lookedAt);
  const search = (way: Way): Move[] | undefined => {
    const most = confirmer.powerFlows + BUSES_SOLVED / grid.busCount;
    return legalOrder(way, () => confirmer.powerFlows < most);
  };
  return (
    (exchanges ? search(open(ExchangeWay)) : undefined) ??
    (singles ? search(open(SingleWay)) : undefined) ??
    leastViolatingOrder(open(exchanges ? ExchangeWay : SingleWay))
  );
}

function stepOf(branch: number, closed: number, confirmed: Confirmed | undefined): ReconfigurationStep {
  const figures = confirmed?.figures;
  return {
    operation: closed === 1 ? 'close' : 'open',
    branch,
    loss_mw: figures?.loss_mw ?? null,
    vm_min_pu: figures?.vm_min_pu ?? null,
    loading_max_percent: figures?.loading_max_percent ?? null,
    unserved_mw: figures?.unserved_mw ?? null,
    legal:
      confirmed !== undefined && confirmed.voltage + confirmed.rating === 0 && figures?.unserved_mw === 0,
  };
}

/** Each opening with the first closing that has none yet; exchanges stay what they are. */
function pairs(moves: readonly Move[], target: Uint8Array): Switching[] {
  const switching: Switching[] = [];
  const add = (kind: 'open' | 'close', k: number): void => {
    const other = kind === 'open' ? 'close' : 'open';
    const partner = switching.find((pair) => pair[kind] === null && pair[other] !== null);
    if (partner === undefined) switching.push({ open: null, close: null, [kind]: k });
    else partner[kind] = k;
  };
  for (const { branches } of moves) for (const k of branches) add(target[k] === 1 ? 'close' : 'open', k);
  return switching;
}
