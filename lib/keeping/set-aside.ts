import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type GridError, gridError } from '../errors';
import { MAX_SET_ASIDE } from './limits';

/** Renames a file that cannot be used to NAME.corrupt-N, N growing; the newest few are left. Says where it is, and why. */
export async function setAside(file: string, why: unknown): Promise<GridError> {
  const got = why instanceof Error ? why.message : String(why);
  try {
    const there = await asideOf(file);
    const aside = `${file}.corrupt-${(there.at(-1) ?? 0) + 1}`;
    await rename(file, aside);
    for (const number of there.slice(0, Math.max(0, there.length + 1 - MAX_SET_ASIDE))) {
      await rm(`${file}.corrupt-${number}`, { force: true });
    }
    return gridError('UNREADABLE_STATE', {
      at: file,
      got,
      remedy: `It is set aside as ${path.basename(aside)}`,
    });
  } catch (error) {
    const remedy = `It could not be set aside: ${(error as Error).message}`;
    return gridError('UNREADABLE_STATE', { at: file, got, remedy });
  }
}

export async function removeAside(file: string): Promise<void> {
  for (const number of await asideOf(file)) await rm(`${file}.corrupt-${number}`, { force: true });
}

/** The numbers of what was set aside, ascending. */
async function asideOf(file: string): Promise<number[]> {
  const begin = `${path.basename(file)}.corrupt-`;
  const names = await readdir(path.dirname(file)).catch(() => []);
  const numbers = names
    .filter((name) => name.startsWith(begin))
    .map((name) => Number(name.slice(begin.length)));
  return numbers.filter(Number.isSafeInteger).sort((a, b) => a - b);
}
