import { Durations } from '../../instruments';
import { counter, histogram, type Metric } from './metric';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** Counts requests by route, method and status. Only routes and methods that there are become labels, whatever is asked. */
export class Exchanges {
  private readonly counts = new Map<string, { labels: Record<string, string>; value: number }>();
  private readonly durations = new Map<string, Durations>();

  /** `route` is the path of a route as the table has it; undefined where none was found. */
  record(route: string | undefined, method: string, status: number, seconds: number): void {
    const labels = {
      route: route ?? 'none',
      method: METHODS.includes(method) ? method : 'other',
      status: String(status),
    };
    const key = Object.values(labels).join(' ');
    const count = this.counts.get(key) ?? { labels, value: 0 };
    count.value += 1;
    this.counts.set(key, count);
    const durations = this.durations.get(labels.route) ?? new Durations();
    durations.record(seconds);
    this.durations.set(labels.route, durations);
  }

  metrics(): Metric[] {
    return [
      counter('gridloom_http_requests_total', 'HTTP requests answered, by route, method and status.', () => [
        ...this.counts.values(),
      ]),
      histogram('gridloom_http_request_duration_seconds', 'Time until an answer was ready, by route.', () =>
        [...this.durations].map(([route, durations]) => [{ route }, durations]),
      ),
    ];
  }
}
