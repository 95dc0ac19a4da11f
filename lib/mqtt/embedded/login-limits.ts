import {
  FAILURE_WINDOW_MS,
  LOCK_MS,
  MAX_FAILURES_PER_ADDRESS,
  MAX_FAILURES_PER_NAME,
  MAX_WATCHED,
} from '../limits';

interface Watched {
  failures: number;
  /** When the count began. */
  since: number;
  lockedUntil: number;
}

/**
 * Counts wrong passwords, by address and by name at an address, and locks out for a while where there are too many. A name that
 * came in from an address before is not locked out by others there: many may stand behind one address.
 */
export class LoginLimits {
  private readonly watched = new Map<string, Watched>();
  /** Names that came in, by their address: the newest. */
  private readonly trusted = new Set<string>();

  isLocked(address: string, name: string, now: number): boolean {
    const own = nameKey(address, name);
    return this.isLockedAt(own, now) || (!this.trusted.has(own) && this.isLockedAt(address, now));
  }

  failed(address: string, name: string, now: number): void {
    for (const { key, most } of keysOf(address, name)) {
      let entry = this.watched.get(key);
      if (entry === undefined || now - entry.since > FAILURE_WINDOW_MS) {
        entry = { failures: 0, since: now, lockedUntil: 0 };
        // At the end again, as the one watched for longest is the first to be left out.
        this.watched.delete(key);
        this.watched.set(key, entry);
        if (this.watched.size > MAX_WATCHED) this.watched.delete(this.watched.keys().next().value as string);
      }
      entry.failures += 1;
      if (entry.failures >= most) entry.lockedUntil = now + LOCK_MS;
    }
  }

  passed(address: string, name: string): void {
    const own = nameKey(address, name);
    this.watched.delete(own);
    this.trusted.delete(own);
    this.trusted.add(own);
    if (this.trusted.size > MAX_WATCHED) this.trusted.delete(this.trusted.keys().next().value as string);
  }

  private isLockedAt(key: string, now: number): boolean {
    return (this.watched.get(key)?.lockedUntil ?? 0) > now;
  }
}

function keysOf(address: string, name: string): { key: string; most: number }[] {
  return [
    { key: address, most: MAX_FAILURES_PER_ADDRESS },
    { key: nameKey(address, name), most: MAX_FAILURES_PER_NAME },
  ];
}

function nameKey(address: string, name: string): string {
  return `${address}\n${name.slice(0, 64)}`;
}
