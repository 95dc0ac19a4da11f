/** What can be measured at a node or an edge, and in which dimension. */
import type { READINGS } from '../../contract';
import type { MeasuredQuantity } from '../../powerflow';
import type { Dimension } from './units';

export interface QuantityKind {
  of: 'node' | 'edge';
  dimension: Dimension;
  /** How the state estimation sees it: as this quantity, times the sign; absent where it does not. */
  estimated?: { quantity: MeasuredQuantity; sign: 1 | -1 };
  /** What the contract allows. */
  least?: number;
  most?: number;
}

const power = (quantity: MeasuredQuantity, sign: 1 | -1 = 1): QuantityKind => ({
  of: quantity.includes('injection') ? 'node' : 'edge',
  dimension: quantity.endsWith('_mvar') ? 'reactive power' : 'active power',
  estimated: { quantity, sign },
});
const reading = (dimension: Dimension, least: number, most = Infinity): QuantityKind => ({
  of: 'edge',
  dimension,
  least,
  most,
});

export const QUANTITIES = {
  vm_pu: { of: 'node', dimension: 'voltage', estimated: { quantity: 'vm_pu', sign: 1 }, least: 0, most: 5 },
  va_degree: { of: 'node', dimension: 'angle', estimated: { quantity: 'va_degree', sign: 1 } },
  p_injection_mw: power('p_injection_mw'),
  q_injection_mvar: power('q_injection_mvar'),
  demand_mw: power('p_injection_mw', -1),
  demand_mvar: power('q_injection_mvar', -1),
  generation_mw: power('p_injection_mw'),
  generation_mvar: power('q_injection_mvar'),
  p_from_mw: power('p_from_mw'),
  q_from_mvar: power('q_from_mvar'),
  p_to_mw: power('p_to_mw'),
  q_to_mvar: power('q_to_mvar'),
  current_from_ka: {
    of: 'edge',
    dimension: 'current',
    estimated: { quantity: 'current_from_ka', sign: 1 },
    least: 0,
  },
  current_to_ka: {
    of: 'edge',
    dimension: 'current',
    estimated: { quantity: 'current_to_ka', sign: 1 },
    least: 0,
  },
  closed: { of: 'edge', dimension: 'state' },
  in_service: { of: 'edge', dimension: 'state' },
  temperature_c: reading('temperature', -60, 400),
  load_mw: reading('active power', 0),
  vibration_mm_s: reading('velocity', 0),
  age_years: reading('age', 0),
  corrosion: reading('share', 0, 1),
  harmonic_distortion_percent: reading('percentage', 0),
  oil_quality: reading('share', 0, 1),
  trip_count: reading('count', 0),
  ambient_temperature_c: reading('temperature', -60, 60),
  humidity_percent: reading('percentage', 0, 100),
} as const satisfies Record<string, QuantityKind> & Record<(typeof READINGS)[number], QuantityKind>;

export type Quantity = keyof typeof QUANTITIES;

export function quantityKind(quantity: Quantity): QuantityKind {
  return QUANTITIES[quantity];
}

export function isQuantity(name: string): name is Quantity {
  return Object.hasOwn(QUANTITIES, name);
}
