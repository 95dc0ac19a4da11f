/** The kinds of asset that edges are, by the places of the tables below. */
export const ASSET_KINDS = ['line', 'cable', 'transformer'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];
export const LINE = 0;
export const CABLE = 1;
export const TRANSFORMER = 2;

/** From here on a transformer is of the methodology's category EHV and 132 kV. */
export const HIGH_VOLTAGE_KV = 50;

/**
 * Normal expected lives, years: CNAIM v2.1, section 6.1.3 and table 20: ACSR conductor not greased, non-pressurised cable,
 * ground-mounted transformer.
 */
export const LIFE_YEARS = [50, 100, 60] as const;

/**
 * K of the failure curve, percent: CNAIM v2.1, section 6 and table 21: OHL conductor and non-pressurised cable for a
 * kilometre, HV transformer, EHV and 132 kV transformer.
 */
const K_PERCENT = [0.008, 0.0658, 0.0078] as const;
const K_EHV_TRANSFORMER_PERCENT = 0.0454;

export function kPercentOf(kind: number, high_voltage: boolean): number {
  return kind === TRANSFORMER && high_voltage ? K_EHV_TRANSFORMER_PERCENT : K_PERCENT[kind]!;
}
