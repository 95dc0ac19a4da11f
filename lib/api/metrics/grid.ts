import { type Instruments, STAGES } from '../../instruments';
import type { Sources } from '../route';
import { counter, gauge, histogram, type Metric, one } from './metric';

type Asked = Pick<Sources, 'store' | 'stream' | 'broker' | 'versions' | 'uptime_s'>;

/** The figures of the grid's ticks and of what serves them. */
export function gridMetrics(sources: Asked, instruments: Instruments): Metric[] {
  return [...ticks(sources), ...stages(instruments), ...service(sources), ...risk(sources)];
}

function ticks({ store }: Asked): Metric[] {
  const totals = () => (store.started ? store.tick.memory.totals : undefined);
  return [
    counter('gridloom_ticks_total', 'Ticks that grid-api took in.', () => one(totals()?.ticks ?? 0)),
    counter('gridloom_reoptimizations_total', 'Optimisations of a tick that was there already.', () =>
      one(totals()?.reoptimizations ?? 0),
    ),
    counter('gridloom_source_runs_total', 'Times that the source of ticks started anew.', () =>
      one(totals()?.runs ?? 0),
    ),
    counter('gridloom_source_ticks_skipped_total', 'Ticks that the source left out in this run.', () =>
      one(store.started ? store.tick.snapshot.data_source?.skipped_ticks : undefined),
    ),
    gauge('gridloom_last_tick_age_seconds', 'Time since the newest tick came in.', () =>
      one(store.started ? store.age_s : undefined),
    ),
  ];
}

function stages(instruments: Instruments): Metric[] {
  return [
    histogram('gridloom_stage_duration_seconds', 'What each stage of a tick takes.', () =>
      STAGES.map((stage) => [{ stage }, instruments.of(stage).durations]),
    ),
    counter('gridloom_stage_skipped_total', 'Ticks that a stage left out, as it was busy.', () =>
      STAGES.flatMap((stage) => one(instruments.of(stage).skipped, { stage })),
    ),
  ];
}

function service({ store, stream, broker, versions, uptime_s }: Asked): Metric[] {
  const connected = () => {
    const state = broker();
    return state === null ? undefined : Number(state.connected);
  };
  return [
    gauge('gridloom_build_info', 'The versions that serve.', () =>
      one(1, { version: versions.package, node: versions.node, node_red: versions.node_red }),
    ),
    gauge('gridloom_uptime_seconds', 'Time since grid-api was deployed.', () => one(uptime_s())),
    gauge('gridloom_stream_readers', 'Live streams that are open.', () => one(stream.size)),
    gauge('gridloom_broker_connected', '1 where the MQTT broker is connected.', () => one(connected())),
    gauge('gridloom_broker_clients', 'Clients of the embedded MQTT broker.', () => one(broker()?.clients)),
    counter('gridloom_broker_messages_dropped_total', 'MQTT messages that were not delivered.', () =>
      one(broker()?.dropped),
    ),
    gauge('gridloom_broker_messages_stored', 'MQTT messages that wait for an external broker.', () =>
      one(broker()?.stored),
    ),
    counter(
      'gridloom_broker_messages_replayed_total',
      'MQTT messages that an external broker got late.',
      () => one(broker()?.replayed),
    ),
    gauge('gridloom_alarms_active', 'Edges in alarm.', () =>
      one(store.started ? store.tick.memory.alarms.active.length : undefined),
    ),
  ];
}

function risk({ store }: Asked): Metric[] {
  const snapshot = () => (store.started ? store.tick.snapshot : undefined);
  const drift = (figure: 'psi' | 'ks') => () =>
    (snapshot()?.risk_drift?.features ?? []).flatMap((feature) =>
      one(feature[figure], { feature: feature.name }),
    );
  return [
    gauge('gridloom_risk_model_info', 'The model that scores edges.', () => {
      const model = snapshot()?.risk_model;
      const { id = '', version = '', trained_on = 'none' } = model ?? {};
      return model === undefined ? [] : one(1, { id, version, trained_on });
    }),
    gauge('gridloom_risk_drift_psi', 'Population stability index of a reading.', drift('psi')),
    gauge('gridloom_risk_drift_ks', 'Largest distance of the distributions of a reading.', drift('ks')),
  ];
}
