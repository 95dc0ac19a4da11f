import { parseAlarmSettings } from '../alarms';
import type { OperatorMessage, Snapshot } from '../contract';
import { gridError } from '../errors';
import type { BrokerState, GridBroker } from './broker';
import { type CommandSink, GridSession, type PublisherSettings, type RaisedAlarms } from './session';
import { parseRoot } from './topics';

export type PublishOutcome =
  | 'published'
  /** The snapshot before is still being published. */
  | 'skipped'
  /** No broker yet: the newest snapshot is kept and published when there is one. */
  | 'waiting';

export interface PublisherEvents extends CommandSink {
  /** Alarms that stood when the process before ended: said again, as far as they still do. */
  readonly raisedBefore?: Promise<RaisedAlarms | undefined>;
  /** The connection came or went, or a snapshot that waited was published. */
  onChange(): void;
}

/**
 * Publishes snapshots one at a time; one that comes too early is skipped and counted, never queued. The topics'
 * grid is that of the first snapshot; a newer run of another grid replaces it.
 */
export class GridPublisher {
  private readonly settings: PublisherSettings;
  private session: GridSession | undefined;
  /** The run that is being published, and the one that it replaced. */
  private run: string | undefined;
  private replacedRun: string | undefined;
  private waiting: Snapshot | undefined;
  private work: Promise<void> | undefined;
  private readonly stopListening: () => void;
  private closed = false;
  /** Sequence of the newest snapshot that was published. */
  sequence: number | undefined;
  /** Snapshots left out since the start. */
  skipped = 0;

  /** Throws INVALID_SETTING. */
  constructor(
    private readonly broker: GridBroker,
    settings: PublisherSettings,
    private readonly events: PublisherEvents,
  ) {
    this.settings = { ...settings, ...parseAlarmSettings(settings), root: parseRoot(settings.root) };
    this.stopListening = broker.onChange(() => this.changed());
  }

  state(): BrokerState {
    return this.session?.connection.state() ?? this.broker.state();
  }

  /** Throws WRONG_GRID for a snapshot of a grid that was replaced by another. */
  async publish(snapshot: Snapshot): Promise<PublishOutcome> {
    if (this.closed) return 'skipped';
    if (this.work !== undefined) {
      this.skipped += 1;
      return 'skipped';
    }
    this.work = this.perform(snapshot);
    try {
      await this.work;
    } finally {
      this.work = undefined;
    }
    return this.waiting === undefined ? 'published' : 'waiting';
  }

  /** Publishes what the operator is told, on the topics of the newest snapshot's grid; before the first, nothing. */
  tell(message: OperatorMessage): void {
    this.session?.tell(message);
  }

  /** Ends with `offline` on the status topic. `forget` also clears everything that is retained. */
  async close(forget = false): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.stopListening();
    if (forget) {
      await this.work?.catch(() => {});
      await this.session?.clear();
    }
    await this.session?.close();
  }

  private async perform(snapshot: Snapshot): Promise<void> {
    const session = await this.sessionFor(snapshot);
    if (session === undefined) return;
    if (!session.connection.state().connected) {
      const stores = session.connection.stores === true;
      if (stores) await session.keep(snapshot);
      else if (this.waiting !== undefined && this.waiting !== snapshot) this.skipped += 1;
      this.waiting = snapshot;
      // The broker may have come meanwhile.
      if (!stores || !session.connection.state().connected) return;
    }
    this.waiting = undefined;
    await session.publish(snapshot);
    this.sequence = snapshot.sequence;
  }

  /** Undefined where the publisher was closed while one grid was replaced by another. */
  private async sessionFor(snapshot: Snapshot): Promise<GridSession | undefined> {
    const run = JSON.stringify([snapshot.grid_id, snapshot.run_id]);
    if (this.session !== undefined && this.session.gridId !== snapshot.grid_id) {
      await this.replace(this.session, run, snapshot.grid_id);
      if (this.closed) return undefined;
    }
    this.run = run;
    if (this.session === undefined) {
      const { raisedBefore } = this.events;
      const before = raisedBefore && (await raisedBefore);
      if (this.closed) return undefined;
      this.session = new GridSession(this.broker, snapshot.grid_id, this.settings, this.events, before);
    }
    return this.session;
  }

  /** Two grids in one chain would take turns here, so a run that was replaced cannot come back. */
  private async replace(session: GridSession, run: string, gridId: string): Promise<void> {
    if (run === this.replacedRun) {
      throw gridError('WRONG_GRID', {
        at: 'snapshot.grid_id',
        got: gridId,
        allowed: session.gridId,
        remedy: 'Give each grid a grid-publish of its own',
      });
    }
    this.replacedRun = this.run;
    this.session = undefined;
    await session.clear();
    await session.close();
  }

  private changed(): void {
    this.events.onChange();
    if (this.waiting === undefined || this.work !== undefined || !this.state().connected) return;
    void this.publish(this.waiting).then(
      () => this.events.onChange(),
      () => {}, // Of a grid that was replaced meanwhile: its own input reports it.
    );
  }
}
