import { type GridApi, type KeptAlarms, KeptHistory, type KeptTick } from '../../lib/api';
import { type GridError, toGridError } from '../../lib/errors';

/** The history of a node's API outlasts the process. */
export class HistoryKeeper {
  /** What was kept is in the API: states may come. */
  ready: Promise<void> = Promise.resolve();
  private kept: KeptHistory | undefined;

  /** Where `folder` is nothing, nothing is kept. */
  constructor(private readonly folder: string | undefined) {}

  /** Faults are told to `onFault`: the history then begins anew, or ends with the process. */
  begin(api: GridApi, limit: number, onFault: (error: GridError) => void): void {
    const { folder } = this;
    if (folder === undefined) return;
    const recall = async (): Promise<void> => {
      const kept = await KeptHistory.open(folder, limit, onFault);
      api.store.recall(await kept.read(), await kept.readAlarms());
      this.kept = kept;
    };
    this.ready = recall().catch((error) => onFault(toGridError(error)));
  }

  add(tick: KeptTick, alarms: KeptAlarms | undefined): void {
    this.kept?.add(tick, alarms);
  }

  async close(): Promise<void> {
    await this.ready;
    await this.kept?.close();
  }
}
