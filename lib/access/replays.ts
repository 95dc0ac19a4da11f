import { gridError } from '../errors';
import { MAX_REPLAY_BYTES, MAX_REPLAYS, REPLAY_MS } from './limits';

interface Kept<T> {
  fingerprint: string;
  answer: Promise<T>;
  /** 0 until it is there. */
  bytes: number;
  /** Milliseconds. */
  at: number;
}

export interface ReplaysOptions<T> {
  /** Milliseconds; only differences count. */
  now(): number;
  bytesOf(answer: T): number;
  /** Whether an answer is final; another is given to those who wait for it already, and then forgotten. */
  isFinal(answer: T): boolean;
}

/**
 * The answers to requests that clients have given a key of their own (draft-ietf-httpapi-idempotency-key-header), so
 * that a request that is sent again is not carried out again.
 */
export class Replays<T> {
  private readonly kept = new Map<string, Kept<T>>();
  private bytes = 0;

  constructor(private readonly options: ReplaysOptions<T>) {}

  get size(): number {
    return this.kept.size;
  }

  /**
   * The answer of the first request with this key, which later ones wait for. The key holds who asks; the fingerprint
   * is of the request: IDEMPOTENCY_KEY_REUSED where it differs.
   */
  async once(
    key: string,
    fingerprint: string,
    perform: () => Promise<T>,
  ): Promise<{ answer: T; replayed: boolean }> {
    this.forgetOld();
    const known = this.kept.get(key);
    if (known === undefined) return { answer: await this.first(key, fingerprint, perform), replayed: false };
    if (known.fingerprint === fingerprint) return { answer: await known.answer, replayed: true };
    throw gridError('IDEMPOTENCY_KEY_REUSED', {
      at: 'header Idempotency-Key',
      allowed: 'the same path and body as before under the same key',
      remedy: 'Give another request another key',
    });
  }

  private async first(key: string, fingerprint: string, perform: () => Promise<T>): Promise<T> {
    const one: Kept<T> = { fingerprint, answer: perform(), bytes: 0, at: this.options.now() };
    this.kept.set(key, one);
    this.makeRoom();
    try {
      const answer = await one.answer;
      if (!this.options.isFinal(answer)) this.forget(key, one);
      else if (this.kept.get(key) === one) {
        one.bytes = this.options.bytesOf(answer);
        this.bytes += one.bytes;
        this.makeRoom();
      }
      return answer;
    } catch (thrown) {
      this.forget(key, one);
      throw thrown;
    }
  }

  private forgetOld(): void {
    const limit = this.options.now() - REPLAY_MS;
    for (const [key, one] of this.kept) {
      // They stand in the order in which they came.
      if (one.at > limit) return;
      this.forget(key, one);
    }
  }

  private makeRoom(): void {
    for (const [key, one] of this.kept) {
      if (this.kept.size <= MAX_REPLAYS && this.bytes <= MAX_REPLAY_BYTES) return;
      this.forget(key, one);
    }
  }

  private forget(key: string, one: Kept<T>): void {
    if (this.kept.get(key) !== one) return;
    this.kept.delete(key);
    this.bytes -= one.bytes;
  }
}
