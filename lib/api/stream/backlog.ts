import { History } from '../history';
import { MOST_REPLAYED_NEWS } from '../limits';
import { type EventKind, numberOf, type StreamEvent } from './event';

/** What a reader that comes is told of what was before: what is true now, or where it has been here before, what it missed. */
export class Backlog {
  private readonly newest = new Map<EventKind, StreamEvent>();
  /** By edge. */
  private readonly raised = new Map<string, StreamEvent>();
  private readonly news = new History<StreamEvent>(MOST_REPLAYED_NEWS);
  /** Number of the newest of the news that is no longer kept. */
  private forgotten = 0;

  keepState(event: StreamEvent): void {
    this.newest.set(event.kind, event);
  }

  keepPlan(event: StreamEvent): void {
    this.newest.set(event.kind, event);
    this.keep(event);
  }

  keepAlarm(event: StreamEvent, edge: string, isRaised: boolean): void {
    if (isRaised) this.raised.set(edge, event);
    else this.raised.delete(edge);
    this.keep(event);
  }

  /** In the order in which they came. `last` is the id of the last event that the reader got. */
  due(last: string, instance: string, newestNumber: number): StreamEvent[] {
    const number = numberOf(last, instance);
    const states = [...this.newest.values()];
    const isKnown = number !== undefined && number >= this.forgotten && number <= newestNumber;
    const events = isKnown
      ? [...this.news.entries(), ...states.filter(({ kind }) => kind !== 'plan')].filter(
          (event) => event.number > number,
        )
      : [...this.raised.values(), ...states];
    return events.sort((a, b) => a.number - b.number);
  }

  private keep(event: StreamEvent): void {
    if (this.news.size === MOST_REPLAYED_NEWS) {
      const [oldest] = this.news.from(this.news.first, 1);
      this.forgotten = oldest!.number;
    }
    this.news.push(event);
  }
}
