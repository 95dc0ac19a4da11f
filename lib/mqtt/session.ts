import { setImmediate } from 'node:timers/promises';
import { type AlarmSettings, AlarmTracker, alarmDocument } from '../alarms';
import { type OperatorMessage, type Snapshot, serializeState } from '../contract';
import { type GridError, toGridError } from '../errors';
import type { GridBroker, GridConnection, Received, Sender } from './broker';
import { commandName, parseCommand } from './commands';
import { elementDocument, metricsDocument, pathsDocument, riskDocument } from './documents';
import { ELEMENTS_PER_SLICE } from './limits';
import type { Command, CommandResult } from './payloads';
import { flagsOf, type TopicName } from './topic-table';
import { GridTopics } from './topics';

/** Edges of a grid whose alarms stand as raised. */
export interface RaisedAlarms {
  readonly grid_id: string;
  readonly edges: readonly string[];
}

export interface PublisherSettings extends AlarmSettings {
  readonly root: string;
  /** Whether every node and edge has a topic of its own. */
  readonly element_topics: boolean;
}

/** A message of the command topic: what it said, or why it was refused. */
export interface TakenCommand {
  readonly topic: string;
  readonly from?: Sender;
  readonly command?: Command;
  readonly error?: GridError;
}

export interface CommandSink {
  onCommand(command: Command): void;
  onCommandError(error: Error): void;
  /** What came on the command topic, and what became of it. */
  onTaken?(taken: TakenCommand): void;
  /** After a change of them. */
  onAlarms?(raised: RaisedAlarms): void;
}

/** Everything that is published about one grid, on one connection, and the commands that come back on it. */
export class GridSession {
  readonly connection: GridConnection;
  private readonly topics: GridTopics;
  private readonly alarms: AlarmTracker;
  /** Retained topics of elements, to be cleared when an element is gone. */
  private elementTopics = new Set<string>();
  /** The snapshot whose history was kept and whose other documents are still to be published. */
  private kept: Snapshot | undefined;
  private closed = false;

  constructor(
    broker: GridBroker,
    readonly gridId: string,
    private readonly settings: PublisherSettings,
    private readonly sink: CommandSink,
    before?: RaisedAlarms,
  ) {
    this.topics = new GridTopics(settings.root, gridId);
    this.alarms = new AlarmTracker(settings, before?.grid_id === gridId ? before.edges : []);
    this.connection = broker.connect(this.topics.status);
    this.connection.subscribe(this.topics.command, (message) => this.take(message));
    this.connection.subscribe(this.topics.alarms, (message) => this.recall(message));
  }

  /** Publishes all documents of the snapshot, a slice of them at each turn of the event loop. */
  async publish(snapshot: Snapshot): Promise<void> {
    const { topics } = this;
    if (this.kept !== snapshot) await this.publishHistory(snapshot);
    this.kept = undefined;
    this.send('risk', topics.risk, await riskDocument(snapshot));
    this.send('paths', topics.paths, await pathsDocument(snapshot));
    await this.publishElements(snapshot);
  }

  /** Has what is worth delivering late kept until there is a broker again, where the connection stores. */
  async keep(snapshot: Snapshot): Promise<void> {
    if (this.kept !== snapshot) await this.publishHistory(snapshot);
    this.kept = snapshot;
  }

  /** Not retained: for those who listen, yesterday's news is none. */
  tell(message: OperatorMessage): void {
    this.send('operator', this.topics.operator, JSON.stringify(message));
  }

  /** Clears everything that is retained about the grid but its status. */
  async clear(): Promise<void> {
    for (const name of ['snapshot', 'metrics', 'risk', 'paths'] as const)
      this.send(name, this.topics[name], '');
    this.clearAlarms(new Set());
    await this.replaceElementTopics(new Set());
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.connection.close();
  }

  /** As the topic's kind is published; false where it was not taken. */
  private send(name: TopicName, topic: string, payload: Buffer | string | undefined): boolean {
    if (payload === undefined || this.closed) return false;
    return this.connection.publish(topic, payload, flagsOf(name));
  }

  private async publishHistory(snapshot: Snapshot): Promise<void> {
    this.send('snapshot', this.topics.snapshot, await serializeState(snapshot));
    this.send('metrics', this.topics.metrics, metricsDocument(snapshot));
    await this.publishAlarms(snapshot);
  }

  private async publishAlarms(snapshot: Snapshot): Promise<void> {
    await this.inSlices(snapshot.edges, (edge) => {
      const state = this.alarms.change(edge);
      if (state === undefined) return;
      const document = alarmDocument(snapshot, edge, state, this.settings.alarm_threshold);
      if (!this.send('alarm', this.topics.alarm(edge.id), JSON.stringify(document))) return;
      this.alarms.confirm(edge.id, state);
      this.sink.onAlarms?.({ grid_id: this.gridId, edges: this.alarms.raised });
    });
    this.clearAlarms(new Set(snapshot.edges.map((edge) => edge.id)));
  }

  private clearAlarms(edges: ReadonlySet<string>): void {
    for (const edge of this.alarms.gone(edges)) {
      if (this.send('alarm', this.topics.alarm(edge), '')) this.alarms.forget(edge);
    }
  }

  private async publishElements(snapshot: Snapshot): Promise<void> {
    const present = new Set<string>();
    if (this.settings.element_topics) {
      const place = (name: 'node' | 'edge', element: Snapshot['nodes' | 'edges'][number]) => {
        const topic = this.topics[name](element.id);
        present.add(topic);
        this.send(name, topic, elementDocument(snapshot, element));
      };
      await this.inSlices(snapshot.nodes, (node) => place('node', node));
      await this.inSlices(snapshot.edges, (edge) => place('edge', edge));
    }
    await this.replaceElementTopics(present);
  }

  private async replaceElementTopics(present: Set<string>): Promise<void> {
    const gone = [...this.elementTopics].filter((topic) => !present.has(topic));
    await this.inSlices(gone, (topic) => this.send('edge', topic, ''));
    this.elementTopics = present;
  }

  /** Stops early when the session is closed. */
  private async inSlices<T>(items: readonly T[], act: (item: T) => void): Promise<void> {
    for (let start = 0; start < items.length && !this.closed; start += ELEMENTS_PER_SLICE) {
      items.slice(start, start + ELEMENTS_PER_SLICE).forEach(act);
      await setImmediate();
    }
  }

  private take(message: Received): void {
    // The connection may still deliver while it says goodbye.
    if (this.closed) return;
    if (message.payload.length === 0) return; // Clears a retained command.
    try {
      const command = parseCommand(message);
      this.sink.onCommand(command);
      this.taken(message, { command });
      this.answer({ command: command.command, ok: true });
    } catch (error) {
      this.taken(message, { error: toGridError(error) });
      this.answer({ command: commandName(message), ok: false, error: (error as Error).message });
      this.sink.onCommandError(error as Error);
    }
  }

  private taken({ topic, from }: Received, outcome: Pick<TakenCommand, 'command' | 'error'>): void {
    this.sink.onTaken?.({ topic, ...(from && { from }), ...outcome });
  }

  private answer(result: CommandResult): void {
    this.send('commandResult', this.topics.commandResult, JSON.stringify(result));
  }

  /** Alarms that an earlier run left on the broker are this run's to clear. */
  private recall({ topic, payload }: Received): void {
    const text = payload.toString();
    const state = text.includes('"state":"raised"') ? 'raised' : 'cleared';
    if (text !== '') this.alarms.adopt(this.topics.alarmEdge(topic), state);
  }
}
