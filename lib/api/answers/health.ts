import type { BrokerState, HealthDocument, LastTick, Versions } from '../documents';
import type { GridStore } from '../store';

/** Ticks that may fail to come before the newest counts as stale. */
const MISSED_TICKS = 3;
/** Expected where neither the source nor the arrivals say how often ticks come. */
const DEFAULT_INTERVAL_S = 3;
/** A source that ticks as fast as it can is not stale after a millisecond. */
const MINIMUM_INTERVAL_S = 1;

/** How the service is; always answered, whatever is wrong. */
export function healthDocument(
  store: GridStore,
  uptime_s: number,
  versions: Versions,
  broker: BrokerState | null,
): HealthDocument {
  if (!store.started) {
    const reason = 'no snapshot has arrived yet';
    return { status: 'starting', reason, uptime_s, versions, last_tick: null, models: null, broker };
  }
  const { sequence, timestamp, risk_model } = store.tick.snapshot;
  const last_tick: LastTick = { sequence, timestamp, age_s: store.age_s };
  const reason = whyStale(store);
  const status = reason === null ? 'ok' : 'stale';
  return { status, reason, uptime_s, versions, last_tick, models: risk_model ?? null, broker };
}

function whyStale(store: GridStore): string | null {
  const declared = store.tick.snapshot.data_source?.interval_s;
  const observed = store.rate_per_s === null ? undefined : 1 / store.rate_per_s;
  const interval_s = Math.max(MINIMUM_INTERVAL_S, declared ?? observed ?? DEFAULT_INTERVAL_S);
  if (store.age_s <= MISSED_TICKS * interval_s) return null;
  return `the newest tick arrived ${store.age_s.toFixed(1)} s ago; one is expected every ${interval_s.toFixed(1)} s`;
}
