import type { Branch } from '../../contract';
import type { Grid } from '../../grid';
import type { Random } from '../../random';

export const KINDS = ['line', 'cable', 'transformer'] as const satisfies readonly Branch['kind'][];
export const LINE = 0;
export const CABLE = 1;
export const TRANSFORMER = 2;

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

const HIGH_VOLTAGE_KV = 50;
/** Normal expected lives, CNAIM v2.1: ACSR conductor not greased, non-pressurised cable, ground-mounted transformer. */
const LIFE_YEARS = [50, 100, 60];
/** K, CNAIM v2.1: OHL conductor and non-pressurised cable for a kilometre, HV transformer; EHV and 132 kV transformer. */
const K_PERCENT = [0.008, 0.0658, 0.0078];
const K_EHV_TRANSFORMER_PERCENT = 0.0454;
/** Where a network gives no length: typical reactances, Ω/km. */
const OHM_PER_KM = [0.37, 0.12];
const SHORTEST_KM = 0.05;
const LONGEST_KM = 200;

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
    k_percent: Float64Array.from(kind, (value, k) =>
      value === TRANSFORMER && high_voltage[k] === 1 ? K_EHV_TRANSFORMER_PERCENT : K_PERCENT[value],
    ),
  };
}

function length_km(branch: Branch, kind: number, kv: number | undefined, base_mva: number): number {
  if (kind === TRANSFORMER) return 1;
  if (branch.length_km !== undefined) return branch.length_km;
  if (kv === undefined) return 1;
  const ohm = Math.abs(branch.x_pu) * (kv ** 2 / base_mva);
  return Math.min(LONGEST_KM, Math.max(SHORTEST_KM, ohm / OHM_PER_KM[kind]));
}
