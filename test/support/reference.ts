import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** dist/test/support → the repository's root. */
export const ROOT = path.resolve(__dirname, '../../..');

const FOLDER = path.resolve(ROOT, process.env.GRIDLOOM_REFERENCE ?? '../shared/reference');

/** A file of the reference data, or undefined where the data are not there; with CI=true they must be. */
export function referenceFile(name: string): string | undefined {
  const file = path.join(FOLDER, name);
  if (existsSync(file)) return file;
  if (process.env.CI === 'true') throw new Error(`reference data are missing: ${name}`);
  return undefined;
}

/** Runs a test that needs a reference file; skips with the reason where it is absent. */
export function withReference(context: Mocha.Context, name: string): string {
  const file = referenceFile(name);
  if (file === undefined) {
    console.log(`      skipped: ${name} is not in GRIDLOOM_REFERENCE (${FOLDER})`);
    context.skip();
  }
  return file!;
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
