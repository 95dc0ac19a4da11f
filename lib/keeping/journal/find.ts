import { mkdir, readdir, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { GridError } from '../../errors';
import { setAside } from '../set-aside';
import { type Contents, isSegment, readSegment, type Segment } from './segment';

export interface Found {
  segments: Segment[];
  next: number;
  acknowledged: number;
  torn_bytes: number;
}

/** The segments of a folder, the last one without its torn tail; what cannot be used is set aside and reported. */
export async function findSegments(folder: string, onFault: (error: GridError) => void): Promise<Found> {
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter(isSegment).sort();
  const segments: Segment[] = [];
  let last: Contents | undefined;
  // From the newest: the first that can be used is read to its end, which the others need not be.
  for (const name of names.reverse()) {
    const contents = await usable(folder, name, last === undefined, onFault);
    if (contents === undefined) continue;
    segments.unshift(contents.segment);
    last ??= contents;
  }
  if (last === undefined) return { segments, next: 1, acknowledged: 0, torn_bytes: 0 };
  if (last.torn_bytes > 0) await truncate(last.segment.file, last.segment.bytes);
  // Of records that are there no more, none waits.
  const acknowledged = Math.max(last.acknowledged, segments[0].first - 1);
  return { segments, next: last.next, acknowledged, torn_bytes: last.torn_bytes };
}

async function usable(
  folder: string,
  name: string,
  whole: boolean,
  onFault: (error: GridError) => void,
): Promise<Contents | undefined> {
  try {
    return await readSegment(folder, name, whole);
  } catch (error) {
    onFault(await setAside(path.join(folder, name), error));
    return undefined;
  }
}
