import { gridError } from '../errors';
import type { KeyStore } from './key-file';
import { type ApiKey, type IssuedKey, idOfSecret, isExpired, issueKey, type KeyWish, opens } from './keys';
import { MAX_KEYS } from './limits';

/** A key as it is shown. */
export interface ListedKey extends Omit<ApiKey, 'hash'> {
  expired: boolean;
  /** When it last opened something since the start; ISO 8601, UTC. */
  last_used: string | null;
}

export interface KeyRingOptions {
  /** Without one the keys are forgotten at the end. */
  store?: KeyStore;
  clock(): Date;
  randomBytes(size: number): Buffer;
}

/** The API keys of one API. What is issued and revoked counts from then on. */
export class KeyRing {
  private readonly keys = new Map<string, ApiKey>();
  private readonly lastUsed = new Map<string, Date>();
  private saving: Promise<void> = Promise.resolve();

  constructor(private readonly options: KeyRingOptions) {
    for (const key of options.store?.load() ?? []) this.keys.set(key.id, key);
  }

  get size(): number {
    return this.keys.size;
  }

  list(): ListedKey[] {
    const now = this.options.clock();
    return [...this.keys.values()].map((key) => {
      const { hash: _hidden, ...shown } = key;
      const last_used = this.lastUsed.get(key.id)?.toISOString() ?? null;
      return { ...shown, expired: isExpired(key, now), last_used };
    });
  }

  /** The key that this secret opens, or what is the matter with it. */
  find(secret: string): ApiKey | string {
    const now = this.options.clock();
    const key = this.keys.get(idOfSecret(secret) ?? '');
    if (key === undefined || !opens(key, secret)) return 'the API key is not known here, or was revoked';
    if (isExpired(key, now)) return `the API key ${key.id} has expired`;
    this.lastUsed.set(key.id, now);
    return key;
  }

  /** Counts once it is kept; BUSY where there are as many as may be, FOLDER_NOT_WRITABLE where it cannot be kept. */
  async issue(wish: KeyWish): Promise<IssuedKey> {
    if (this.keys.size >= MAX_KEYS) {
      throw gridError('BUSY', { at: `${MAX_KEYS} keys`, remedy: 'Revoke those that are not used any more' });
    }
    const issued = issueKey(wish, this.options.clock(), this.options.randomBytes);
    const { key } = issued;
    await this.save(
      () => [...this.keys.values(), key],
      () => this.keys.set(key.id, key),
    );
    return issued;
  }

  /** Counts at once, even where it cannot be kept (FOLDER_NOT_WRITABLE: it would be back after a restart). */
  async revoke(id: string): Promise<boolean> {
    this.lastUsed.delete(id);
    if (!this.keys.delete(id)) return false;
    await this.save(() => [...this.keys.values()]);
    return true;
  }

  /** One after another: what is kept is looked up when it is its turn, so that none writes over what another has added. */
  private save(keys: () => readonly ApiKey[], onSaved?: () => void): Promise<void> {
    const { store } = this.options;
    const saved = this.saving.then(async () => {
      await store?.save(keys());
      onSaved?.();
    });
    this.saving = saved.catch(() => {});
    return saved;
  }
}
