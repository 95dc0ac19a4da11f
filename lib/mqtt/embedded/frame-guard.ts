/** Packet types (MQTT 3.1.1, section 2.2.1) that are told apart here. */
export const CONNECT = 1;
export const PUBLISH = 3;
export const PUBACK = 4;
export const PUBCOMP = 7;
export const SUBSCRIBE = 8;
export const UNSUBSCRIBE = 10;

export interface FrameRules {
  /** The longest packet of this type, without its fixed header. */
  maxBytes(type: number): number;
  /** A packet has begun. False holds back what follows its fixed header. */
  onFrame?(type: number, length: number): boolean;
}

/**
 * Follows the packets in a byte stream and refuses one that is too long as soon as its length is known, before
 * any of it is buffered. The fixed header is one type byte and a length of one to four bytes, seven bits each,
 * lowest first (MQTT 3.1.1, section 2.2.3).
 */
export class FrameGuard {
  /** Bytes of the fixed header read so far; 0 between packets. */
  private headerBytes = 0;
  private type = 0;
  private length = 0;
  private bodyLeft = 0;
  private holding = false;

  constructor(private readonly rules: FrameRules) {}

  /** How many bytes of the chunk may pass now; undefined once a packet is too long, or its length is malformed. */
  accept(chunk: Buffer): number | undefined {
    let at = 0;
    while (at < chunk.length) {
      if (this.holding) {
        this.holding = false;
        return at;
      }
      if (this.bodyLeft > 0) {
        const step = Math.min(this.bodyLeft, chunk.length - at);
        this.bodyLeft -= step;
        at += step;
      } else if (!this.readHeader(chunk[at++] as number)) {
        return undefined;
      }
    }
    return at;
  }

  private readHeader(byte: number): boolean {
    if (this.headerBytes === 0) {
      this.headerBytes = 1;
      this.type = byte >> 4;
      this.length = 0;
      return true;
    }
    this.length += (byte & 0x7f) * 128 ** (this.headerBytes - 1);
    this.headerBytes += 1;
    if ((byte & 0x80) !== 0) return this.headerBytes <= 4;
    this.headerBytes = 0;
    this.bodyLeft = this.length;
    if (this.length > this.rules.maxBytes(this.type)) return false;
    this.holding = this.rules.onFrame?.(this.type, this.length) === false;
    return true;
  }
}
