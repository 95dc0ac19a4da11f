/** Files of measurements for one state estimation: CSV, or JSON with the same fields. */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import type { Measurement } from '../../powerflow';
import { isQuantity, QUANTITIES, type Quantity, quantityKind } from './quantities';
import { type RowProblem, readTable, refusedRows } from './table';
import { readTextFile } from './text-file';
import { allowedUnits, conversionOf } from './units';

const COLUMNS = {
  needed: ['element', 'quantity', 'value'],
  allowed: ['element', 'quantity', 'value', 'unit', 'sigma', 'accuracy_class', 'range'],
} as const;

/** What an estimation can use. */
const USABLE = Object.keys(QUANTITIES).filter(
  (name) => isQuantity(name) && quantityKind(name).estimated !== undefined,
);

const JSON_FORM =
  'JSON: a list of {"element", "quantity", "value", "unit"?, "sigma" or "accuracy_class"}, or {"grid_id"?, "measurements": [...]}';

type Entry = Record<string, string | number>;

/** A measurement as the file has it, and where. */
export interface FiledMeasurement extends Measurement {
  /** The line of a CSV; in JSON the place in the list, from 1. */
  line: number;
}

/**
 * Reads the measurements of a network. Throws UNREADABLE_FILE, which names the line of every row that is refused (21 at
 * most), and WRONG_GRID.
 */
export async function readMeasurementFile(file: string, grid: Grid): Promise<FiledMeasurement[]> {
  const text = await readTextFile(file);
  const entries = /^\s*[[{]/.test(text.replace(/^\uFEFF/, ''))
    ? jsonEntries(file, text, grid)
    : csvEntries(file, text);
  const problems: RowProblem[] = [];
  const measurements: FiledMeasurement[] = [];
  for (const { line, cells } of entries) {
    const read = readEntry(cells, grid);
    if ('column' in read) problems.push({ line, ...read });
    else measurements.push({ line, ...read });
  }
  if (problems.length > 0) throw refusedRows('UNREADABLE_FILE', file, problems);
  if (measurements.length === 0)
    throw gridError('UNREADABLE_FILE', { at: file, got: 'no measurement', allowed: 'one at least' });
  return measurements;
}

function csvEntries(file: string, text: string): { line: number; cells: Entry }[] {
  return readTable(file, text, 'UNREADABLE_FILE', COLUMNS);
}

function jsonEntries(file: string, text: string, grid: Grid): { line: number; cells: Entry }[] {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw gridError('UNREADABLE_FILE', { at: file, got: (error as Error).message, allowed: JSON_FORM });
  }
  const { grid_id } = value as { grid_id?: unknown };
  if (grid_id !== undefined && grid_id !== grid.network.id)
    throw gridError('WRONG_GRID', { at: `${file}: grid_id`, got: grid_id, allowed: `"${grid.network.id}"` });
  const list = Array.isArray(value) ? value : (value as { measurements?: unknown }).measurements;
  if (!Array.isArray(list)) throw gridError('UNREADABLE_FILE', { at: file, got: value, allowed: JSON_FORM });
  return list.map((entry: unknown, index) => {
    if (typeof entry !== 'object' || entry === null)
      throw gridError('UNREADABLE_FILE', {
        at: `${file}: measurements[${index}]`,
        got: entry,
        allowed: JSON_FORM,
      });
    const cells: Entry = {};
    for (const [name, field] of Object.entries(entry))
      cells[name] = typeof field === 'number' ? field : String(field ?? '');
    return { line: index + 1, cells };
  });
}

type Refused = Omit<RowProblem, 'line'>;

function readEntry(cells: Entry, grid: Grid): Measurement | Refused {
  const text = (column: string): string => String(cells[column] ?? '').trim();
  const name = text('quantity');
  if (!isQuantity(name) || quantityKind(name).estimated === undefined)
    return { column: 'quantity', got: name, allowed: USABLE.join(', ') };
  const kind = quantityKind(name);
  const element = text('element');
  const index = kind.of === 'node' ? grid.busIndex : grid.branchIndex;
  if (!index.has(element)) {
    const allowed = `the id of one of the ${index.size} ${kind.of === 'node' ? 'buses' : 'branches'} of network "${grid.network.id}"`;
    return { column: 'element', got: element, allowed };
  }
  const mixed = mixedBus(grid, name, element);
  if (mixed !== undefined) return { column: 'quantity', got: name, allowed: mixed };
  const conversion = conversionOf(kind.dimension, text('unit'));
  if (conversion === undefined)
    return { column: 'unit', got: text('unit'), allowed: allowedUnits(kind.dimension) };
  const base_kv = kind.of === 'node' ? grid.network.buses[grid.busIndex.get(element)!].base_kv : undefined;
  if (conversion.per_base_kv && base_kv === undefined)
    return { column: 'unit', got: text('unit'), allowed: `pu or %: bus "${element}" has no base_kv` };
  const value = numberIn(cells.value);
  if (value === undefined) return { column: 'value', got: cells.value, allowed: 'a finite number' };
  const factor = conversion.per_base_kv ? conversion.factor / base_kv! : conversion.factor;
  const sigma = sigmaOf(cells, value);
  if (typeof sigma !== 'number') return sigma;
  const { quantity, sign } = kind.estimated!;
  return {
    quantity,
    element,
    value: sign * (factor * value + conversion.offset),
    sigma: Math.abs(factor) * sigma,
  };
}

/** A load beside a generator, or a generator beside a load, says nothing of what the bus injects. */
function mixedBus(grid: Grid, name: Quantity, element: string): string | undefined {
  if (!/^(demand|generation)_/.test(name)) return undefined;
  const { loads, generators } = grid.network;
  const has = (list: readonly { bus: string }[]): boolean => list.some(({ bus }) => bus === element);
  if (!has(loads) || !has(generators)) return undefined;
  const instead = name.endsWith('mvar') ? 'q_injection_mvar' : 'p_injection_mw';
  return `${instead}: bus "${element}" has loads and generators`;
}

/**
 * The standard deviation, in the unit of the value. An accuracy class of c per cent is the limit of the error, in per cent
 * of `range` (of the value where there is none; IEC 61869-2, clause 5.6, has it of the rated one); it is taken for three
 * standard deviations.
 */
function sigmaOf(cells: Entry, value: number): number | Refused {
  const given = (column: string): boolean => cells[column] !== undefined && cells[column] !== '';
  if (given('sigma')) {
    const sigma = numberIn(cells.sigma);
    return sigma !== undefined && sigma > 0
      ? sigma
      : { column: 'sigma', got: cells.sigma, allowed: 'a number above 0' };
  }
  if (!given('accuracy_class'))
    return { column: 'sigma', got: 'neither sigma nor accuracy_class', allowed: 'one of them' };
  const accuracy = numberIn(cells.accuracy_class);
  if (accuracy === undefined || !(accuracy > 0))
    return { column: 'accuracy_class', got: cells.accuracy_class, allowed: 'a number above 0, in per cent' };
  const range = given('range') ? numberIn(cells.range) : value;
  if (range === undefined || range === 0)
    return {
      column: 'range',
      got: cells.range ?? 'a value of 0 without a range',
      allowed: 'a number other than 0',
    };
  return ((accuracy / 100) * Math.abs(range)) / 3;
}

function numberIn(cell: string | number | undefined): number | undefined {
  if (cell === undefined || (typeof cell === 'string' && cell.trim() === '')) return undefined;
  const number = Number(cell);
  return Number.isFinite(number) ? number : undefined;
}
