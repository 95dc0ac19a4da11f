import { writeDocument } from '../../contract';
import type { StatisticsDocument } from '../documents';
import type { Tick } from '../tick';
import { extremesOf } from './extremes';

/** Totals, and the histories of loss, risk and reward with their extremes. */
export async function writeStatistics(tick: Tick): Promise<Buffer> {
  const history = tick.memory.history.entries();
  const head: Omit<StatisticsDocument, 'history'> = {
    ...tick.head,
    totals: tick.memory.totals,
    history_limit: tick.memory.history.limit,
    summary: {
      loss_mw: extremesOf(history.map((point) => point.loss_mw))!,
      loss_percent: extremesOf(history.map((point) => point.loss_percent))!,
      risk: extremesOf(history.map((point) => point.risk)),
      reward: extremesOf(history.map((point) => point.reward)),
    },
  };
  return writeDocument(head, { name: 'history', elements: history });
}
