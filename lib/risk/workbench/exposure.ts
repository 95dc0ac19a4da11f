import type { EnsembleCard } from '../ensemble/card';
import type { Table } from '../table/table';

/** What the columns of a labelled history say of their outcomes. */
export interface Exposure {
  horizon_h?: number;
  acceleration?: number;
}

/** Of a table whose columns `horizon_days` and `acceleration` say the same in every row; nothing where they are not there. */
export function exposureOf(table: Table): Exposure {
  const days = constantOf(table, 'horizon_days');
  const acceleration = constantOf(table, 'acceleration');
  return {
    ...(days !== undefined && { horizon_h: 24 * days }),
    ...(acceleration !== undefined && { acceleration }),
  };
}

/**
 * How many times the exposure of a table's outcomes is that of what a model was trained on, which its pools speak of. A table
 * that says nothing is of the model's horizon, and not accelerated.
 */
export function exposureRatio(table: Table, card: EnsembleCard): number {
  const { horizon_h = card.horizon_h ?? 1, acceleration = 1 } = exposureOf(table);
  return (horizon_h * acceleration) / ((card.horizon_h ?? horizon_h) * (card.acceleration ?? 1));
}

function constantOf({ columns }: Table, name: string): number | undefined {
  const column = columns.find((one) => one.name === name);
  if (column?.kind !== 'number' || column.numbers.length === 0) return undefined;
  const [first] = column.numbers;
  return first! > 0 && column.numbers.every((value) => value === first) ? first : undefined;
}
