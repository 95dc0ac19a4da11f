import type { Parts } from '../parts';
import type { Tick } from '../tick';

/** The snapshot without its optimisation, which has a document of its own. */
export function stateParts({ snapshot }: Tick): Parts {
  const { nodes, edges, optimization, ...head } = snapshot;
  void optimization;
  return {
    head,
    lists: [
      { name: 'nodes', elements: nodes },
      { name: 'edges', elements: edges },
    ],
  };
}
