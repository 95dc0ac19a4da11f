/** One decision: the network proposes, the power flow checks, and nothing worse than the greedy answer is returned. */
import type { Encoded, Encoder } from './encoder';
import { costOf } from './pricing';
import type { ConfigurationSpace, Option, SwitchingState, Worth } from './types';
import type { ValueNetwork } from './value-network';

/** Options that are solved: those that the network values most, and those with the least estimates. */
const VALUED = 4;
const ESTIMATED = 5;

export interface Checked {
  readonly option: Option;
  readonly worth: Worth;
  /** Costs with operations, MW. */
  readonly cost_mw: number;
  /** What the network says of the time after this hour, per cent of the scale. */
  readonly future: number;
}

export interface Decision {
  readonly chosen: Checked;
  readonly greedy: Checked;
  readonly keep: Checked;
  /** All that were solved, with their places among the options; −1 for the greedy answer where it is none. */
  readonly checked: readonly (Checked & { place: number })[];
  /** Places of those that the network values most. */
  readonly valued: readonly number[];
  readonly options: readonly Option[];
  readonly encoded: Encoded;
}

/**
 * The best of what was checked: least cost, and where operations cost something, least cost less what the network
 * expects of the time after, if `horizon`. Without such a cost the future is the same whatever is done, and the solved
 * figures alone decide. The space has taken the state before.
 */
export function decide(
  space: ConfigurationSpace,
  state: SwitchingState,
  library: readonly Uint8Array[],
  encoder: Encoder,
  network: ValueNetwork,
  horizon = state.weights.switching_cost_mw > 0,
): Decision {
  const options = space.options(library);
  const encoded = encoder.encode(state, options, space.least_mw);
  const values = new Float64Array(2 * options.length);
  network.values(encoded, values);
  const futureOf = (option: Option): number => {
    const pair = new Float64Array(4);
    network.values(encoder.encode(state, [options[0], option], space.least_mw), pair);
    return pair[3];
  };
  const check = (option: Option, future: number): Checked => {
    const worth = space.solve(option);
    return { option, worth, cost_mw: costOf(worth, option, state, encoder.scale_mw), future };
  };
  const valued = mostValued(values, VALUED);
  const places = new Set(valued);
  for (const place of leastEstimates(options, state, encoder.scale_mw, ESTIMATED)) places.add(place);
  places.add(0);
  const checked = [...places].map((place) => ({ ...check(options[place], values[2 * place + 1]), place }));
  const keep = checked.find(({ place }) => place === 0)!;
  const found = space.greedy();
  let greedy = checked.find(({ option }) => sameLive(option.live, found.live));
  if (greedy === undefined) {
    greedy = { ...check(found, futureOf(found)), place: -1 };
    checked.push(greedy);
  }
  const chosen = best(checked, encoder.scale_mw, horizon);
  return { chosen, greedy, keep, checked, valued, options, encoded };
}

/** Of equal ones the first, which is the one that the network values most. */
export function best<One extends Checked>(checked: readonly One[], scale_mw: number, horizon: boolean): One {
  return checked.reduce((found, one) => (isBetter(one, found, scale_mw, horizon) ? one : found));
}

function isBetter(one: Checked, other: Checked, scale_mw: number, horizon: boolean): boolean {
  const price = ({ cost_mw, future }: Checked) => cost_mw - (horizon ? (future * scale_mw) / 100 : 0);
  return price(one) < price(other);
}

function mostValued(values: Float64Array, count: number): number[] {
  const places = Array.from({ length: values.length / 2 }, (_, place) => place);
  const value = (place: number) => values[2 * place] + values[2 * place + 1];
  return places.sort((a, b) => value(b) - value(a) || a - b).slice(0, count);
}

/** Places of the options with the least estimated costs, operations included; none where there are no estimates. */
export function leastEstimates(
  options: readonly Option[],
  state: SwitchingState,
  scale_mw: number,
  count: number,
): number[] {
  const prices = options.map((option) =>
    option.estimate === null ? Number.NaN : costOf(option.estimate, option, state, scale_mw),
  );
  const places = [...prices.keys()].filter((place) => !Number.isNaN(prices[place]));
  return places.sort((a, b) => prices[a] - prices[b] || a - b).slice(0, count);
}

export function sameLive(a: Uint8Array, b: Uint8Array): boolean {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}
