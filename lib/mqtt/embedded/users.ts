import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Credentials } from '../broker';
import { MAX_WAITING_LOGINS } from '../limits';
import { ALL, type Rules } from './access';
import type { Peer } from './guarded-socket';
import { LoginLimits } from './login-limits';
import { passwordMatches } from './password';
import type { Refusal } from './statistics';

/** One who may come in. Without a hash: only with a certificate. */
export interface User extends Rules {
  readonly name: string;
  /** As `hashPassword` makes it. */
  readonly hash?: string;
}

export interface Entrance {
  readonly users: readonly User[];
  /** One user with a password in plain text, who may do everything. */
  readonly shared: Credentials;
  /** Whether clients without a user name are let in. */
  readonly anonymous: boolean;
  /** Whether the common name of a client's certificate is its user name. */
  readonly certificateNames: boolean;
}

export type Identity =
  | { readonly ok: true; readonly user: string; readonly rules: Rules }
  | { readonly ok: false; readonly why: Refusal };

/** The user whose rules hold for clients without a name. */
export const ANONYMOUS = 'anonymous';

/** Who a client is. */
export class Users {
  private readonly byName: ReadonlyMap<string, User>;
  private readonly limits = new LoginLimits();
  private readonly key = randomBytes(32);
  /** Digests of passwords that were checked, under a key of this process, so that coming again costs little. */
  private readonly known = new Map<string, Buffer>();
  private checking: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private closed = false;
  /** Checked for names that do not exist, so that they take as long as others. */
  private readonly decoy: string | undefined;

  constructor(private readonly entrance: Entrance) {
    this.byName = new Map(entrance.users.map((user) => [user.name, user]));
    this.decoy = entrance.users.find(({ hash }) => hash !== undefined)?.hash;
  }

  async identify(name: string | undefined, password: Buffer | undefined, peer: Peer): Promise<Identity> {
    if (this.entrance.certificateNames && peer.certificateName !== undefined) {
      return this.certified(peer.certificateName);
    }
    if (name === undefined || name === '') return this.nameless();
    const now = performance.now();
    const { address } = peer;
    if (this.limits.isLocked(address, name, now)) return { ok: false, why: 'locked' };
    const right = this.isShared(name, password) || (await this.check(name, password ?? Buffer.alloc(0)));
    if (right === 'busy') return { ok: false, why: 'logins' };
    if (!right) {
      this.limits.failed(address, name, performance.now());
      return { ok: false, why: 'credentials' };
    }
    this.limits.passed(address, name);
    return { ok: true, user: name, rules: this.byName.get(name) ?? ALL };
  }

  /** Passwords that still wait are not checked any more. */
  close(): void {
    this.closed = true;
  }

  /** What a user of that name may do who was let in before; undefined where it would not be now. */
  rulesOf(name: string): Rules | undefined {
    if (name === '') return this.entrance.anonymous ? (this.byName.get(ANONYMOUS) ?? ALL) : undefined;
    return this.byName.get(name) ?? (name === this.entrance.shared.username ? ALL : undefined);
  }

  private certified(name: string): Identity {
    const user = this.byName.get(name);
    return user === undefined
      ? { ok: false, why: 'credentials' }
      : { ok: true, user: user.name, rules: user };
  }

  private nameless(): Identity {
    if (!this.entrance.anonymous) return { ok: false, why: 'anonymous' };
    return { ok: true, user: '', rules: this.byName.get(ANONYMOUS) ?? ALL };
  }

  private isShared(name: string, password: Buffer = Buffer.alloc(0)): boolean {
    const { username, password: wanted = '' } = this.entrance.shared;
    if (!username || this.byName.has(name)) return false;
    return [name === username, this.same(this.digest(wanted), password)].every(Boolean);
  }

  private async check(name: string, password: Buffer): Promise<boolean | 'busy'> {
    const known = this.known.get(name);
    if (known !== undefined && this.same(known, password)) return true;
    const hash = this.byName.get(name)?.hash;
    const checkable = hash ?? this.decoy;
    if (checkable === undefined) return false;
    if (this.waiting >= MAX_WAITING_LOGINS) return 'busy';
    this.waiting += 1;
    // One at a time: each takes a thread and 16 MiB.
    const checked = this.checking.then(() => !this.closed && passwordMatches(password, checkable));
    this.checking = checked.catch(() => {});
    try {
      const right = (await checked) && hash !== undefined;
      if (right) this.known.set(name, this.digest(password));
      return right;
    } finally {
      this.waiting -= 1;
    }
  }

  private same(wanted: Buffer, password: Buffer): boolean {
    return timingSafeEqual(wanted, this.digest(password));
  }

  private digest(value: string | Buffer): Buffer {
    return createHmac('sha256', this.key).update(value).digest();
  }
}
