import { ASSET_KINDS, HIGH_VOLTAGE_KV, kPercentOf, LIFE_YEARS, TRANSFORMER } from '../../cnaim';
import type { Branch, EdgeAsset, Network } from '../../contract';
import type { Grid } from '../../grid';
import type { Random } from '../../random';

export { CABLE, LINE, TRANSFORMER } from '../../cnaim';
export const KINDS = ASSET_KINDS satisfies readonly Branch['kind'][];

/** What does not change about the edges as assets, one value an edge. */
export interface Assets {
  readonly kind: Uint8Array;
  /** 1 for transformers. */
  readonly length_km: Float64Array;
  /** 1 from 50 kV on. */
  readonly high_voltage: Uint8Array;
  /** How much faster its place wears it than an ordinary one: coast, industry, height. */
  readonly location: Float64Array;
  readonly normal_life_years: Float64Array;
  /** K of the methodology's failure curve, percent. */
  readonly k_percent: Float64Array;
}

/** Where a network gives no length: typical reactances, Ω/km. */
const OHM_PER_KM = [0.37, 0.12];
const SHORTEST_KM = 0.05;
const LONGEST_KM = 200;

/** What the network knows of its branches as assets; a transformer's length means nothing. */
export function edgeAssets({ branches, buses, base_mva }: Network): EdgeAsset[] {
  const kvOf = new Map(buses.map(({ id, base_kv }) => [id, base_kv]));
  return branches.map((branch) => {
    const base_kv = kvOf.get(branch.from);
    const { kind } = branch;
    const known = kind !== 'transformer' && (branch.length_km !== undefined || base_kv !== undefined);
    const km = known ? length_km(branch, KINDS.indexOf(kind), base_kv, base_mva) : undefined;
    return {
      kind,
      ...(km !== undefined && { length_km: Math.max(0.001, Math.round(1000 * km) / 1000) }),
      ...(base_kv !== undefined && { base_kv }),
    };
  });
}

export function assetsOf(grid: Grid, random: Random): Assets {
  const { branches } = grid.network;
  const kind = Uint8Array.from(branches, (branch) => KINDS.indexOf(branch.kind));
  const kv = branches.map((_, k) => grid.network.buses[grid.from[k]].base_kv);
  const high_voltage = Uint8Array.from(kv, (value) =>
    value !== undefined && value >= HIGH_VOLTAGE_KV ? 1 : 0,
  );
  return {
    kind,
    length_km: Float64Array.from(branches, (branch, k) => length_km(branch, kind[k], kv[k], grid.base_mva)),
    high_voltage,
    location: Float64Array.from(branches, () => random.between(0.85, 1.3)),
    normal_life_years: Float64Array.from(kind, (value) => LIFE_YEARS[value]),
    k_percent: Float64Array.from(kind, (value, k) => kPercentOf(value, high_voltage[k] === 1)),
  };
}

function length_km(branch: Branch, kind: number, kv: number | undefined, base_mva: number): number {
  if (kind === TRANSFORMER) return 1;
  if (branch.length_km !== undefined) return branch.length_km;
  if (kv === undefined) return 1;
  const ohm = Math.abs(branch.x_pu) * (kv ** 2 / base_mva);
  return Math.min(LONGEST_KM, Math.max(SHORTEST_KM, ohm / OHM_PER_KM[kind]));
}
