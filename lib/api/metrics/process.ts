import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gauge, counter, type Metric, one } from './metric';

/** How often the event loop is looked at. */
const RESOLUTION_MS = 10;

const PERCENTILES = [50, 90, 99, 100];

/** The figures that every process has. */
export function processMetrics(): Metric[] {
  const memory = () => process.memoryUsage();
  return [
    counter('process_cpu_seconds_total', 'CPU time that the process has used.', () => {
      const { user, system } = process.cpuUsage();
      return one((user + system) / 1e6);
    }),
    gauge('process_start_time_seconds', 'When the process started, since the epoch.', () =>
      one(performance.timeOrigin / 1000),
    ),
    gauge('process_resident_memory_bytes', 'Memory that the process has.', () => one(memory().rss)),
    gauge('process_heap_bytes', 'Memory that JavaScript objects use.', () => one(memory().heapUsed)),
    gauge('process_array_buffers_bytes', 'Memory that buffers use.', () => one(memory().arrayBuffers)),
  ];
}

/** How late the event loop is; watched from the first time that somebody asks. */
export class LoopDelay {
  private watched: ReturnType<typeof monitorEventLoopDelay> | undefined;

  metrics(): Metric[] {
    const help = 'How late timers ran since the metrics were asked for before; percentile 100 is the latest.';
    return [gauge('gridloom_event_loop_delay_seconds', help, () => this.samples())];
  }

  close(): void {
    this.watched?.disable();
    this.watched = undefined;
  }

  private samples() {
    const { watched } = this;
    if (watched === undefined) {
      this.watched = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      this.watched.enable();
      return [];
    }
    // The timer that watches takes its own interval, which is no delay.
    const seconds = (ns: number) => Math.max(0, ns / 1e9 - RESOLUTION_MS / 1000);
    const samples = PERCENTILES.flatMap((percentile) =>
      one(seconds(watched.percentile(percentile)), { percentile: String(percentile) }),
    );
    watched.reset();
    return samples;
  }
}
