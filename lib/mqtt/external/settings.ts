import { gridError } from '../../errors';
import type { Credentials } from '../broker';
import { MAX_STORE_HOURS } from './limits';

export type ProtocolVersion = 4 | 5;

/** As `node:tls` names them; what is not given is the system's. Certificates are verified unless told otherwise. */
export interface TlsSettings {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly pfx?: string | Buffer;
  readonly passphrase?: string;
  /** The name in the broker's certificate where it is not the host of the address. */
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
  readonly ALPNProtocols?: string[];
}

/** Where publications are kept while the broker is away, and how many for how long: the oldest go first. */
export interface StoreSettings {
  /** A folder of the broker's own. */
  readonly folder: string;
  /** For each publisher. */
  readonly max_megabytes: number;
  readonly max_hours: number;
}

/** What the settings of a grid-broker may say besides the address. */
export interface ExternalOptions {
  /** 4 (MQTT 3.1.1), 5, or auto: 5 first, and 4 where the broker does not speak it. */
  readonly protocol_version?: string;
  readonly tls?: TlsSettings;
  /** Without it nothing is kept on disk. */
  readonly store?: StoreSettings;
  /** How often the broker is asked whether it is there. */
  readonly keepalive_s?: number;
}

export interface ExternalSettings extends Credentials, Omit<ExternalOptions, 'protocol_version'> {
  /** Such as mqtt://broker.example:1883 or mqtts://broker.example:8883. */
  readonly url: string;
  readonly protocol_version: 'auto' | ProtocolVersion;
}

const VERSIONS: Record<string, ExternalSettings['protocol_version'] | undefined> = {
  auto: 'auto',
  4: 4,
  5: 5,
};

const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

/** The settings, checked; INVALID_SETTING where they cannot work. */
export function parseExternal(settings: Credentials & ExternalOptions & { url: string }): ExternalSettings {
  const { url, username, password, protocol_version = 'auto', tls, store, keepalive_s } = settings;
  const version = VERSIONS[protocol_version];
  if (version === undefined) {
    throw invalid('protocol_version', protocol_version, Object.keys(VERSIONS).join(', '));
  }
  const { protocol } = checkedUrl(url);
  if (tls !== undefined && protocol !== 'mqtts:' && protocol !== 'wss:') {
    throw invalid('tls', `TLS for ${protocol}//`, 'an address that begins with mqtts:// or wss://');
  }
  return {
    url,
    username,
    password,
    protocol_version: version,
    ...(tls === undefined ? {} : { tls }),
    ...(store === undefined ? {} : { store: checkedStore(store) }),
    ...(keepalive_s === undefined ? {} : { keepalive_s }),
  };
}

function checkedUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed !== null && PROTOCOLS.includes(parsed.protocol) && parsed.hostname !== '') return parsed;
  throw invalid(
    'url',
    url.replace(/^.*@/s, ''), // Whatever may be a password.
    'an address such as mqtt://broker.example:1883 (mqtt, mqtts, ws or wss)',
  );
}

function checkedStore(store: StoreSettings): StoreSettings {
  const { max_megabytes, max_hours } = store;
  if (!(max_megabytes >= 1 && max_megabytes <= 100_000)) {
    throw invalid('store_megabytes', max_megabytes, '0 (nothing is stored), or a number from 1 to 100000');
  }
  if (!(max_hours > 0 && max_hours <= MAX_STORE_HOURS)) {
    throw invalid('store_hours', max_hours, `a number above 0 and at most ${MAX_STORE_HOURS} (a year)`);
  }
  return store;
}

function invalid(setting: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_SETTING', { at: `grid-broker.${setting}`, got, allowed });
}
