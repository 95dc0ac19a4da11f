/** Units of measured quantities, and what a value in one of them is in the unit of the contract. */

/** What a quantity is a quantity of. */
export type Dimension =
  | 'active power'
  | 'reactive power'
  | 'voltage'
  | 'angle'
  | 'current'
  | 'temperature'
  | 'velocity'
  | 'age'
  | 'share'
  | 'percentage'
  | 'count'
  | 'state';

/** value in the contract's unit = factor × value + offset; with `per_base_kv` it is divided by the nominal voltage too. */
export interface Conversion {
  factor: number;
  offset: number;
  per_base_kv?: true;
}

const scaled = (factor: number): Conversion => ({ factor, offset: 0 });
const volts = (factor: number): Conversion => ({ factor, offset: 0, per_base_kv: true });

/** Written as here, since case tells milli from mega. The first of each is the contract's own. */
export const UNITS: Readonly<Record<Dimension, Readonly<Record<string, Conversion>>>> = {
  'active power': { MW: scaled(1), kW: scaled(1e-3), W: scaled(1e-6), GW: scaled(1e3) },
  'reactive power': {
    Mvar: scaled(1),
    MVAr: scaled(1),
    MVAR: scaled(1),
    kvar: scaled(1e-3),
    kVAr: scaled(1e-3),
    kVAR: scaled(1e-3),
    var: scaled(1e-6),
    VAr: scaled(1e-6),
  },
  // Line to line, of the nominal voltage of the node.
  voltage: { pu: scaled(1), 'p.u.': scaled(1), '%': scaled(0.01), kV: volts(1), V: volts(1e-3) },
  angle: { degree: scaled(1), deg: scaled(1), '°': scaled(1), rad: scaled(180 / Math.PI) },
  current: { kA: scaled(1), A: scaled(1e-3) },
  temperature: {
    '°C': scaled(1),
    C: scaled(1),
    degC: scaled(1),
    // t/°C = (t/°F − 32) · 5/9
    '°F': { factor: 5 / 9, offset: -160 / 9 },
    F: { factor: 5 / 9, offset: -160 / 9 },
    degF: { factor: 5 / 9, offset: -160 / 9 },
    K: { factor: 1, offset: -273.15 },
  },
  velocity: { 'mm/s': scaled(1), 'm/s': scaled(1000), 'in/s': scaled(25.4) },
  age: { years: scaled(1), year: scaled(1), a: scaled(1), months: scaled(1 / 12), days: scaled(1 / 365.25) },
  share: { '1': scaled(1), '%': scaled(0.01) },
  percentage: { '%': scaled(1), '1': scaled(100) },
  count: { '1': scaled(1) },
  // What a value of 1 (true, on) means; the unit turns it round where it names the other position.
  state: {
    '1': scaled(1),
    closed: scaled(1),
    in_service: scaled(1),
    double_point: scaled(1),
    open: { factor: -1, offset: 1 },
    tripped: { factor: -1, offset: 1 },
  },
};

/** The conversion, or undefined where the unit is none of the dimension. Blank is the contract's own unit. */
export function conversionOf(dimension: Dimension, unit: string): Conversion | undefined {
  const units = UNITS[dimension];
  if (unit === '') return Object.values(units)[0];
  return Object.hasOwn(units, unit) ? units[unit] : undefined;
}

export function allowedUnits(dimension: Dimension): string {
  return `a unit of ${dimension}: ${Object.keys(UNITS[dimension]).join(', ')}`;
}
