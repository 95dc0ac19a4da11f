import type { StreamReader } from './reader';

/**
 * The readers to be cut off, so that the events on their way take no more than so many bytes: those at the oldest. A
 * reader that takes a little now and then is never still, and yet holds the state that it is at.
 */
export function furthestBehind(readers: Iterable<StreamReader>, mostBytes: number): StreamReader[] {
  // Readers at the same event share its bytes.
  const events = new Map<number, { bytes: number; readers: StreamReader[] }>();
  for (const reader of readers) {
    if (reader.underway === undefined) continue;
    const { number, frame } = reader.underway;
    const event = events.get(number) ?? { bytes: frame.length, readers: [] };
    event.readers.push(reader);
    events.set(number, event);
  }
  let left = mostBytes;
  return [...events]
    .sort(([a], [b]) => b - a)
    .flatMap(([, event], i) => {
      left -= event.bytes;
      // The newest goes on, however long it is.
      return left >= 0 || i === 0 ? [] : event.readers;
    });
}
