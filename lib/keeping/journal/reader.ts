import { open } from 'node:fs/promises';
import { type Frame, readFrames } from './frame';
import type { Segment } from './segment';

/** Reads records of segments in order; a reading that goes on where the last one ended does not begin anew. */
export class SegmentReader {
  private cursor = { file: '', position: 0, offset: 0 };

  /**
   * Gives the records of a segment from a position on to `take`, until it wants no more: false then. `wanted` of the answer
   * is the position after the last record that could be read.
   */
  async read(
    segment: Segment,
    from: number,
    take: (record: Frame) => boolean,
  ): Promise<{ more: boolean; wanted: number; fault?: Error }> {
    let wanted = from;
    try {
      const handle = await open(segment.file, 'r');
      try {
        for await (const frame of readFrames(handle, this.beginning(segment, from), segment.bytes)) {
          if (frame.kind === 'record' && frame.position >= wanted) {
            if (!take(frame)) return { more: false, wanted };
            wanted = frame.position + 1;
          }
          this.cursor = { file: segment.file, position: wanted, offset: frame.end };
        }
      } finally {
        await handle.close();
      }
      return { more: true, wanted };
    } catch (error) {
      return { more: true, wanted, fault: error as Error };
    }
  }

  private beginning({ file }: Segment, from: number): number {
    const { cursor } = this;
    return cursor.file === file && cursor.position <= from ? cursor.offset : 0;
  }
}
