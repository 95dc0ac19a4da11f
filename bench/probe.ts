/** Loaded before Node-RED in a benchmark's child process: measures the event loop and memory from inside. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

export interface ProbeReading {
  /** Delay beyond the 1 ms that the probe's own timer takes. */
  p50_ms: number;
  p99_ms: number;
  max_ms: number;
  rss_mb: number;
}

process.on('message', (order) => {
  if (order === 'reset') delay.reset();
  if (order !== 'read') return;
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1);
  const reading: ProbeReading = {
    p50_ms: ms(delay.percentile(50)),
    p99_ms: ms(delay.percentile(99)),
    max_ms: ms(delay.max),
    rss_mb: process.memoryUsage.rss() / 2 ** 20,
  };
  process.send?.(reading);
});
