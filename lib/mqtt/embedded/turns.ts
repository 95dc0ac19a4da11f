import { COST_PER_SECOND, TURNS_AT_ONCE } from '../limits';
import { Allowance } from './allowance';

/** Who wants to pass something on. */
export interface Waiting {
  go(): void;
}

/** What a client sees of the others. */
export interface TurnTaking {
  /** Calls `go`, at another turn of the event loop: the next one for a client that is light. */
  ask(client: Waiting, light: boolean): void;
  leave(client: Waiting): void;
  spend(client: Waiting, cost: number): void;
}

/**
 * Who of the broker's clients goes next: the one who has cost least so far, as in start-time fair queueing (Goyal, Vin and
 * Cheng 1997, doi:10.1109/90.649569). All together they cost no more than so much in a second, so that what else runs in
 * the process has its time; who sends little does not wait for that.
 */
export class Turns implements TurnTaking {
  private readonly budget = new Allowance(COST_PER_SECOND, COST_PER_SECOND / 100, performance.now());
  private readonly waiting = new Set<Waiting>();
  /** Those of them who send so little that what all cost is no matter. */
  private readonly light = new Set<Waiting>();
  /** What each has cost, on a scale on which nobody is behind those who are served. */
  private readonly finish = new WeakMap<Waiting, number>();
  private virtual = 0;
  private immediate: NodeJS.Immediate | undefined;
  private timer: NodeJS.Timeout | undefined;

  ask(client: Waiting, light: boolean): void {
    (light ? this.light : this.waiting).add(client);
    this.plan();
  }

  leave(client: Waiting): void {
    this.waiting.delete(client);
    this.light.delete(client);
    if (this.waiting.size + this.light.size > 0) return;
    clearTimeout(this.timer);
    clearImmediate(this.immediate);
    this.timer = undefined;
    this.immediate = undefined;
  }

  spend(client: Waiting, cost: number): void {
    this.budget.spend(cost);
    this.finish.set(client, this.tagOf(client) + cost);
  }

  private tagOf(client: Waiting): number {
    return Math.max(this.virtual, this.finish.get(client) ?? 0);
  }

  private plan(): void {
    if (this.immediate !== undefined || this.waiting.size + this.light.size === 0) return;
    const wait = this.light.size > 0 ? 0 : this.budget.wait(performance.now());
    if (wait === 0) this.immediate = setImmediate(() => this.serve());
    else this.timer ??= setTimeout(() => this.serve(), wait);
  }

  private serve(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.immediate = undefined;
    for (const client of [...this.light]) {
      this.light.delete(client);
      client.go();
    }
    this.serveSome();
    this.plan();
  }

  /** A few at a time: what they cause is only known when they have gone. */
  private serveSome(): void {
    if (this.waiting.size === 0) return;
    const next = [...this.waiting].sort((a, b) => this.tagOf(a) - this.tagOf(b)).slice(0, TURNS_AT_ONCE);
    for (const client of next) {
      if (this.budget.wait(performance.now()) > 0) return;
      this.waiting.delete(client);
      this.virtual = this.tagOf(client);
      client.go();
    }
  }
}
