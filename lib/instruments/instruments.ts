import { Durations } from './durations';

/** The stages of a tick. */
export const STAGES = ['scada', 'risk', 'path_optimize', 'publish'] as const;

export type Stage = (typeof STAGES)[number];

/** How long each stage takes, and how many ticks it left out. */
export class Instruments {
  private readonly stages = new Map(
    STAGES.map((stage) => [stage, { durations: new Durations(), skipped: 0 }]),
  );

  of(stage: Stage): { readonly durations: Durations; readonly skipped: number } {
    return this.stages.get(stage)!;
  }

  /** Does the work and records what it took; work that fails is not counted. */
  async time<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
    const began_ms = performance.now();
    const result = await work();
    this.record(stage, performance.now() - began_ms);
    return result;
  }

  record(stage: Stage, elapsed_ms: number): void {
    this.of(stage).durations.record(elapsed_ms / 1000);
  }

  /** Counts a tick that the stage left out. */
  skip(stage: Stage): void {
    this.stages.get(stage)!.skipped += 1;
  }
}

export const instruments = new Instruments();
