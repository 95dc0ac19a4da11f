/** The configurations of a meshed grid: any switches that leave no bus without supply, moved between by operations. */
import type { Grid } from '../../../grid';
import {
  createPowerFlow,
  findBridges,
  nominalPoint,
  type PowerFlow,
  type PowerFlowState,
} from '../../../powerflow';
import {
  createProblem,
  Limits,
  type ReconfigurationOptions,
  readOptions,
  searchMeshed,
} from '../../reconfiguration';
import { type Incidence, incidenceOf, supplyGraph } from '../../routing';
import { costOf, standingCost } from '../pricing';
import {
  type ConfigurationSpace,
  locksOf,
  type Option,
  type OptionKind,
  type SwitchingState,
  type Worth,
} from '../types';
import { workLimit } from '../work-limit';
import { Atlas, type Drawn, drawnAt, knowsAllOf } from './atlas';
import { isSupplied } from './configurations';

/** Configurations of the library that are offered beside single operations. */
const MOST_KNOWN = 48;
/** Sets of positions of what is not free whose configurations are kept. */
const KEPT_ATLASES = 4;
/** Options beside keeping, where they are not. */
const MOST_LISTED = 63;
/** Options beside keeping, where all configurations are known. */
const MOST_OPTIONS = 24;
/** What a MW without supply counts beside the demand: far more than any limit that is broken. */
const UNSUPPLIED = 100;

export class MeshedSpace implements ConfigurationSpace {
  readonly free: Uint8Array;
  least_mw: number | null = null;
  private readonly limits: Limits;
  private readonly flow: PowerFlow;
  private readonly incidence: Incidence;
  private readonly fewSwitches: boolean;
  private state!: SwitchingState;
  private demand_mw = 1;
  private present!: Uint8Array;
  /** Where all configurations are few enough to be known. */
  private atlas: Atlas | undefined;
  /** By the positions of the branches that are not free. */
  private readonly atlases = new Map<string, Atlas>();
  private presentBits = 0;
  private availableBits = 0;
  private drawn: Drawn;
  private readonly usuallyDrawn: Drawn;

  /** Of the options the limits count; weights are the state's. */
  constructor(
    private readonly grid: Grid,
    private readonly scale_mw: number,
    options: ReconfigurationOptions = {},
  ) {
    this.limits = new Limits(grid, readOptions(grid, options));
    this.fewSwitches = knowsAllOf(grid);
    this.flow = createPowerFlow(grid);
    this.incidence = incidenceOf(supplyGraph(grid));
    this.free = grid.switchable.map((on, k) => on & grid.branchUsable[k]);
    this.usuallyDrawn = drawnAt(grid, nominalPoint(grid));
    this.drawn = this.usuallyDrawn;
  }

  begin(state: SwitchingState): boolean {
    this.state = state;
    this.demand_mw = state.point.demand_mw.reduce((sum, p) => sum + Math.max(0, p), 0) || 1;
    this.drawn = drawnAt(this.grid, state.point);
    this.present = state.point.live.map((on, k) => on & state.available[k] & this.grid.branchUsable[k]);
    this.atlas = this.atlasOf(this.present);
    this.presentBits = this.atlas?.bitsOf(this.present) ?? 0;
    this.availableBits = this.atlas?.bitsOf(state.available) ?? 0;
    return this.solve({ live: this.present }).violation < Number.POSITIVE_INFINITY;
  }

  options(library: readonly Uint8Array[]): Option[] {
    const keep = this.option('keep', this.present);
    this.least_mw = null;
    if (this.atlas !== undefined) return [keep, ...this.charted(this.atlas)];
    const known = library.slice(0, MOST_KNOWN).filter((live) => this.isLegal(live) && this.count(live) > 1);
    const operations = this.operations(this.present).slice(0, MOST_LISTED - known.length);
    return [
      keep,
      ...known.map((live) => this.option('library', live)),
      ...operations.map((k) => this.option('exchange', toggled(this.present, k))),
    ];
  }

  /** What stands otherwise than at present may be switched, and is available where it is closed. */
  private isLegal(live: Uint8Array): boolean {
    const { available } = this.state;
    return live.every((on, k) => on === this.present[k] || (this.free[k] === 1 && on <= available[k]));
  }

  /** One for each set of positions of what is not free: a fault, or a dark bus, changes these. */
  private atlasOf(present: Uint8Array): Atlas | undefined {
    if (!this.fewSwitches) return undefined;
    const key = present.map((on, k) => (this.free[k] === 1 ? 0 : on)).join('');
    let atlas = this.atlases.get(key);
    if (atlas === undefined) {
      atlas = new Atlas(this.grid, switchesOf(this.free), present);
      if (this.atlases.size === KEPT_ATLASES) this.atlases.delete(this.atlases.keys().next().value!);
      this.atlases.set(key, atlas);
    }
    return atlas.charted.length > 0 ? atlas : undefined;
  }

  /** Single operations downhill: in the estimates where there are some, otherwise by power flows. */
  greedy(): Option {
    const { atlas } = this;
    const start = atlas?.placeOf(this.present);
    if (atlas !== undefined && start !== undefined) return this.option('greedy', this.downhill(atlas, start));
    let best = this.present;
    let cost = this.cost(best);
    for (;;) {
      const tried = this.operations(best).map((k) => toggled(best, k));
      const costs = tried.map((live) => this.cost(live));
      const least = costs.indexOf(Math.min(...costs));
      if (least < 0 || !(costs[least] < cost)) return this.option('greedy', best);
      best = tried[least];
      cost = costs[least];
    }
  }

  private downhill(atlas: Atlas, start: number): Uint8Array {
    const priceOf = (place: number): number => this.estimated(atlas, place).price;
    let best = start;
    let price = priceOf(best);
    for (;;) {
      const next = atlas.neighboursOf(atlas.charted[best]).filter((place) => this.isAvailable(atlas, place));
      const prices = next.map(priceOf);
      const least = prices.indexOf(Math.min(...prices));
      if (least < 0 || !(prices[least] < price)) return atlas.charted[best].live;
      best = next[least];
      price = prices[least];
    }
  }

  /** The most promising of all configurations. */
  private charted(atlas: Atlas): Option[] {
    let least = Number.POSITIVE_INFINITY;
    const best: { place: number; price: number }[] = [];
    for (let place = 0; place < atlas.charted.length; place++) {
      if (!this.isAvailable(atlas, place)) continue;
      const { price, operations, standing } = this.estimated(atlas, place);
      least = Math.min(least, standing);
      if (operations === 0 || (best.length === MOST_OPTIONS && price >= best[MOST_OPTIONS - 1].price))
        continue;
      let at = best.length;
      while (at > 0 && best[at - 1].price > price) at--;
      best.splice(at, 0, { place, price });
      if (best.length > MOST_OPTIONS) best.pop();
    }
    this.least_mw = least;
    return best.map(({ place }) => {
      const { live, bits } = atlas.charted[place];
      const single = Atlas.differences(bits, this.presentBits) === 1;
      return this.option(single ? 'exchange' : 'library', live);
    });
  }

  private estimated(atlas: Atlas, place: number): { operations: number; price: number; standing: number } {
    const { state, scale_mw } = this;
    const estimate = atlas.estimate(place, this.drawn, state.failure_probability);
    const operations = Atlas.differences(atlas.charted[place].bits, this.presentBits);
    const standing = standingCost(estimate, state, scale_mw);
    return { operations, standing, price: standing + state.weights.switching_cost_mw * operations };
  }

  private isAvailable(atlas: Atlas, place: number): boolean {
    return (atlas.charted[place].bits & ~this.availableBits) === 0;
  }

  complete(live: Uint8Array): Uint8Array {
    const { state, grid } = this;
    const closed = live.map((on, k) => on & state.available[k] & grid.branchUsable[k]);
    return isSupplied(grid, closed) && this.isLegal(closed) ? closed : this.present;
  }

  solve({ live }: Pick<Option, 'live'>): Worth {
    const { point, failure_probability, weights } = this.state;
    const outcome = this.flow.solve({ ...point, live }, { start: 'flat' });
    if (outcome.status === 'not_converged') return WORTHLESS;
    const { voltage, rating } = this.limits.measure(outcome.state);
    const unsupplied = outcome.status === 'islanded' ? outcome.unserved_mw / this.demand_mw : 0;
    const risk_mw = riskOf(outcome.state, live, failure_probability);
    const { loss_mw } = outcome.state;
    return {
      loss_mw,
      risk_mw,
      violation: voltage + rating + UNSUPPLIED * unsupplied,
      objective_mw: weights.loss_weight * loss_mw + weights.risk_weight * risk_mw,
    };
  }

  optimum(seed: number): { live: Uint8Array; exact: boolean } {
    const { grid, state } = this;
    const locks = locksOf(state.available);
    const problem = createProblem(
      grid,
      { ...state.point, live: this.present },
      {
        ...{ radial: false, seed, locks },
        risk_weight: state.weights.risk_weight,
        loss_weight: state.weights.loss_weight,
        failure_probability: state.failure_probability,
      },
    );
    const { live, ended } = searchMeshed(problem, workLimit(grid.busCount));
    return { live, exact: ended === 'complete' };
  }

  /** Branches that may be operated: to close between what has supply, to open where nothing is cut off. */
  private operations(live: Uint8Array): number[] {
    const bridge = findBridges(this.incidence, live);
    return [...live.keys()].filter(
      (k) => this.free[k] === 1 && this.state.available[k] === 1 && (live[k] === 0 || bridge[k] === 0),
    );
  }

  private cost(live: Uint8Array): number {
    const operations = this.count(live);
    return costOf(this.solve({ live }), { operations }, this.state, this.scale_mw);
  }

  private count(live: Uint8Array): number {
    let count = 0;
    for (let k = 0; k < live.length; k++) if (live[k] !== this.present[k]) count++;
    return count;
  }

  private option(kind: OptionKind, live: Uint8Array): Option {
    const { atlas, state } = this;
    const place = atlas?.placeOf(live);
    const operations = this.count(live);
    if (atlas === undefined || place === undefined) {
      return { kind, live, operations, estimate: null, typical: null };
    }
    const estimate = atlas.estimate(place, this.drawn, state.failure_probability);
    const typical = atlas.estimate(place, this.usuallyDrawn, state.failure_probability);
    return { kind, live, operations, estimate, typical };
  }
}

/** A risk weight of 0 times an infinite risk would be no number. */
const WORTHLESS: Worth = {
  loss_mw: Number.POSITIVE_INFINITY,
  risk_mw: 0,
  violation: Number.POSITIVE_INFINITY,
  objective_mw: Number.POSITIVE_INFINITY,
};

/** Σ failure probability × MW carried, at the end where it is more. */
function riskOf(state: PowerFlowState, live: Uint8Array, probability: Float64Array): number {
  let risk_mw = 0;
  for (let k = 0; k < live.length; k++) {
    if (live[k] === 0 || probability[k] === 0) continue;
    risk_mw += probability[k] * Math.max(Math.abs(state.p_from_mw[k]), Math.abs(state.p_to_mw[k]));
  }
  return risk_mw;
}

function switchesOf(free: Uint8Array): number[] {
  return [...free.keys()].filter((k) => free[k] === 1);
}

function toggled(live: Uint8Array, branch: number): Uint8Array {
  const changed = live.slice();
  changed[branch] = 1 - changed[branch];
  return changed;
}
