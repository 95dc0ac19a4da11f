/**
 * The point list: which message means what. One row a point: where its value is found, which quantity of which node or edge it
 * is, in which unit, and when it is not to be believed.
 */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import { type Address, readAddress } from './address';
import { type PlausibleRange, plausibleRanges } from './plausible';
import { isQuantity, QUANTITIES, type Quantity, type QuantityKind, quantityKind } from './quantities';
import { type RowProblem, readTable, refusedRows, type TableRow } from './table';
import { allowedUnits, type Conversion, conversionOf } from './units';

export const POINT_COLUMNS = [
  'address',
  'element',
  'quantity',
  'unit',
  'scale',
  'offset',
  'deadband',
  'staleness_s',
  'low',
  'high',
  'rate_per_s',
  'sigma',
  'group',
] as const;

const COLUMNS = { needed: ['address', 'element', 'quantity'], allowed: POINT_COLUMNS } as const;

/** Points in one list; memory grows with it, and with nothing else. */
const MOST_POINTS = 100_000;

/** In place of an edge: of all edges, as a weather station is. */
export const EVERYWHERE = '*';
const WEATHER: readonly Quantity[] = ['ambient_temperature_c', 'humidity_percent'];

/** One point; all figures are in the unit of the contract. */
export interface Point {
  line: number;
  address: Address;
  element: string;
  /** Of the node or edge among the network's; −1 for all edges. */
  index: number;
  quantity: Quantity;
  /** value = factor × what the message says + offset. */
  factor: number;
  offset: number;
  isDoublePoint: boolean;
  /** A change up to this is none. */
  deadband: number;
  /** Undefined: as the settings have it. */
  staleness_s: number | undefined;
  low: number;
  high: number;
  /** Fastest change that is believed; ∞ where none is given. */
  rate_per_s: number;
  /** Undefined: by the quantity. */
  sigma: number | undefined;
  group: string;
}

/** Reads a point list. Throws INVALID_POINT_LIST, which names the line of every row that is refused, 21 at most. */
export function readPointList(source: string, text: string, grid: Grid): Point[] {
  const rows = readTable(source, text, 'INVALID_POINT_LIST', COLUMNS);
  if (rows.length > MOST_POINTS) {
    throw gridError('INVALID_POINT_LIST', {
      at: source,
      got: `${rows.length} points`,
      allowed: `at most ${MOST_POINTS}`,
    });
  }
  if (rows.length === 0) {
    const allowed = 'a row for each point below the header';
    throw gridError('INVALID_POINT_LIST', { at: source, got: 'no point', allowed });
  }
  const problems: RowProblem[] = [];
  const points: Point[] = [];
  const plausible = plausibleRanges(grid);
  const seen = new Map<string, number>();
  for (const row of rows) {
    const read = readRow(row, grid, plausible);
    if ('allowed' in read) {
      problems.push({ line: row.line, ...read });
      continue;
    }
    const key = `${read.quantity} ${read.element}`;
    const before = seen.get(key);
    const whole = contradicted(read.quantity, read.element, seen);
    if (before === undefined) seen.set(key, row.line);
    if (whole !== undefined) problems.push({ line: row.line, column: 'quantity', got: key, allowed: whole });
    else if (before !== undefined)
      problems.push({ line: row.line, column: 'quantity', got: key, allowed: `once; line ${before} has it` });
    points.push(read);
  }
  if (problems.length > 0) throw refusedRows('INVALID_POINT_LIST', source, problems);
  return points;
}

/** The demand of a node is part of its injection: with both, one is told twice or the other says nothing. */
const EXCLUDED: Partial<Record<Quantity, Quantity>> = {
  p_injection_mw: 'demand_mw',
  demand_mw: 'p_injection_mw',
  q_injection_mvar: 'demand_mvar',
  demand_mvar: 'q_injection_mvar',
};

function contradicted(
  quantity: Quantity,
  element: string,
  seen: ReadonlyMap<string, number>,
): string | undefined {
  const other = EXCLUDED[quantity];
  const line = other && seen.get(`${other} ${element}`);
  return line === undefined ? undefined : `no ${quantity} beside ${other}, which line ${line} has`;
}

type Refused = Omit<RowProblem, 'line'>;

function readRow(
  { line, cells }: TableRow,
  grid: Grid,
  plausible: ReturnType<typeof plausibleRanges>,
): Point | Refused {
  const address = readAddress(cells.address);
  if (address === undefined) {
    const allowed = 'a topic, topic#path, or #path, such as plant/feeder1 or modbus#[3]';
    return { column: 'address', got: cells.address, allowed };
  }
  const { quantity, element } = cells;
  if (!isQuantity(quantity))
    return { column: 'quantity', got: quantity, allowed: Object.keys(QUANTITIES).join(', ') };
  const kind = quantityKind(quantity);
  const index = indexOf(grid, kind, quantity, element);
  if (typeof index !== 'number') return index;
  const conversion = conversionOf(kind.dimension, cells.unit ?? '');
  if (conversion === undefined)
    return { column: 'unit', got: cells.unit, allowed: allowedUnits(kind.dimension) };
  const base_kv = kind.of === 'node' ? grid.network.buses[index].base_kv : undefined;
  if (conversion.per_base_kv && base_kv === undefined)
    return { column: 'unit', got: cells.unit, allowed: `pu or %: node "${element}" has no base_kv` };
  const figures = readFigures(cells, kind, conversion, base_kv ?? 1, plausible(quantity, index));
  if ('column' in figures) return figures;
  const isDoublePoint = cells.unit === 'double_point';
  return { line, address, element, index, quantity, isDoublePoint, group: cells.group ?? '', ...figures };
}

function indexOf(grid: Grid, kind: QuantityKind, quantity: Quantity, element: string): number | Refused {
  const [own, other] =
    kind.of === 'node' ? [grid.busIndex, grid.branchIndex] : [grid.branchIndex, grid.busIndex];
  if (element === EVERYWHERE && WEATHER.includes(quantity)) return -1;
  const found = own.get(element);
  if (found !== undefined) return found;
  const hint = other.has(element) ? `; "${element}" is no ${kind.of}` : '';
  const all = WEATHER.includes(quantity) ? `, or ${EVERYWHERE} for all` : '';
  const allowed = `the id of one of the ${own.size} ${kind.of}s of network "${grid.network.id}"${all}${hint}`;
  return { column: 'element', got: element, allowed };
}

type Figures = Pick<
  Point,
  'factor' | 'offset' | 'deadband' | 'staleness_s' | 'low' | 'high' | 'rate_per_s' | 'sigma'
>;

/** The numbers of a row, which are in its own unit but for scale and offset, which lead to it. */
function readFigures(
  cells: Record<string, string>,
  { least = -Infinity, most = Infinity, dimension }: QuantityKind,
  conversion: Conversion,
  base_kv: number,
  plausible: PlausibleRange,
): Figures | Refused {
  const numbers: Record<string, number | undefined> = {};
  for (const column of ['scale', 'offset', 'deadband', 'staleness_s', 'low', 'high', 'rate_per_s', 'sigma']) {
    const text = cells[column] ?? '';
    if (text === '') continue;
    const value = Number(text);
    const allowed = ALLOWED[column];
    if (!Number.isFinite(value) || !allowed.test(value)) return { column, got: text, allowed: allowed.words };
    if (dimension === 'state' && column !== 'staleness_s')
      return { column, got: text, allowed: 'nothing: a position has no such figure' };
    numbers[column] = value;
  }
  const unit = conversion.per_base_kv ? conversion.factor / base_kv : conversion.factor;
  const size = Math.abs(unit);
  const convert = (value: number): number => unit * value + conversion.offset;
  const { scale = 1, offset = 0, low, high } = numbers;
  for (const [column, value] of [
    ['scale', unit * scale],
    ['offset', convert(offset)],
  ] as const) {
    if (Number.isFinite(value) && (column === 'offset' || value !== 0)) continue;
    return { column, got: cells[column], allowed: `one that is finite and not 0 in the contract's unit` };
  }
  if (low !== undefined && high !== undefined && low > high)
    return { column: 'high', got: String(high), allowed: `a number not below low, ${low}` };
  // A limit of the row takes the place of the usual one, and of the other where it lies beyond that.
  const [lower, upper] = [
    low === undefined ? undefined : convert(low),
    high === undefined ? undefined : convert(high),
  ];
  const usualLow = upper !== undefined && upper < plausible.low ? least : plausible.low;
  const usualHigh = lower !== undefined && lower > plausible.high ? most : plausible.high;
  const lowest = Math.max(least, lower ?? usualLow);
  const highest = Math.min(most, upper ?? usualHigh);
  if (!(lowest <= highest)) {
    const allowed = `limits that leave something of ${least} to ${most} in the contract's unit`;
    return { column: 'low', got: `${low ?? -Infinity} to ${high ?? Infinity}`, allowed };
  }
  return {
    factor: unit * scale,
    offset: convert(offset),
    deadband: size * (numbers.deadband ?? 0),
    staleness_s: numbers.staleness_s,
    low: lowest,
    high: highest,
    rate_per_s: size * (numbers.rate_per_s ?? Infinity),
    sigma: numbers.sigma === undefined ? undefined : size * numbers.sigma,
  };
}

const ANY = { test: () => true, words: 'a finite number' };
const ABOVE_0 = { test: (value: number) => value > 0, words: 'a number above 0' };
const ALLOWED: Record<string, { test(value: number): boolean; words: string }> = {
  scale: { test: (value) => value !== 0, words: 'a number other than 0' },
  offset: ANY,
  deadband: { test: (value) => value >= 0, words: 'a number from 0' },
  staleness_s: ABOVE_0,
  low: ANY,
  high: ANY,
  rate_per_s: ABOVE_0,
  sigma: ABOVE_0,
};
