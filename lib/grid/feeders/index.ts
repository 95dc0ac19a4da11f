/**
 * Distribution networks of any size from a seed: primary substations, radial feeders of 20 kV out of them, and normally
 * open ties between neighbouring feeders and laterals.
 */
import type { Network } from '../../contract';
import { Random } from '../../random';
import { checkSize, checkWhole } from '../generate-options';
import { feederDocument } from './document';
import { layOut, mostFeeders } from './layout';
import { sizeFeeders } from './sizing';
import { chooseTies } from './ties';

const USUAL_FEEDER_NODES = 50;
/** Beyond it a feeder is so long that its charging outweighs its load. */
const MAX_FEEDER_NODES = 1000;

export interface FeederOptions {
  /** All buses, primary substations among them: one for every ten feeders. */
  num_nodes: number;
  /** One for about 50 nodes where nothing is said. */
  num_feeders?: number;
  seed: number;
}

/**
 * At nominal load all voltages lie within 0.94 and 1.05 per unit and no line is overloaded. Throws INVALID_SETTING
 * where the numbers do not make a grid.
 */
export function generateFeeders(options: FeederOptions): Network {
  const num_feeders = checkOptions(options);
  const { num_nodes, seed } = options;
  const random = new Random(seed, 2);
  const layout = layOut(num_nodes, num_feeders, random);
  const sizing = sizeFeeders(layout, random);
  const ties = chooseTies(layout, sizing, random);
  return feederDocument({ layout, sizing, ties, seed, random });
}

/** The number of feeders. */
function checkOptions({ num_nodes, num_feeders, seed }: FeederOptions): number {
  checkSize(num_nodes, seed);
  const least = Math.ceil(num_nodes / MAX_FEEDER_NODES);
  const most = mostFeeders(num_nodes);
  const number = num_feeders ?? Math.min(most, Math.max(1, Math.round(num_nodes / USUAL_FEEDER_NODES)));
  checkWhole('num_feeders', number, least, most);
  return number;
}
