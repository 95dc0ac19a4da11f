import { gridError } from '../../errors';
import type { Answer } from '../answer';
import type { Metric } from './metric';

export type PrometheusClient = Pick<typeof import('prom-client'), 'Registry'>;

/** Metrics as Prometheus' text, by the optional package prom-client. */
export class Exposition {
  private registry: Promise<InstanceType<PrometheusClient['Registry']>> | undefined;

  constructor(
    private readonly metrics: readonly Metric[],
    private readonly load: () => Promise<PrometheusClient>,
  ) {}

  /** MISSING_PACKAGE where prom-client is not installed. */
  async answer(): Promise<Answer> {
    this.registry ??= this.open();
    this.registry.catch(() => {
      this.registry = undefined;
    });
    const registry = await this.registry;
    return { body: Buffer.from(await registry.metrics()), mediaType: registry.contentType };
  }

  private async open() {
    // A registry of its own: what other packages register in this process is not ours to show.
    const registry = new (await this.client()).Registry();
    for (const { name, help, type, samples } of this.metrics) {
      const get = async () => ({ name, help, type, values: samples(), aggregator: 'sum' });
      registry.registerMetric({ name, help, type, get } as never);
    }
    return registry;
  }

  private async client(): Promise<PrometheusClient> {
    try {
      return await this.load();
    } catch {
      throw gridError('MISSING_PACKAGE', {
        at: 'prom-client is not installed',
        remedy: 'Install it beside Gridloom: npm install prom-client',
      });
    }
  }
}
