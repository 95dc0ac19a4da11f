import type { RiskModelInfo } from '../../contract';
import type { EnsembleCard } from './card';

/**
 * The part of a card that travels in snapshots. Where a graph from elsewhere takes the place of the boosted trees,
 * nobody here knows what that was trained on and which period it speaks of: the card is then right for the other
 * members only. `trained_at` stays theirs.
 * @param graphHash SHA-256 of such a graph; its head joins the version
 */
export function infoOf(card: EnsembleCard, graphHash?: string): RiskModelInfo {
  const { id, version = '1', trained_on, trained_at, horizon, horizon_h } = card;
  if (graphHash === undefined) {
    return { id, version, trained_on, trained_at, horizon, ...(horizon_h !== undefined && { horizon_h }) };
  }
  return {
    id: `${id.slice(0, 123)}+onnx`,
    version: `${version}+${graphHash.slice(0, 12)}`,
    trained_on: 'unknown',
    trained_at,
    horizon: 'unknown',
  };
}
