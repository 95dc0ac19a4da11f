import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type GridError, toGridError } from '../../errors';
import { Journal } from '../../keeping';
import type { StoreSettings } from './settings';

export interface Place {
  /** Undefined where the folder cannot be used, which is reported. */
  readonly journal: Promise<Journal | undefined>;
  /** To be called when the journal is closed. */
  free(): void;
}

/** Where a broker's publishers keep what is to be delivered later: a folder of its own for each. */
export class Storage {
  private readonly taken = new Set<string>();
  private readonly tidied: Promise<void>;

  constructor(private readonly settings: StoreSettings) {
    this.tidied = this.removeOld().catch(() => {});
  }

  /** The journal of the publisher with this status topic. A second one with the same topic gets another. */
  take(statusTopic: string, onFault: (error: GridError) => void): Place {
    const digest = createHash('sha256').update(statusTopic).digest('hex').slice(0, 16);
    let name = digest;
    for (let number = 2; this.taken.has(name); number += 1) name = `${digest}-${number}`;
    this.taken.add(name);
    return { journal: this.open(name, onFault), free: () => void this.taken.delete(name) };
  }

  /** Removes all that is stored. */
  async remove(): Promise<void> {
    await this.tidied;
    await rm(this.settings.folder, { recursive: true, force: true });
  }

  private async open(name: string, onFault: (error: GridError) => void): Promise<Journal | undefined> {
    const { folder, max_megabytes, max_hours } = this.settings;
    try {
      await this.tidied;
      return await Journal.open({
        folder: path.join(folder, name),
        max_bytes: max_megabytes * 1e6,
        max_age_ms: max_hours * 3_600_000,
        onFault,
      });
    } catch (error) {
      onFault(toGridError(error));
      return undefined;
    }
  }

  /** Of publishers that came no more: what is too old to be delivered. */
  private async removeOld(): Promise<void> {
    const { folder, max_hours } = this.settings;
    for (const name of await readdir(folder)) {
      const place = path.join(folder, name);
      const files = await readdir(place);
      const times = await Promise.all(
        files.map(async (file) => (await stat(path.join(place, file))).mtimeMs),
      );
      const age_ms = Date.now() - Math.max(0, ...times);
      if (age_ms > max_hours * 3_600_000) await rm(place, { recursive: true, force: true });
    }
  }
}
