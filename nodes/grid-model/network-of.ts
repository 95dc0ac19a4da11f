import type { NodeAPI } from 'node-red';
import type { Network } from '../../lib/contract';
import { gridError } from '../../lib/errors';
import { builtinNetwork } from '../../lib/grid';
import type { GridModelNode } from './grid-model';

/** The network of a node's `grid-model`; the default grid where none is chosen. */
export async function networkOf(RED: NodeAPI, id: string | undefined): Promise<Network> {
  if (!id) return builtinNetwork('riverside');
  const model = RED.nodes.getNode(id) as GridModelNode | null;
  if (model === null || model.network === undefined) {
    throw gridError('INVALID_SETTING', {
      at: 'grid-model',
      got: id,
      allowed: 'a grid-model node that is deployed and enabled',
    });
  }
  return model.network;
}
