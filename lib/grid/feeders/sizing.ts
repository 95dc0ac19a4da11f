import type { Random } from '../../random';
import { BASE_KV, CONDUCTORS, type Conductor, conductorFor, type LineKind } from './conductors';
import type { Layout } from './layout';

export type Customer = 'residential' | 'commercial' | 'industrial';

/** What each bus takes and what feeds it; of primary substations nothing. */
export interface Sizing {
  readonly p_mw: Float64Array;
  readonly q_mvar: Float64Array;
  readonly customer: Customer[];
  /** Line from each bus's parent. */
  readonly length_km: Float64Array;
  readonly conductor: Conductor[];
  /** Of each feeder. */
  readonly kind: LineKind[];
}

/** Load of a feeder, MW: log-normal with this median and deviation, within limits. */
const FEEDER_MW = 4.5;
const FEEDER_SPREAD = 0.3;
const FEEDER_LIMITS_MW = [2, 7] as const;
/** Deviation of the logarithm of a node's load. */
const LOAD_SPREAD = 0.7;

/** Shares of the nodes, summed up; how much larger their loads are; and the range of their power factors. */
const CUSTOMERS: readonly {
  customer: Customer;
  up_to: number;
  size: number;
  power_factor: readonly [low: number, high: number];
}[] = [
  { customer: 'residential', up_to: 0.7, size: 1, power_factor: [0.95, 0.99] },
  { customer: 'commercial', up_to: 0.9, size: 1.5, power_factor: [0.92, 0.97] },
  { customer: 'industrial', up_to: 1, size: 3, power_factor: [0.85, 0.93] },
];

/** Lines are longer than the straight way by a log-normal share with this median and deviation. */
const DETOUR = 0.25;
const DETOUR_SPREAD = 0.5;
const LEAST_LENGTH_KM = 0.05;

/** Largest voltage drop to the end of a feeder at nominal load, by Σ r P + x Q: the true one is a few per cent of it more. */
const MAX_DROP_PU = 0.042;
/** The longest feeder of a grid has so much at least: where there are few, they are out in the country. */
const LEAST_DROP_PU = 0.03;
/** Share of its rating that a line is chosen for: the first with which the drop is small enough. */
const LOADINGS = [0.6, 0.45, 0.35, 0.25, 0.15] as const;
/** Cables are chosen where they charge no more than this share of the load; else they would raise the voltage. */
const MAX_CHARGING = 0.3;
const CABLE_SHARE = 0.5;

export function lineLength(x: Float64Array, y: Float64Array, a: number, b: number, random: Random): number {
  const straight = Math.max(LEAST_LENGTH_KM, Math.hypot(x[a] - x[b], y[a] - y[b]));
  return straight * (1 + DETOUR * Math.exp(DETOUR_SPREAD * random.normal()));
}

/**
 * Loads, and lines of the thickness that carries them with a bearable drop; feeders that are too long serve less. A grid
 * of which all feeders are short is stretched, the positions too.
 */
export function sizeFeeders(layout: Layout, random: Random): Sizing {
  const { x, y, parent, start, substations } = layout;
  const size = parent.length;
  const sizing: Sizing = {
    p_mw: new Float64Array(size),
    q_mvar: new Float64Array(size),
    customer: new Array<Customer>(size).fill('residential'),
    length_km: new Float64Array(size),
    conductor: new Array<Conductor>(size).fill(CONDUCTORS.line[0]),
    kind: [],
  };
  for (let bus = substations; bus < size; bus++) {
    sizing.length_km[bus] = lineLength(x, y, bus, parent[bus], random);
  }
  let drop = 0;
  for (let f = 0; f + 1 < start.length; f++) {
    drawLoads(sizing, start[f], start[f + 1], random);
    sizing.kind.push(chooseKind(sizing, start[f], start[f + 1], random));
    drop = Math.max(drop, chooseConductors(sizing, layout, f));
  }
  if (drop < LEAST_DROP_PU) stretch(layout, sizing, LEAST_DROP_PU / drop);
  return sizing;
}

function stretch({ x, y }: Layout, { length_km }: Sizing, factor: number): void {
  for (const values of [x, y, length_km]) {
    for (let bus = 0; bus < values.length; bus++) values[bus] *= factor;
  }
}

function drawLoads({ p_mw, q_mvar, customer }: Sizing, from: number, to: number, random: Random): void {
  const [least, most] = FEEDER_LIMITS_MW;
  const wanted = Math.min(most, Math.max(least, FEEDER_MW * Math.exp(FEEDER_SPREAD * random.normal())));
  let sum = 0;
  for (let bus = from; bus < to; bus++) {
    const kind = drawCustomer(random);
    customer[bus] = kind.customer;
    p_mw[bus] = kind.size * Math.exp(LOAD_SPREAD * random.normal());
    q_mvar[bus] = p_mw[bus] * Math.tan(Math.acos(random.between(...kind.power_factor)));
    sum += p_mw[bus];
  }
  scale(p_mw, q_mvar, from, to, wanted / sum);
}

function drawCustomer(random: Random): (typeof CUSTOMERS)[number] {
  const at = random.next();
  return CUSTOMERS.find(({ up_to }) => at < up_to)!;
}

function scale(p: Float64Array, q: Float64Array, from: number, to: number, factor: number): void {
  for (let bus = from; bus < to; bus++) {
    p[bus] = Math.round(1e5 * p[bus] * factor) / 1e5;
    q[bus] = Math.round(1e5 * q[bus] * factor) / 1e5;
  }
}

function chooseKind({ p_mw, length_km }: Sizing, from: number, to: number, random: Random): LineKind {
  let load_mw = 0;
  let length = 0;
  for (let bus = from; bus < to; bus++) {
    load_mw += p_mw[bus];
    length += length_km[bus];
  }
  const charging_mvar = CONDUCTORS.cable[0].b_us_per_km * 1e-6 * length * BASE_KV ** 2;
  return random.next() < CABLE_SHARE && charging_mvar < MAX_CHARGING * load_mw ? 'cable' : 'line';
}

/** Returns the voltage drop to the feeder's end. */
function chooseConductors(sizing: Sizing, layout: Layout, feeder: number): number {
  const { p_mw, q_mvar, conductor, kind } = sizing;
  const [from, to] = [layout.start[feeder], layout.start[feeder + 1]];
  const p = beyond(p_mw, layout.parent, from, to);
  const q = beyond(q_mvar, layout.parent, from, to);
  let drop = 0;
  for (const loading of LOADINGS) {
    for (let bus = from; bus < to; bus++) {
      const power_mva = Math.hypot(p[bus - from], q[bus - from]);
      conductor[bus] = conductorFor(kind[feeder], power_mva / loading);
    }
    drop = largestDrop(sizing, layout.parent, from, p, q);
    if (drop <= MAX_DROP_PU) return drop;
  }
  scale(p_mw, q_mvar, from, to, MAX_DROP_PU / drop);
  return MAX_DROP_PU;
}

/** What flows towards each bus of a feeder without losses. */
function beyond(values: Float64Array, parent: Int32Array, from: number, to: number): Float64Array {
  const sum = values.slice(from, to);
  for (let bus = to - 1; bus > from; bus--) sum[parent[bus] - from] += sum[bus - from];
  return sum;
}

/** ΔV = Σ (r P + x Q)/V² from the substation on, the largest of a feeder. */
function largestDrop(
  { length_km, conductor }: Sizing,
  parent: Int32Array,
  from: number,
  p: Float64Array,
  q: Float64Array,
): number {
  const drop = new Float64Array(p.length);
  let largest = 0;
  for (let k = 0; k < p.length; k++) {
    const { r_ohm_per_km, x_ohm_per_km } = conductor[from + k];
    const own = ((r_ohm_per_km * p[k] + x_ohm_per_km * q[k]) * length_km[from + k]) / BASE_KV ** 2;
    drop[k] = own + (k === 0 ? 0 : drop[parent[from + k] - from]);
    largest = Math.max(largest, drop[k]);
  }
  return largest;
}
