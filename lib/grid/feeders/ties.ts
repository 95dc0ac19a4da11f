import type { Random } from '../../random';
import { neighbourPairs, type Pair } from '../neighbours';
import { type Conductor, conductorFor } from './conductors';
import type { Layout } from './layout';
import { lineLength, type Sizing } from './sizing';

export interface Tie {
  a: number;
  b: number;
  length_km: number;
  kind: Sizing['kind'][number];
  conductor: Conductor;
}

const NODES_PER_TIE = 20;

/**
 * Normally open lines between neighbours: first one for each feeder to another, then others, in both cases those first
 * that are shortest beside the loop that they close, for these join the ends of feeders and laterals. No bus has two.
 */
export function chooseTies(layout: Layout, sizing: Sizing, random: Random): Tie[] {
  const { parent, feeder, substations } = layout;
  const candidates = closable(layout, wayFromSubstation(layout, sizing.length_km));
  const wanted = Math.max(1, Math.round(parent.length / NODES_PER_TIE));
  const taken = new Uint8Array(parent.length);
  const joined = new Set<number>();
  const ties: Tie[] = [];
  for (const any of [false, true]) {
    for (const { a, b } of candidates) {
      if (ties.length === wanted) break;
      const joins = feeder[a] !== feeder[b] && a >= substations && b >= substations;
      const needed = joins && !(joined.has(feeder[a]) && joined.has(feeder[b]));
      if (taken[a] === 1 || taken[b] === 1 || !(any || needed)) continue;
      for (const bus of [a, b]) taken[bus] = 1;
      if (joins) joined.add(feeder[a]).add(feeder[b]);
      ties.push(tie(layout, sizing, a, b, random));
    }
  }
  return ties;
}

/** Neighbours that no line joins, those first that close the longest loop with the shortest line. */
function closable(layout: Layout, way: Float64Array): Pair[] {
  const { x, y, parent } = layout;
  return neighbourPairs(x, y)
    .filter(({ a, b }) => parent[a] !== b && parent[b] !== a)
    .map((pair) => ({ ...pair, merit: loopLength(layout, way, pair.a, pair.b) / pair.length }))
    .filter(({ merit }) => merit > 0)
    .sort((one, other) => other.merit - one.merit || one.a - other.a || one.b - other.b);
}

/** Kilometres of line to the primary substation. */
function wayFromSubstation({ parent, substations }: Layout, length_km: Float64Array): Float64Array {
  const way = new Float64Array(parent.length);
  for (let bus = substations; bus < parent.length; bus++) way[bus] = way[parent[bus]] + length_km[bus];
  return way;
}

/** The ways from both ends to where they meet; different feeders meet at a substation, or above it. */
function loopLength({ parent, feeder }: Layout, way: Float64Array, a: number, b: number): number {
  if (feeder[a] !== feeder[b] || feeder[a] < 0) return way[a] + way[b];
  let [i, j] = [a, b];
  // A parent stands before its children.
  while (i !== j) {
    if (i > j) i = parent[i];
    else j = parent[j];
  }
  return way[a] + way[b] - 2 * way[i];
}

/** Built like the feeder of one end, and no thinner than what feeds either. */
function tie(
  { x, y, feeder, substations }: Layout,
  sizing: Sizing,
  a: number,
  b: number,
  random: Random,
): Tie {
  const ends = [a, b].filter((bus) => bus >= substations);
  const kind = sizing.kind[feeder[ends[0]]];
  const power_mva = Math.max(...ends.map((bus) => sizing.conductor[bus].rating_mva));
  return { a, b, length_km: lineLength(x, y, a, b, random), kind, conductor: conductorFor(kind, power_mva) };
}
