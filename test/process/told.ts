import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Snapshot } from '../../lib/contract';

/** The snapshots in a file, one a line, that another process appends to: each is read once. */
export class Told {
  private readonly found: Snapshot[] = [];
  private offset = 0;

  constructor(private readonly file: string) {}

  /** All so far, in order. */
  read(): readonly Snapshot[] {
    let file: number;
    try {
      file = openSync(this.file, 'r');
    } catch {
      return this.found;
    }
    try {
      const bytes = Buffer.alloc(fstatSync(file).size - this.offset);
      readSync(file, bytes, 0, bytes.length, this.offset);
      const end = bytes.lastIndexOf('\n') + 1;
      for (const line of bytes.subarray(0, end).toString().split('\n').slice(0, -1)) {
        this.found.push(JSON.parse(line) as Snapshot);
      }
      this.offset += end;
      return this.found;
    } finally {
      closeSync(file);
    }
  }
}

/** Whether a file was written at this moment or later, milliseconds since 1970. */
export function writtenSince(file: string, time_ms: number): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= time_ms;
}
