import type { FileHandle } from 'node:fs/promises';

/** So much is gathered before it is written. */
const CHUNK_CHARS = 1 << 20;

/** Lines into an open file, a chunk at a time: memory does not grow with the file. */
export class LineWriter {
  private chunk: string[] = [];
  private chars = 0;

  constructor(private readonly handle: FileHandle) {}

  async write(line: string): Promise<void> {
    this.chunk.push(line);
    this.chars += line.length;
    if (this.chars >= CHUNK_CHARS) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.chunk.join('');
    this.chunk = [];
    this.chars = 0;
    await this.handle.writeFile(text);
  }
}
