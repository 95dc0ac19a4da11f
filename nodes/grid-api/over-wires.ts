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
    if (isUnwired(node, 0)) {
      throw gridError('NOT_READY', {
        at: 'the first output of grid-api is not wired',
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

/** Sends commands out of the second output, as grid-publish sends those that come over MQTT; NOT_READY where it leads nowhere. */
export function commandOverWires(node: Node): NonNullable<GridApiOptions['command']> {
  return (command) => {
    if (isUnwired(node, 1)) {
      throw gridError('NOT_READY', {
        at: 'the second output of grid-api is not wired',
        remedy: 'Wire it to path-optimize and to scada-sim, as the second output of grid-publish is',
      });
    }
    node.send([null, { topic: 'command', payload: command } as never]);
  };
}

/** `wires` is a property of every node of Node-RED that its types leave out. */
function isUnwired(node: Node, output: number): boolean {
  const { wires } = node as Node & { wires?: readonly (readonly string[])[] };
  return (wires?.[output]?.length ?? 0) === 0;
}
