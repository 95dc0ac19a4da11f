import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'mocha';

/** A folder of outside results; the test is skipped, with the reason, where it is not there. */
export function referenceFolder(test: Context, ...parts: string[]): string {
  const root = path.resolve(__dirname, '../../..');
  const folder = path.resolve(root, process.env.GRIDLOOM_REFERENCE ?? '../shared/reference', ...parts);
  if (!existsSync(folder)) {
    test.test!.title += ` (skipped: ${folder} is absent; set GRIDLOOM_REFERENCE)`;
    test.skip();
  }
  return folder;
}
