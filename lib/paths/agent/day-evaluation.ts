/** Whole days with a cost of operations: what it costs to follow the loads, and what to sit still. */
import type { Random } from '../../random';
import { decide } from './decide';
import type { Prepared } from './model/model';
import { standingCost } from './pricing';
import type { Scenarios } from './scenarios';
import type { ConfigurationSpace, SwitchingState } from './types';

/** Mean cost of a day, MWh: losses, risk and violations by the hour, and operations. */
export interface DayCost {
  readonly cost_mwh: number;
  readonly operations: number;
}

export interface DayFigures {
  readonly days: number;
  /** As a share of the losses of an hour at nominal load, per cent. */
  readonly switching_cost_percent: number;
  readonly agent: DayCost;
  /** Every hour, branch exchange or single operations for what they save within this hour. */
  readonly hourly_greedy: DayCost;
  /** The same as if operations cost nothing. */
  readonly restless_greedy: DayCost;
  /** The best of the known configurations for the whole day, chosen in hindsight. */
  readonly fixed: DayCost;
  /** The least cost among the known configurations, by dynamic programming, in hindsight. */
  readonly hindsight: DayCost;
}

type Mode = keyof Omit<DayFigures, 'days' | 'switching_cost_percent'>;

export function evaluateDays(
  space: ConfigurationSpace,
  scenarios: Scenarios,
  agent: Prepared,
  { days, random, switching_cost_mw }: { days: number; random: Random; switching_cost_mw: number },
): DayFigures {
  const { scale_mw } = agent.encoder;
  const sums = new Map<Mode, { cost: number; operations: number }>();
  const add = (mode: Mode, { cost_mwh, operations }: DayCost): void => {
    const sum = sums.get(mode) ?? { cost: 0, operations: 0 };
    sums.set(mode, { cost: sum.cost + cost_mwh, operations: sum.operations + operations });
  };
  for (let n = 0; n < days; n++) {
    const day = scenarios
      .day(random)
      .map((state) => ({ ...state, weights: { ...state.weights, switching_cost_mw } }));
    add(
      'agent',
      live(space, day, scale_mw, (state) => {
        const { chosen } = decide(space, state, agent.library, agent.encoder, agent.network);
        return chosen.option.live;
      }),
    );
    add(
      'hourly_greedy',
      live(space, day, scale_mw, (state) => greedyWithin(space, state, scale_mw)),
    );
    add(
      'restless_greedy',
      live(space, day, scale_mw, (state) => {
        const free = { ...state, weights: { ...state.weights, switching_cost_mw: 0 } };
        space.begin(free);
        return greedyWithin(space, free, scale_mw);
      }),
    );
    const { fixed, hindsight } = inHindsight(space, day, agent.library, scale_mw);
    add('fixed', fixed);
    add('hindsight', hindsight);
  }
  const mean = (mode: Mode): DayCost => {
    const { cost, operations } = sums.get(mode)!;
    return { cost_mwh: cost / days, operations: operations / days };
  };
  return {
    days,
    switching_cost_percent: (100 * switching_cost_mw) / scale_mw,
    agent: mean('agent'),
    hourly_greedy: mean('hourly_greedy'),
    restless_greedy: mean('restless_greedy'),
    fixed: mean('fixed'),
    hindsight: mean('hindsight'),
  };
}

/** Goes through the day; `choose` is asked after the space has taken the hour. */
function live(
  space: ConfigurationSpace,
  day: readonly SwitchingState[],
  scale_mw: number,
  choose: (state: SwitchingState) => Uint8Array,
): DayCost {
  let cost_mwh = 0;
  let operations = 0;
  let present = day[0].point.live;
  for (const hour of day) {
    const state = { ...hour, point: { ...hour.point, live: present } };
    space.begin(state);
    const next = choose(state);
    const count = differences(present, next);
    cost_mwh += standingCost(space.solve({ live: next }), state, scale_mw);
    cost_mwh += state.weights.switching_cost_mw * count;
    operations += count;
    present = next;
  }
  return { cost_mwh, operations };
}

/** The greedy answer, or what stands, whichever is cheaper in this hour; `space` knows the cost of operations. */
function greedyWithin(space: ConfigurationSpace, state: SwitchingState, scale_mw: number): Uint8Array {
  const greedy = space.greedy();
  const [keep] = space.options([]);
  const { switching_cost_mw } = state.weights;
  const priceOf = (live: Uint8Array, operations: number) =>
    standingCost(space.solve({ live }), state, scale_mw) + switching_cost_mw * operations;
  const better = priceOf(greedy.live, greedy.operations) < priceOf(keep.live, keep.operations);
  return better ? greedy.live : keep.live;
}

/** D(h, c) = g(h, c) + min over b of D(h − 1, b) + cost × operations(b → c)  (R. Bellman, 1957). */
function inHindsight(
  space: ConfigurationSpace,
  day: readonly SwitchingState[],
  library: readonly Uint8Array[],
  scale_mw: number,
): { fixed: DayCost; hindsight: DayCost } {
  const start = day[0].point.live;
  const { switching_cost_mw } = day[0].weights;
  space.begin(day[0]);
  const known = [start, ...library].map((one) => space.complete(one));
  const costs = day.map((state) => {
    space.begin({ ...state, point: { ...state.point, live: start } });
    return known.map((one) => standingCost(space.solve({ live: one }), state, scale_mw));
  });
  let least = known.map((one): DayCost => ({ cost_mwh: 0, operations: differences(start, one) }));
  least = least.map(({ operations }, c) => ({
    cost_mwh: costs[0][c] + switching_cost_mw * operations,
    operations,
  }));
  const whole = (c: number): DayCost => {
    const operations = differences(start, known[c]);
    const cost_mwh = costs.reduce((sum, hour) => sum + hour[c], 0) + switching_cost_mw * operations;
    return { cost_mwh, operations };
  };
  const fixed = cheapest(known.map((_, c) => whole(c)));
  for (let hour = 1; hour < day.length; hour++) {
    least = known.map((one, c) => {
      const ways = least.map(({ cost_mwh, operations }, b): DayCost => {
        const more = differences(known[b], one);
        return {
          cost_mwh: cost_mwh + switching_cost_mw * more + costs[hour][c],
          operations: operations + more,
        };
      });
      return cheapest(ways);
    });
  }
  return { fixed, hindsight: cheapest(least) };
}

function cheapest(costs: readonly DayCost[]): DayCost {
  return costs.reduce((best, one) => (one.cost_mwh < best.cost_mwh ? one : best));
}

function differences(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) count++;
  return count;
}
