import type { Node } from 'node-red';
import type { GridApiOptions, PendingOptimizations } from '../../lib/api';
import { gridError } from '../../lib/errors';

/**
 * Asks for optimisations over the node's first output and waits for the state that comes back with the same
 * `optimize_request`. NOT_READY where the output leads nowhere; BUSY and TIMEOUT as PendingOptimizations has them.
 */
export function optimizeOverWires(
  node: Node,
  pending: PendingOptimizations,
  newId: () => string,
): GridApiOptions['optimize'] {
  return async (command, signal) => {
    if (isUnwired(node)) {
      throw gridError('NOT_READY', {
        at: 'the output of grid-api is not wired',
        remedy:
          'Wire it to the input of path-optimize, and the output of path-optimize to the input of grid-api',
      });
    }
    const id = newId();
    const state = pending.wait(id, signal);
    node.send({ topic: 'optimize', payload: command, optimize_request: id } as never);
    return state;
  };
}

/** `wires` is a property of every node of Node-RED that its types leave out. */
function isUnwired(node: Node): boolean {
  const { wires } = node as Node & { wires?: readonly (readonly string[])[] };
  return (wires?.[0]?.length ?? 0) === 0;
}
