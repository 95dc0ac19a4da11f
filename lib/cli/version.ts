import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Of the package. */
export function packageVersion(): string {
  // dist/lib/cli → the package's root.
  const manifest = readFileSync(path.resolve(__dirname, '../../../package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
