import { readFileSync, statSync } from 'node:fs';
import { gridError } from '../../errors';

/** A file of labelled rows may be this large. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * The rows of a file with one JSON object a line, as `gridloom simulate --labels FILE.ndjson` writes it. Runs in worker threads
 * only. @throws GridError UNREADABLE_FILE, naming the file and the line
 */
export function readHistoryFile(file: string): unknown[] {
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > MOST_BYTES) throw new Error(`${size} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
  const rows: unknown[] = [];
  for (const [n, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      rows.push(JSON.parse(line));
    } catch {
      throw unreadable(`${file}, line ${n + 1}`, line.slice(0, 60));
    }
  }
  return rows;
}

function unreadable(at: string, got: string) {
  const allowed = `one JSON object a line, ${MOST_BYTES / 1024 / 1024} MiB at most, as gridloom simulate --labels FILE.ndjson writes`;
  return gridError('UNREADABLE_FILE', { at, got, allowed });
}
