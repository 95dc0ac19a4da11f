import { builtinShapes, CUSTOMER_CLASSES, type CustomerClass, multiplierAt } from './load-shapes';

/** 1970-01-05 was the first Monday. */
const MONDAY_S = 4 * 86_400;
const HOURS = 168;

/** The built-in shapes hour by hour of a week from Monday on: multipliers of nominal demand for each class. */
export function weeklyShapes(): { shapes: Record<CustomerClass, Float64Array>; name: string } {
  const shapes = builtinShapes();
  const entries = CUSTOMER_CLASSES.map((customer) => [
    customer,
    Float64Array.from({ length: HOURS }, (_, hour) => multiplierAt(shapes, customer, MONDAY_S + 3600 * hour)),
  ]);
  return { shapes: Object.fromEntries(entries) as Record<CustomerClass, Float64Array>, name: shapes.name };
}
