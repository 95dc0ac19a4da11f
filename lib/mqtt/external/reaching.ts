import type { Received } from '../broker';
import { BackOff } from './back-off';
import { STEADY_MS } from './limits';
import { Link, type LinkEnd } from './link';
import type { ExternalSettings } from './settings';
import { VersionChoice } from './version-choice';

export interface ReachingEvents {
  onUp(link: Link): void;
  /** Called for each attempt that fails and each link that ends. */
  onDown(reason: string): void;
  onMessage(message: Received): void;
}

/** Tries to reach the broker until there is a link, and again whenever one ends. */
export class Reaching {
  /** The newest attempt, or the link that it became; undefined between attempts. */
  link: Link | undefined;
  private readonly backOff = new BackOff(Math.random);
  private readonly choice: VersionChoice;
  private timer: NodeJS.Timeout | undefined;
  private up_ms: number | undefined;
  private closed = false;

  constructor(
    private readonly settings: ExternalSettings,
    private readonly identity: { clientId: string; statusTopic: string },
    private readonly events: ReachingEvents,
  ) {
    this.choice = new VersionChoice(settings.protocol_version);
    this.attempt();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.link?.destroy();
  }

  /** The link does what it is for: when it ends, the next attempt is soon. */
  proven(): void {
    this.backOff.reset();
  }

  private attempt(): void {
    try {
      this.link = this.open();
    } catch (error) {
      // Such as a certificate that is none; later, as for all that fails.
      const { message } = error as Error;
      queueMicrotask(() => this.left({ reason: message, reached: false, answered: false }));
    }
  }

  private open(): Link {
    const link: Link = new Link(this.settings, this.choice.version, this.identity, {
      onUp: () => this.arrived(link),
      onDown: (end) => this.left(end),
      onMessage: (message) => this.events.onMessage(message),
    });
    return link;
  }

  private arrived(link: Link): void {
    this.choice.settle();
    this.up_ms = performance.now();
    this.events.onUp(link);
  }

  private left(end: LinkEnd): void {
    this.link = undefined;
    if (this.up_ms !== undefined && performance.now() - this.up_ms >= STEADY_MS) this.backOff.reset();
    this.up_ms = undefined;
    if (this.closed) return;
    const atOnce = this.choice.learn(end);
    this.timer = setTimeout(() => this.attempt(), atOnce ? 0 : this.backOff.next());
    if (!atOnce) this.events.onDown(end.reason);
  }
}
