import type { Optimization } from '../../contract';
import { gridError } from '../../errors';
import type { PathsDocument } from '../documents';
import type { Parts } from '../parts';
import type { Tick } from '../tick';

/** The newest optimisation; NOT_READY where the state carries none. */
export function pathsParts(tick: Tick): Parts {
  const { paths, ...rest } = optimizationOf(tick);
  const head: Omit<PathsDocument, 'paths'> = { ...tick.head, ...rest };
  return { head, lists: [{ name: 'paths', elements: paths }] };
}

function optimizationOf(tick: Tick): Optimization {
  const { optimization, sequence } = tick.snapshot;
  if (optimization !== undefined) return optimization;
  throw gridError('NOT_READY', {
    at: `tick ${sequence} carries no optimization`,
    remedy: 'Wire path-optimize before grid-api',
  });
}
