import { gridError } from '../../errors';
import type { Split, TreeBuilder } from '../trees/ensemble';

/** More nodes than this are refused: a model has at most some hundred thousand. */
export const MOST_NODES = 5_000_000;

/** A node as a foreign file describes it; children by numbers of its own. */
export type ForeignNode = { readonly cover?: number } & (
  | { readonly value: number }
  | (Split & { readonly left: number; readonly right: number })
);

/**
 * Adds one foreign tree, node by node without recursion, so that neither circles nor chains of any length do harm.
 * @param at for errors
 * @param nodeOf throws where there is no such node
 * @throws GridError INVALID_MODEL where a node is reached twice or holds what is no number
 */
export function assembleTree(
  builder: TreeBuilder,
  at: string,
  root: number,
  featureCount: number,
  nodeOf: (number: number) => ForeignNode,
): void {
  const reached = new Set<number>();
  const open: [foreign: number, own: number][] = [[root, builder.startTree()]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [foreign, own] = next;
    const where = `${at}, node ${foreign}`;
    if (reached.has(foreign) || reached.size >= MOST_NODES) {
      throw refused(where, 'reached twice', 'trees, in which one way leads to each node');
    }
    reached.add(foreign);
    const node = nodeOf(foreign);
    if (node.cover !== undefined) {
      if (!(node.cover >= 0 && Number.isFinite(node.cover)))
        throw refused(where, node.cover, 'a cover from 0');
      builder.cover(own, node.cover);
    }
    if ('value' in node) {
      if (!Number.isFinite(Math.fround(node.value))) throw refused(where, node.value, 'a finite leaf');
      builder.leaf(own, node.value);
      continue;
    }
    const { feature, threshold } = node;
    if (!Number.isInteger(feature) || feature < 0 || feature >= featureCount) {
      throw refused(where, `feature ${feature}`, `0 to ${featureCount - 1}`);
    }
    if (Number.isNaN(threshold)) throw refused(where, threshold, 'a threshold');
    const [left, right] = builder.split(own, node);
    open.push([node.right, right], [node.left, left]);
  }
}

export function refused(at: string, got: unknown, allowed: string, remedy?: string) {
  return gridError('INVALID_MODEL', { at, got, allowed, ...(remedy !== undefined && { remedy }) });
}
