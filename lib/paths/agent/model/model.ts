/** A trained agent as it is used: its network, and the configurations that it knows. */
import type { Grid } from '../../../grid';
import { Random } from '../../../random';
import { Encoder } from '../encoder';
import type { ConfigurationSpace } from '../types';
import { ValueNetwork } from '../value-network';

/** Configurations that an agent knows, at most. */
export const MOST_KNOWN = 128;

export interface AgentModel {
  /** Losses at nominal load in the best configuration, MW. */
  readonly scale_mw: number;
  /** Per configuration: `live` of every branch. */
  readonly library: readonly Uint8Array[];
  readonly weights: Float64Array;
}

/** What decisions need, made ready for one grid. */
export interface Prepared {
  readonly encoder: Encoder;
  readonly network: ValueNetwork;
  readonly library: readonly Uint8Array[];
}

export function prepare(grid: Grid, space: ConfigurationSpace, model: AgentModel): Prepared {
  const encoder = new Encoder(grid, space.free, model.scale_mw);
  const network = new ValueNetwork(encoder.stateSize, encoder.optionSize, new Random(0));
  network.dense.weights.set(model.weights);
  return { encoder, network, library: model.library };
}

/** The same before any training. */
export function untrained(grid: Grid, space: ConfigurationSpace, model: AgentModel, seed: number): Prepared {
  const encoder = new Encoder(grid, space.free, model.scale_mw);
  const network = new ValueNetwork(encoder.stateSize, encoder.optionSize, new Random(seed));
  return { encoder, network, library: model.library };
}
