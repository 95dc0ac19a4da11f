import { ASSET_KINDS, HIGH_VOLTAGE_KV, LINE, TRANSFORMER } from '../../cnaim';
import type { EdgeAsset } from '../../contract';

/** What does not change about rows as assets, one value a row. */
export interface AssetTable {
  /** Place in the methodology's kinds: line, cable, transformer. */
  kind: Uint8Array;
  /** 1 for transformers. */
  length_km: Float64Array;
  /** 1 from 50 kV on. */
  high_voltage: Uint8Array;
}

/** Where nobody says what a row is: a kilometre of overhead line. The answers then say that it was assumed. */
export const ASSUMED: Required<Pick<EdgeAsset, 'kind' | 'length_km'>> = { kind: 'line', length_km: 1 };

export function assetTable(assets: readonly (EdgeAsset | undefined)[]): AssetTable {
  const kind = Uint8Array.from(assets, (asset) => ASSET_KINDS.indexOf(asset?.kind ?? ASSUMED.kind));
  return {
    kind,
    length_km: Float64Array.from(assets, (asset, row) =>
      kind[row] === TRANSFORMER ? 1 : (asset?.length_km ?? ASSUMED.length_km),
    ),
    high_voltage: Uint8Array.from(assets, (asset) => ((asset?.base_kv ?? 0) >= HIGH_VOLTAGE_KV ? 1 : 0)),
  };
}

/** Rows that nothing is known of. */
export function assumedTable(count: number): AssetTable {
  return {
    kind: new Uint8Array(count).fill(LINE),
    length_km: new Float64Array(count).fill(ASSUMED.length_km),
    high_voltage: new Uint8Array(count),
  };
}
