import type { TickHead } from '../documents';
import type { PlanNews } from '../list-documents';
import type { Tick } from '../tick';

/** The plan of a state and how far it is, as the live stream tells it; undefined where nothing was optimised. */
export function planNews({ head, snapshot: { optimization } }: Tick): PlanNews | undefined {
  if (optimization === undefined) return undefined;
  const { plan, dispatch, loss_before_mw, loss_after_mw } = optimization;
  return { ...head, plan, loss_before_mw, loss_after_mw, ...(dispatch && { dispatch }) };
}

/** What makes a plan news: the figures of each tick do not. */
export function planKey({ plan, dispatch }: Omit<PlanNews, keyof TickHead>): string {
  return JSON.stringify([plan?.id, plan?.released, dispatch]);
}
