/** What a message says, as a number. */

/** Words of two positions; a word says what it says, whichever way round the unit is. */
const POSITIONS: Readonly<Record<string, 0 | 1>> = {
  closed: 1,
  close: 1,
  in_service: 1,
  'in service': 1,
  normal: 1,
  open: 0,
  opened: 0,
  tripped: 0,
  trip: 0,
  'out of service': 0,
};
const SWITCHED: Readonly<Record<string, 0 | 1>> = { on: 1, true: 1, off: 0, false: 0 };

export interface Scaling {
  factor: number;
  offset: number;
  isState: boolean;
  isDoublePoint: boolean;
}

/** In the unit of the contract; a position is 0 or 1. NaN where it is no value. */
export function readValue(raw: unknown, { factor, offset, isState, isDoublePoint }: Scaling): number {
  if (!isState) return typeof raw === 'boolean' ? Number.NaN : factor * numberOf(raw) + offset;
  if (typeof raw === 'string') {
    const word = raw.trim().toLowerCase();
    if (Object.hasOwn(POSITIONS, word)) return POSITIONS[word];
    if (Object.hasOwn(SWITCHED, word)) return factor * SWITCHED[word] + offset;
  }
  const number = numberOf(raw);
  // IEC 60870-5-101, 7.2.6.2: 1 is off, 2 is on, 0 and 3 are indeterminate.
  if (isDoublePoint) return number === 1 ? 0 : number === 2 ? 1 : Number.NaN;
  return Number.isNaN(number) ? number : factor * (number === 0 ? 0 : 1) + offset;
}

/** Decimal: what JavaScript reads besides (0x10, 0b1) is no figure of an instrument. */
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

function numberOf(raw: unknown): number {
  if (typeof raw === 'boolean') return raw ? 1 : 0;
  if (typeof raw === 'bigint') return Number(raw);
  const number = typeof raw === 'string' && DECIMAL.test(raw) ? Number(raw) : raw;
  return typeof number === 'number' && Number.isFinite(number) ? number : Number.NaN;
}
