import type { Pair } from './neighbours';

/** What each generator would carry if every bus were supplied from the one that is fewest lines away. */
export interface SupplyForest {
  /** Buses from the generators outwards. */
  readonly order: number[];
  /** Line by which each bus is reached, −1 at generators. */
  readonly arrival: Int32Array;
  /** Demand beyond each line. */
  readonly flow_mw: Float64Array;
  /** Demand of each generator's tree. */
  readonly supply_mw: Float64Array;
  /** The generator that supplies most. */
  readonly largest: number;
}

/** Buses 0 … `generators` − 1 are the sources; open ties carry nothing. */
export function supplyForest(
  size: number,
  generators: number,
  lines: readonly (Pair & { tie: boolean })[],
  demand_mw: Float64Array,
): SupplyForest {
  const at: number[][] = Array.from({ length: size }, () => []);
  lines.forEach((line, k) => {
    if (line.tie) return;
    at[line.a].push(k);
    at[line.b].push(k);
  });
  const arrival = new Int32Array(size).fill(-1);
  const seen = new Uint8Array(size);
  const order = Array.from({ length: generators }, (_, g) => g);
  for (const g of order) seen[g] = 1;
  for (const bus of order) {
    for (const k of at[bus]) {
      const other = lines[k].a === bus ? lines[k].b : lines[k].a;
      if (seen[other] === 1) continue;
      seen[other] = 1;
      arrival[other] = k;
      order.push(other);
    }
  }
  const beyond = demand_mw.slice();
  const flow_mw = new Float64Array(lines.length);
  for (const bus of [...order].reverse()) {
    const k = arrival[bus];
    if (k < 0) continue;
    flow_mw[k] = beyond[bus];
    beyond[lines[k].a === bus ? lines[k].b : lines[k].a] += beyond[bus];
  }
  const supply_mw = beyond.slice(0, generators);
  return { order, arrival, flow_mw, supply_mw, largest: supply_mw.indexOf(Math.max(...supply_mw)) };
}
