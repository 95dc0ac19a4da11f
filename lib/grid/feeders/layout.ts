import type { Random } from '../../random';
import { growTree } from './tree';

/** Where everything stands and what hangs on what. Primary substations come first, then the nodes feeder by feeder. */
export interface Layout {
  readonly substations: number;
  /** Positions, km. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What each bus is fed from, which stands before it; −1 at primary substations. */
  readonly parent: Int32Array;
  /** Feeder of each bus; −1 at primary substations. */
  readonly feeder: Int32Array;
  /** First bus of each feeder, and the end of the last. */
  readonly start: Int32Array;
}

const FEEDERS_PER_SUBSTATION = 10;
/** Width of the area that a primary substation with all its feeders serves; one with fewer is out in the country. */
const AREA_KM = 12;
const COUNTRY = 0.2;
/** Of the nodes so many are in the town around it, whose radius is this share of the area's width. */
const TOWN_SHARE = 0.4;
const TOWN_RADIUS = 0.12;
/** The borders between feeders are moved by this share of their number of nodes, where there are enough. */
const UNEVENNESS = 0.4;
const ENOUGH = 5;

/** How many feeders so many buses can have: each with a node of its own, and a primary substation for every ten. */
export function mostFeeders(num_nodes: number): number {
  return num_nodes - Math.ceil(num_nodes / (FEEDERS_PER_SUBSTATION + 1));
}

/**
 * Areas in rows, a primary substation in each, and its feeders in the sectors around it, so that lines do not cross
 * from one into another.
 */
export function layOut(num_nodes: number, num_feeders: number, random: Random): Layout {
  const substations = Math.ceil(num_feeders / FEEDERS_PER_SUBSTATION);
  const layout = {
    substations,
    x: new Float64Array(num_nodes),
    y: new Float64Array(num_nodes),
    parent: new Int32Array(num_nodes).fill(-1),
    feeder: new Int32Array(num_nodes).fill(-1),
    start: new Int32Array(num_feeders + 1),
  };
  let end = substations;
  let feeder = 0;
  const side = AREA_KM * ((FEEDERS_PER_SUBSTATION * substations) / num_feeders) ** COUNTRY;
  for (const [p, area] of areas(substations, side).entries()) {
    layout.x[p] = area.x + area.width * random.between(0.4, 0.6);
    layout.y[p] = area.y + area.height * random.between(0.4, 0.6);
    const last = cut(num_feeders, p + 1, substations);
    const [from, to] = [feeder, last].map((k) => cut(num_nodes - substations, k, num_feeders));
    const places = placesAround(area, layout.x[p], layout.y[p], to - from, random);
    for (const sector of sectors(places, last - feeder, random)) {
      layout.start[feeder] = end;
      attach(layout, p, feeder++, sector);
      end += sector.length;
    }
  }
  layout.start[feeder] = end;
  return layout;
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Place {
  x: number;
  y: number;
  angle: number;
}

/** Where the `k`-th of `parts` even shares of `total` things begins. */
function cut(total: number, k: number, parts: number): number {
  return Math.floor((k * total) / parts);
}

/** A rectangle, nearly a square, cut into rows of one height and these into areas of one width. */
function areas(count: number, side: number): Area[] {
  const rows = Math.max(1, Math.round(Math.sqrt(count)));
  const width = (side * count) / rows;
  return Array.from({ length: rows }, (_, row) => {
    const columns = cut(count, row + 1, rows) - cut(count, row, rows);
    return Array.from({ length: columns }, (_, column) => ({
      x: (column * width) / columns,
      y: row * side,
      width: width / columns,
      height: side,
    }));
  }).flat();
}

/** Places in the town and in the country around it, by their direction from the substation. */
function placesAround(area: Area, x0: number, y0: number, count: number, random: Random): Place[] {
  const within = (value: number, low: number, size: number): number =>
    Math.min(low + size, Math.max(low, value));
  const radius = TOWN_RADIUS * area.height;
  return Array.from({ length: count }, () => {
    const town = random.next() < TOWN_SHARE;
    const x = town ? x0 + radius * random.normal() : random.between(area.x, area.x + area.width);
    const y = town ? y0 + radius * random.normal() : random.between(area.y, area.y + area.height);
    const place = { x: within(x, area.x, area.width), y: within(y, area.y, area.height) };
    return { ...place, angle: Math.atan2(place.y - y0, place.x - x0) };
  }).sort((a, b) => a.angle - b.angle);
}

/** The places all around in as many sectors, of about equal numbers of them. */
function sectors(places: Place[], count: number, random: Random): Place[][] {
  const each = places.length / count;
  const unevenness = each < ENOUGH ? 0 : UNEVENNESS * each;
  const borders = Array.from({ length: count + 1 }, (_, k) =>
    k === 0 || k === count
      ? Math.round(k * each)
      : Math.floor(k * each + unevenness * random.between(-0.5, 0.5)),
  );
  return borders.slice(1).map((border, k) => places.slice(borders[k], border));
}

/** Grows the feeder and enters its buses where the last feeder ended. */
function attach(layout: Layout, substation: number, feeder: number, sector: readonly Place[]): void {
  const { order, parent } = growTree(
    Float64Array.from(sector, ({ x }) => x),
    Float64Array.from(sector, ({ y }) => y),
    layout.x[substation],
    layout.y[substation],
  );
  const first = layout.start[feeder];
  for (let k = 0; k < order.length; k++) {
    const bus = first + k;
    layout.x[bus] = sector[order[k]].x;
    layout.y[bus] = sector[order[k]].y;
    layout.parent[bus] = parent[k] < 0 ? substation : first + parent[k];
    layout.feeder[bus] = feeder;
  }
}
