import type { BlockList } from 'node:net';
import { clientAddress, looksLocal, proxyList, ratedAddress } from './address';
import type { KeyRing } from './key-ring';
import { isMeantAsKey } from './keys';
import { ADDRESS_REQUESTS_PER_S, FAILURES_AT_ONCE, SECONDS_PER_FAILURE } from './limits';
import { type Allowance, Rates, tooMany } from './rates';
import { insufficientScope, unauthenticated } from './refusal';
import { SCOPES, type Scope } from './scopes';
import type { Tokens } from './tokens';

/** When clients must show who they are: where others than this machine reach the server, always, or never. */
export type AccessMode = 'auto' | 'always' | 'never';

export interface AccessOptions {
  mode: AccessMode;
  /** Whether only programs of this machine reach the server; asked anew with each request. */
  isLocal(): boolean;
  keys?: KeyRing;
  tokens?: Tokens;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Of one key or token holder. */
  requestsPerSecond: number;
  /** Milliseconds; only differences count. */
  now(): number;
}

/** What access control reads of a request. */
export interface Approach {
  /** The other end of the connection. */
  peer: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Who asks. */
export interface Visitor {
  address: string;
  /** For the audit log: `key 1a2b3c4d (name)`, `token SUBJECT`, `nobody`. */
  who: string;
  scopes: ReadonlySet<Scope>;
  /** Whether it has to show who it is. */
  required: boolean;
  /** True where it has shown it. */
  identified: boolean;
  /** What it may still ask, where that is counted. */
  allowance?: Allowance;
}

const EVERYTHING: ReadonlySet<Scope> = new Set(SCOPES);
const NOTHING: ReadonlySet<Scope> = new Set();

/** Decides who may ask what, and how often. */
export class Access {
  private readonly proxies: BlockList;
  private readonly addresses: Rates;
  private readonly clients: Rates;
  private readonly failures: Rates;

  constructor(private readonly options: AccessOptions) {
    const { requestsPerSecond, now } = options;
    this.proxies = proxyList(options.trustedProxies);
    this.addresses = new Rates(ADDRESS_REQUESTS_PER_S, 2 * ADDRESS_REQUESTS_PER_S, now);
    this.clients = new Rates(requestsPerSecond, 2 * requestsPerSecond, now);
    this.failures = new Rates(1 / SECONDS_PER_FAILURE, FAILURES_AT_ONCE, now);
  }

  /** Where it comes from, before it is known who it is. TOO_MANY_REQUESTS where that address asks too often. */
  meet({ peer, headers }: Approach): Visitor {
    const local = this.options.isLocal() && looksLocal(peer, headers);
    const { mode } = this.options;
    const required = mode === 'always' || (mode === 'auto' && !local);
    const address = clientAddress(peer, headers, this.proxies);
    if (!local) {
      const allowance = this.addresses.take(ratedAddress(address));
      if (allowance.wait_s > 0) throw tooMany(`requests of ${address}`, allowance);
    }
    const scopes = required ? NOTHING : EVERYTHING;
    return { address, who: 'nobody', scopes, required, identified: false };
  }

  /**
   * Who it is, by the key or token that it shows; what is wrong is refused even where nothing would have been needed.
   * UNAUTHENTICATED, TOO_MANY_REQUESTS, or NOT_READY where tokens cannot be checked.
   *
   * What is right is let in however often something wrong came from its address: a key cannot be guessed, and else
   * anybody behind the same proxy could lock everybody out.
   */
  async identify(visitor: Visitor, { headers }: Approach): Promise<Visitor> {
    const shown = credentialOf(headers);
    if (shown === undefined) return visitor;
    const holder = await this.holderOf(shown);
    if (typeof holder === 'string') throw this.failure(visitor, holder);
    const allowance = this.clients.take(holder.who);
    if (allowance.wait_s > 0) throw tooMany(`requests of ${holder.who}`, allowance);
    return { ...visitor, ...holder, identified: true, allowance };
  }

  /** UNAUTHENTICATED for one who has not said who he is, FORBIDDEN for one who may not. */
  authorise(visitor: Visitor, scope: Scope): void {
    if (visitor.scopes.has(scope)) return;
    if (visitor.identified) throw insufficientScope(visitor.who, scope);
    throw this.failure(visitor);
  }

  /** Whether what one showed still opens a scope, for an answer that goes on; counts for no rate. */
  async stillOpens({ scopes }: Visitor, { headers }: Approach, scope: Scope): Promise<boolean> {
    const shown = credentialOf(headers);
    if (shown === undefined) return scopes.has(scope);
    const holder = await this.holderOf(shown);
    return typeof holder !== 'string' && holder.scopes.has(scope);
  }

  private failure(visitor: Visitor, wrong?: string) {
    const allowance = this.failures.take(ratedAddress(visitor.address));
    if (allowance.wait_s > 0) return tooMany(`failed authentications of ${visitor.address}`, allowance);
    return unauthenticated(wrong);
  }

  private async holderOf(shown: string): Promise<{ who: string; scopes: ReadonlySet<Scope> } | string> {
    const { keys, tokens } = this.options;
    if (isMeantAsKey(shown) || tokens === undefined) {
      const key = keys?.find(shown) ?? 'there are no API keys here';
      if (typeof key === 'string') return key;
      return { who: `key ${key.id} (${key.name})`, scopes: new Set(key.scopes) };
    }
    const holder = await tokens.check(shown);
    if (typeof holder === 'string') return holder;
    return { who: `token ${holder.subject}`, scopes: holder.scopes };
  }
}

/**
 * What stands in X-API-Key, or behind Bearer in Authorization. Other schemes are not ours: httpNodeAuth of Node-RED
 * uses Basic.
 */
function credentialOf(headers: Approach['headers']): string | undefined {
  const key = headers['x-api-key'];
  if (key !== undefined) return [key].flat().join(',');
  return /^bearer +(\S*)$/i.exec(String(headers.authorization ?? '').trim())?.[1];
}
