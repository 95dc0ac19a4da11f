import { DURATION_BOUNDS_S, type Durations } from '../../instruments';

type Labels = Readonly<Record<string, string>>;

export interface Sample {
  labels?: Labels;
  value: number;
  /** Where it is not that of the metric: the parts of a histogram. */
  metricName?: string;
}

/** A metric as Prometheus knows it; its samples are taken when it is asked for. */
export interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  samples(): readonly Sample[];
}

export function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'counter', samples };
}

export function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, help, type: 'gauge', samples };
}

/** One figure; none where it is not known. */
export function one(value: number | undefined | null, labels?: Labels): Sample[] {
  return value === undefined || value === null || Number.isNaN(value) ? [] : [{ value, labels }];
}

/** Durations, each under its labels. */
export function histogram(name: string, help: string, all: () => Iterable<[Labels, Durations]>): Metric {
  const samples = () => [...all()].flatMap(([labels, durations]) => partsOf(name, labels, durations));
  return { name, help, type: 'histogram', samples };
}

function partsOf(name: string, labels: Labels, durations: Durations): Sample[] {
  const bucket = (le: string, value: number) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le },
    value,
  });
  return [
    ...durations.cumulative().map((value, i) => bucket(String(DURATION_BOUNDS_S[i]), value)),
    bucket('+Inf', durations.count),
    { metricName: `${name}_sum`, labels, value: durations.sum_s },
    { metricName: `${name}_count`, labels, value: durations.count },
  ];
}
