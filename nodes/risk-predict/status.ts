import type { RiskDrift, RiskModelInfo } from '../../lib/contract';
import type { ModelSession } from './model-session';

/** What the last snapshot has left. */
export interface Shown {
  /** The edge that is likeliest to fail. */
  worst?: string;
  drift?: RiskDrift;
  skipped: number;
}

/** What the node shows below itself. */
export function statusOf(model: ModelSession, { worst, drift, skipped }: Shown) {
  const { info, training, failure, saved, graphNotUsed } = model;
  const parts = worst === undefined ? [] : [worst];
  if (info !== undefined) {
    const place = saved ? '' : ', not saved';
    parts.push(`model ${info.id} v${info.version} (${originOf(info.trained_on)})${place}`);
  }
  if (training !== undefined)
    parts.push(`training: ${training.step} ${Math.floor(training.fraction * 100)} %`);
  if (graphNotUsed !== undefined) parts.push(`${graphNotUsed} not used`);
  if (failure !== undefined) parts.push(failure);
  if (info === undefined) parts.push('snapshots pass without risk');
  if (drift !== undefined) parts.push(...describeDrift(drift));
  if (skipped > 0) parts.push(`${skipped} skipped`);
  const fill = info !== undefined ? 'green' : training !== undefined ? 'blue' : 'red';
  return { fill, shape: saved ? 'dot' : 'ring', text: parts.join(', ') } as const;
}

function describeDrift({ features, score }: RiskDrift): string[] {
  const drifted = features.filter(({ state }) => state === 'drift').map(({ name }) => name);
  const parts = drifted.length === 0 ? [] : [`drift: ${drifted.join(' ')}`];
  if (score.last_change !== null) parts.push(`scores went ${score.last_change.direction}`);
  return parts;
}

function originOf(trained_on: RiskModelInfo['trained_on']): string {
  if (trained_on === 'none') return 'asset health methodology, no trained model';
  return trained_on === 'unknown' ? 'trained on what is unknown' : trained_on.replaceAll('_', ' ');
}
