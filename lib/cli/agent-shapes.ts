import type { WeeklyShapes } from '../paths';
import { builtinShapes, CUSTOMER_CLASSES, multiplierAt } from '../scada';

/** 1970-01-05 was the first Monday. */
const MONDAY_S = 4 * 86_400;
const HOURS = 168;

/** The simulator's own shapes, hour by hour of a week from Monday on: what agents are trained on. */
export function weeklyShapes(): { shapes: WeeklyShapes; name: string } {
  const shapes = builtinShapes();
  const entries = CUSTOMER_CLASSES.map((customer) => [
    customer,
    Float64Array.from({ length: HOURS }, (_, hour) => multiplierAt(shapes, customer, MONDAY_S + 3600 * hour)),
  ]);
  return { shapes: Object.fromEntries(entries) as WeeklyShapes, name: shapes.name };
}
