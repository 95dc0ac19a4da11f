import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Network } from '../../lib/contract';
import { builtinNetwork, type NetworkChoice } from '../../lib/grid';
import { sharedPool } from '../../lib/workers';
import { isBlank } from '../number-setting';

interface GridModelDef extends NodeDef {
  source: NetworkChoice['source'];
  builtin: string;
  num_nodes: number | string;
  num_generators: number | string;
  num_feeders?: number | string;
  seed: number | string;
  file: string;
}

/** The config node as other nodes see it; `network` is rejected where the settings or the file are not usable. */
export interface GridModelNode extends Node {
  readonly network: Promise<Network>;
}

export = function gridModel(RED: NodeAPI): void {
  function GridModel(this: Node & { network?: Promise<Network> }, def: GridModelDef): void {
    RED.nodes.createNode(this, def);
    this.network = load(choiceOf(def));
    this.network.catch((error: Error) => this.error(error.message));
  }

  RED.nodes.registerType('grid-model', GridModel);
};

/** Files are read and grids generated in a worker thread. */
async function load(choice: NetworkChoice): Promise<Network> {
  if (choice.source === 'builtin') return builtinNetwork(choice.name);
  const loader = await sharedPool().open('network-loader', undefined);
  try {
    return await loader.call('load', choice);
  } finally {
    await loader.close();
  }
}

function choiceOf(def: GridModelDef): NetworkChoice {
  switch (def.source) {
    case 'generated':
      return {
        source: 'generated',
        num_nodes: Number(def.num_nodes),
        num_generators: Number(def.num_generators),
        seed: Number(def.seed),
      };
    case 'feeders':
      return {
        source: 'feeders',
        num_nodes: Number(def.num_nodes),
        num_feeders: isBlank(def.num_feeders) ? undefined : Number(def.num_feeders),
        seed: Number(def.seed),
      };
    case 'file':
      return { source: 'file', file: def.file };
    default:
      return { source: 'builtin', name: def.builtin || 'riverside' };
  }
}
