import type { LinkEnd } from './link';
import type { ProtocolVersion } from './settings';

/** CONNACK codes that refuse the version: of MQTT 3.1.1 (section 3.2.2.3) and of MQTT 5 (section 3.2.2.2). */
const VERSION_REFUSED = [1, 132];

/** Which version the next attempt speaks. */
export class VersionChoice {
  version: ProtocolVersion;
  private settled = false;

  constructor(private readonly wanted: 'auto' | ProtocolVersion) {
    this.version = wanted === 'auto' ? 5 : wanted;
  }

  /** The version was accepted: it stays, until the broker refuses it. */
  settle(): void {
    this.settled = true;
  }

  /**
   * What an attempt that failed tells; true where the other version should be tried at once. Old brokers also close
   * the connection without a word, as one that is overloaded does: so a silent end only changes the next attempt.
   */
  learn({ code, answered, reached }: LinkEnd): boolean {
    if (this.wanted !== 'auto') return false;
    const refused = code !== undefined && VERSION_REFUSED.includes(code);
    const silent = reached && !answered && !this.settled;
    if (!refused && !silent) return false;
    const first = this.version === 5;
    this.version = first ? 4 : 5;
    this.settled = false;
    return refused && first;
  }
}
