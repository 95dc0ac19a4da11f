/**
 * Follows the packets in a byte stream and refuses one that is too long as soon as its length is known, before
 * any of it is buffered. The fixed header is one type byte and a length of one to four bytes, seven bits each,
 * lowest first (MQTT 3.1.1, section 2.2.3).
 */
export class FrameGuard {
  /** Bytes of the fixed header read so far; 0 between packets. */
  private headerBytes = 0;
  private length = 0;
  private bodyLeft = 0;

  constructor(private readonly maxBytes: number) {}

  /** False once a packet is longer than allowed, or its length is malformed. */
  accept(chunk: Buffer): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.bodyLeft > 0) {
        const step = Math.min(this.bodyLeft, chunk.length - at);
        this.bodyLeft -= step;
        at += step;
      } else if (!this.readHeader(chunk[at++] as number)) {
        return false;
      }
    }
    return true;
  }

  private readHeader(byte: number): boolean {
    if (this.headerBytes === 0) {
      this.headerBytes = 1;
      this.length = 0;
      return true;
    }
    this.length += (byte & 0x7f) * 128 ** (this.headerBytes - 1);
    this.headerBytes += 1;
    if ((byte & 0x80) !== 0) return this.headerBytes <= 4;
    this.headerBytes = 0;
    this.bodyLeft = this.length;
    return this.length <= this.maxBytes;
  }
}
