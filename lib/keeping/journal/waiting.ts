import { MAX_WAITING_BYTES } from '../limits';
import { encodeFrame, FRAME_BYTES, type Frame } from './frame';

/** Records that are not written yet, in order, with a bound on what they take. */
export class Waiting {
  private frames: Frame[] = [];
  private bytes = 0;

  get count(): number {
    return this.frames.length;
  }

  hasRoomFor(data: Uint8Array): boolean {
    return this.frames.length === 0 || this.bytes + FRAME_BYTES + data.length <= MAX_WAITING_BYTES;
  }

  add(frame: Frame): void {
    this.frames.push(frame);
    this.bytes += FRAME_BYTES + frame.data.length;
  }

  /** Encoded frames from the oldest on, up to so many bytes and at least one. */
  batch(most_bytes: number): Buffer[] {
    const batch: Buffer[] = [];
    let bytes = 0;
    for (const frame of this.frames) {
      const next = FRAME_BYTES + frame.data.length;
      if (batch.length > 0 && bytes + next > most_bytes) break;
      bytes += next;
      batch.push(encodeFrame(frame));
    }
    return batch;
  }

  /** The oldest so many are written. */
  written(count: number): void {
    for (const { data } of this.frames.splice(0, count)) this.bytes -= FRAME_BYTES + data.length;
  }

  from(position: number): Frame[] {
    const first = this.frames[0]?.position ?? 0;
    return this.frames.slice(Math.max(0, position - first));
  }
}
