import { writeDocument } from '../../contract';
import type { LossDocument, LossPoint } from '../documents';
import { writeCsv } from '../table/csv';
import type { Tick } from '../tick';
import { extremesOf } from './extremes';

/** The losses of the ticks that are remembered, with their extremes. */
export async function writeLoss(tick: Tick): Promise<Buffer> {
  const history = tick.memory.history.entries();
  const head: Omit<LossDocument, 'history'> = {
    ...tick.head,
    history_limit: tick.memory.history.limit,
    summary: {
      loss_mw: extremesOf(history.map((point) => point.loss_mw))!,
      loss_percent: extremesOf(history.map((point) => point.loss_percent))!,
    },
  };
  return writeDocument(head, {
    name: 'history',
    elements: history,
    shape: ({ sequence, timestamp, loss_mw, loss_percent }): LossPoint => ({
      sequence,
      timestamp,
      loss_mw,
      loss_percent,
    }),
  });
}

/** The history alone, as a table. */
export function writeLossTable(tick: Tick): Promise<Buffer> {
  const titles = ['sequence', 'timestamp', 'loss_mw', 'loss_percent'] as const;
  const columns = titles.map((title) => ({ title, read: (point: LossPoint) => point[title] }));
  return writeCsv<LossPoint>(columns, tick.memory.history.entries());
}
