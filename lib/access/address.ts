import { type AddressInfo, BlockList, isIP, isIPv6 } from 'node:net';
import { gridError } from '../errors';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Headers that a proxy adds: with one of them a request has come from somewhere else than its connection. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** An IP address in the form that addresses are compared in: IPv4 within IPv6 (`::ffff:10.0.0.1`) as IPv4. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

/** True where only programs of the same machine reach the server. A pipe, or what is not known, is not taken for that. */
export function isBoundToLoopback(bound: AddressInfo | string | null | undefined): boolean {
  return typeof bound === 'object' && bound !== null && contains(LOOPBACK, bound.address);
}

/**
 * True where nothing says that a request on the loopback address was made elsewhere: by a proxy on this machine, or in
 * a browser by a page of a foreign name that leads to 127.0.0.1 (DNS rebinding), which keeps its name in Host.
 */
export function looksLocal(peer: string, headers: Headers): boolean {
  if (PROXY_HEADERS.some((name) => headers[name] !== undefined)) return false;
  return contains(LOOPBACK, peer) && isLoopbackHost(String(headers.host ?? ''));
}

/** Without a Host no browser has asked. */
function isLoopbackHost(host: string): boolean {
  if (host === '') return true;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return contains(LOOPBACK, name.replace(/^\[(.*)\]$/, '$1'));
}

/** Addresses and networks (`10.0.0.0/8`) as a list to look in; INVALID_SETTING for what is neither. */
export function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits, ...more] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const most = family === 'ipv6' ? 128 : 32;
    const size = bits === undefined ? most : Number(bits);
    const right = isIP(address) !== 0 && more.length === 0 && /^\d{1,3}$/.test(bits ?? '0') && size <= most;
    if (!right) {
      throw gridError('INVALID_SETTING', {
        at: 'trusted_proxies',
        got: entry,
        allowed: 'addresses and networks such as 10.1.2.3 or 10.0.0.0/8, with commas between them',
      });
    }
    list.addSubnet(address, size, family);
  }
  return list;
}

/**
 * Who asks: the peer of the connection or, where that is a trusted proxy, the last address in X-Forwarded-For that is
 * none. What stands before it anybody may have written.
 */
export function clientAddress(peer: string, headers: Headers, trusted: BlockList): string {
  let client = plainAddress(peer);
  const hops = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  for (let i = hops.length - 1; i >= 0 && contains(trusted, client); i--) {
    const hop = plainAddress(hops[i]!.trim());
    if (isIP(hop) === 0) break;
    client = hop;
  }
  return client;
}

/** What rates are counted by: an IPv4 address, and of IPv6 the network of 64 bits, which one client has whole. */
export function ratedAddress(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('::');
  const start = head === '' ? [] : head.split(':');
  const missing = address.includes('::') ? 8 - start.length - (tail === '' ? 0 : tail.split(':').length) : 0;
  const groups = [...start, ...Array(Math.max(0, missing)).fill('0'), ...tail.split(':')];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

function contains(list: BlockList, address: string): boolean {
  const plain = plainAddress(address);
  return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
