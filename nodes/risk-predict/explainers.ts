import type { EdgeExplanation } from '../../lib/api';
import type { Snapshot, SnapshotEdge } from '../../lib/contract';

/** Null where no trained model serves. */
export type Explainer = (edge: SnapshotEdge) => Promise<EdgeExplanation | null>;

/** The risk-predict nodes of this process by the run that each scores, so that grid-api can ask them: one entry a node. */
const explainers = new Map<string, Explainer>();

/** What a node scored last: whoever asks about that run is answered by it. */
export class ExplainerEntry {
  private run: string | undefined;

  constructor(private readonly explain: Explainer) {}

  scores(snapshot: Snapshot): void {
    const run = runOf(snapshot);
    if (run === this.run) return;
    this.close();
    this.run = run;
    explainers.set(run, this.explain);
  }

  close(): void {
    if (this.run !== undefined && explainers.get(this.run) === this.explain) explainers.delete(this.run);
    this.run = undefined;
  }
}

export function explainerOf(snapshot: Snapshot): Explainer | undefined {
  return explainers.get(runOf(snapshot));
}

function runOf({ grid_id, run_id }: Snapshot): string {
  return JSON.stringify([grid_id, run_id]);
}
