import { mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { toGridError } from '../errors';
import { replaceFile } from '../grid';
import { type ApiKey, storedKey } from './keys';
import { MAX_KEY_FILE_BYTES } from './limits';

/** Where the keys of one API are kept. */
export interface KeyStore {
  /** Those that were kept; none where nothing was. */
  load(): ApiKey[];
  save(keys: readonly ApiKey[]): Promise<void>;
}

/**
 * The keys in a file that only its owner may read, replaced as a whole. A file that cannot be used is set aside as
 * `FILE.unusable` and told of: then no key opens anything.
 */
export function keyFile(file: string, onUnusable: (message: string) => void): KeyStore {
  return {
    load: () => {
      try {
        return read(file);
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
        onUnusable(
          `The API keys in ${file} cannot be used (${toGridError(thrown).fault.at}); ${setAside(file)}`,
        );
        return [];
      }
    },
    save: async (keys) => {
      mkdirSync(path.dirname(file), { recursive: true });
      await replaceFile(file, async (handle) => {
        await handle.chmod(0o600);
        await handle.writeFile(`${JSON.stringify({ version: 1, keys }, null, 2)}\n`);
      });
    },
  };
}

function read(file: string): ApiKey[] {
  const { size } = statSync(file);
  if (size > MAX_KEY_FILE_BYTES) throw new Error(`it has ${size} bytes`);
  const { version, keys } = (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Record<string, unknown>;
  if (version !== 1 || !Array.isArray(keys)) throw new Error('it is no list of keys of version 1');
  return keys.map((value, i) => {
    const key = storedKey(value);
    if (key === undefined) throw new Error(`entry ${i} is no key`);
    return key;
  });
}

function setAside(file: string): string {
  try {
    renameSync(file, `${file}.unusable`);
    return 'the file is set aside as *.unusable: make new keys';
  } catch {
    return 'it cannot be set aside either';
  }
}
