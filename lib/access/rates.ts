import { MAX_RATED_CLIENTS } from './limits';
import { Refusal } from './refusal';

/** How much a client has left. */
export interface Allowance {
  /** Requests that it may make at once. */
  burst: number;
  remaining: number;
  /** Seconds until it may make one more; 0 where it may now. */
  wait_s: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds. */
  at: number;
}

/** Token buckets, one a client: `burst` requests at once, and `perSecond` more each second. */
export class Rates {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    /** Milliseconds; only differences count. */
    private readonly now: () => number,
    private readonly most = MAX_RATED_CLIENTS,
  ) {}

  get size(): number {
    return this.buckets.size;
  }

  /** Takes one request of this client; where it has none left nothing is taken, and `wait_s` is above 0. */
  take(client: string): Allowance {
    const bucket = this.filled(client);
    const granted = bucket.tokens >= 1;
    if (granted) bucket.tokens -= 1;
    // Put in again, so that the first of the map is the one unheard of longest.
    this.buckets.delete(client);
    this.buckets.set(client, bucket);
    if (this.buckets.size > this.most) this.buckets.delete(this.buckets.keys().next().value as string);
    const wait_s = granted ? 0 : (1 - bucket.tokens) / this.perSecond;
    return { burst: this.burst, remaining: Math.floor(bucket.tokens), wait_s };
  }

  private filled(client: string): Bucket {
    const at = this.now();
    const known = this.buckets.get(client);
    if (known === undefined) return { tokens: this.burst, at };
    const gained = (Math.max(0, at - known.at) / 1000) * this.perSecond;
    return { tokens: Math.min(this.burst, known.tokens + gained), at };
  }
}

/** The RateLimit fields of draft-ietf-httpapi-ratelimit-headers: what may be asked at once, and what is left of it. */
export function rateHeaders({ burst, remaining, wait_s }: Allowance): Record<string, string> {
  const reset = Math.max(1, Math.ceil(wait_s));
  return {
    'ratelimit-policy': `"requests";q=${burst};w=1`,
    ratelimit: `"requests";r=${remaining};t=${reset}`,
  };
}

/** 429, with the seconds after which asking again is worth while. */
export function tooMany(at: string, allowance: Allowance): Refusal {
  const seconds = String(Math.max(1, Math.ceil(allowance.wait_s)));
  return new Refusal(
    'TOO_MANY_REQUESTS',
    { at, allowed: `${allowance.burst} at once`, remedy: `Ask again in ${seconds} s` },
    { ...rateHeaders(allowance), 'retry-after': seconds },
  );
}
