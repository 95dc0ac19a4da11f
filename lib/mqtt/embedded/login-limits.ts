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

/** Counts wrong passwords, by address and by name at an address, and locks out for a while where there are too many. */
export class LoginLimits {
  private readonly watched = new Map<string, Watched>();

  isLocked(address: string, name: string, now: number): boolean {
    return keysOf(address, name).some(({ key }) => (this.watched.get(key)?.lockedUntil ?? 0) > now);
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
    this.watched.delete(nameKey(address, name));
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
