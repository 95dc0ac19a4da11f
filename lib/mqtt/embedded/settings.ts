import { createSecureContext } from 'node:tls';
import { gridError } from '../../errors';
import type { Credentials } from '../broker';
import { PLAIN_LEVEL } from './access';
import { isFilter } from './filters';
import { isPasswordHash } from './password';
import { topicFits } from './topic-limits';
import { ANONYMOUS, type User } from './users';

/** What `node:tls` takes; each a PEM text. */
export interface ServerCertificate {
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  /** Of whom client certificates have to be. */
  readonly ca?: string | Buffer;
  readonly pfx?: string | Buffer;
  readonly passphrase?: string;
}

export const CLIENT_CERTIFICATES = ['none', 'request', 'require'] as const;

export interface EmbeddedOptions {
  /** Without any, and without a user name and password, everybody may come in where `allow_anonymous` or loopback allows it. */
  readonly users?: readonly User[];
  readonly allow_anonymous?: boolean;
  readonly tls?: ServerCertificate;
  readonly client_certificates?: (typeof CLIENT_CERTIFICATES)[number];
  /** The common name of a client's certificate is its user name. */
  readonly certificate_names?: boolean;
  /** MQTT over WebSocket on a port of its own; 0 takes any free port. */
  readonly ws_port?: number;
  /** Web pages, by origin, that may connect besides those of this machine. */
  readonly ws_origins?: readonly string[];
  /** Where sessions and clients' retained messages are kept; without it they live in memory. */
  readonly folder?: string;
  /** Seconds between statistics under $SYS; 0 for none. */
  readonly sys_interval_s?: number;
}

export interface EmbeddedSettings extends Credentials, EmbeddedOptions {
  readonly host: string;
  /** 0 takes any free port; `state().address` tells which. */
  readonly port: number;
}

const MAX_USERS = 1_000;
const MAX_RULES = 100;

/** Throws INVALID_SETTING where a broker cannot work with these. */
export function checkEmbedded(settings: EmbeddedSettings): EmbeddedSettings {
  const { host, port, ws_port, users = [], tls, client_certificates = 'none', sys_interval_s } = settings;
  checkPort('port', port);
  if (ws_port !== undefined) checkPort('ws_port', ws_port);
  if (host === '') throw invalid('host', host, 'an address of this machine, such as 127.0.0.1');
  if (users.length > MAX_USERS) throw invalid('users', users.length, `at most ${MAX_USERS}`);
  const names = new Set<string>();
  for (const user of users) {
    checkUser(user, settings.certificate_names === true);
    if (names.has(user.name)) throw invalid('users', user.name, 'each name once');
    names.add(user.name);
  }
  if (!CLIENT_CERTIFICATES.includes(client_certificates)) {
    throw invalid('client_certificates', client_certificates, CLIENT_CERTIFICATES.join(', '));
  }
  if (tls !== undefined) checkCertificate(tls);
  else if (client_certificates !== 'none') {
    throw invalid('client_certificates', client_certificates, 'none without a TLS configuration');
  }
  if (sys_interval_s !== undefined && !(sys_interval_s >= 0 && sys_interval_s <= 86_400)) {
    throw invalid('sys_interval_s', sys_interval_s, 'seconds from 0 (none) to 86400');
  }
  return settings;
}

function checkPort(setting: string, port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
  throw invalid(setting, port, 'a whole number from 0 (any free port) to 65535');
}

function checkUser(user: User, certificates: boolean): void {
  const { name, hash, publish, subscribe } = user;
  const at = `users "${name}"`;
  if (!PLAIN_LEVEL.test(name) || name.length > 64) {
    throw invalid('users', name, 'names of 1 to 64 characters without + # / and a leading $');
  }
  if (hash !== undefined && !isPasswordHash(hash)) {
    throw invalid(at, 'a password that is not hashed', 'a hash that the editor makes: set the password anew');
  }
  if (hash === undefined && name !== ANONYMOUS && !certificates) {
    throw invalid(at, 'no password', 'a password, unless client certificates name the users');
  }
  for (const filters of [publish, subscribe]) {
    if (filters.length > MAX_RULES) throw invalid(at, filters.length, `at most ${MAX_RULES} topic filters`);
    for (const filter of filters) {
      if (topicFits(filter) && isFilter(filter.split('/'))) continue;
      throw invalid(at, filter, 'topic filters such as gridloom/+/status, gridloom/# or devices/%c/#');
    }
  }
}

function checkCertificate(tls: ServerCertificate): void {
  const allowed = 'a TLS configuration with a certificate and its private key';
  if (tls.pfx === undefined && (tls.cert === undefined || tls.key === undefined)) {
    throw invalid('tls', 'no certificate or no key', allowed);
  }
  try {
    createSecureContext({ ...tls });
  } catch (error) {
    throw invalid('tls', (error as Error).message, allowed);
  }
}

function invalid(setting: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_SETTING', { at: `grid-broker.${setting}`, got, allowed });
}
