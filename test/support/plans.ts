import type { IssuedPlan } from '../../lib/contract';

/** A plan for the default grid with both ties open: steps such as "open L4". */
export function planOf(steps: readonly string[], changes: Partial<IssuedPlan> = {}): IssuedPlan {
  return {
    id: 'plan-a',
    purpose: 'restoration',
    released: true,
    steps: steps.map((step) => {
      const [operation, edge] = step.split(' ') as ['open' | 'close', string];
      return { operation, edge, loss_mw: 1 };
    }),
    basis: { open: ['L11', 'L12'], failed: [] },
    ...{ loss_before_mw: 1, loss_after_mw: 1, risk_before: 0, risk_after: 0, sequence: 1 },
    ...{ unserved_before_mw: 45, unserved_after_mw: 0, min_operation_interval_s: 5, unserved: [] },
    ...changes,
  };
}
