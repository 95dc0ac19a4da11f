import type { DataSourceDocument } from '../documents';
import type { GridStore } from '../store';

/** Where the data come from, how often, and how old the newest are. */
export function dataSourceDocument(store: GridStore): DataSourceDocument {
  const { run_id, source, data_source } = store.tick.snapshot;
  return {
    ...store.tick.head,
    run_id: run_id ?? null,
    source,
    description: data_source?.description ?? null,
    interval_s: data_source?.interval_s ?? null,
    ticks: data_source?.ticks ?? null,
    skipped_ticks: data_source?.skipped_ticks ?? null,
    acceleration: data_source?.acceleration ?? null,
    age_s: store.age_s,
    rate_per_s: store.rate_per_s,
  };
}
