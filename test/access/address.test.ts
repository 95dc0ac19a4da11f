import { strict as assert } from 'node:assert';
import {
  clientAddress,
  isBoundToLoopback,
  looksLocal,
  proxyList,
  ratedAddress,
} from '../../lib/access/address';

describe('addresses', () => {
  it('a server is this machine’s alone where it is bound to loopback; what is not known is not', () => {
    const bound = (address: string) => isBoundToLoopback({ address, port: 1, family: '' });
    for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])
      assert.ok(bound(address), address);
    for (const address of ['0.0.0.0', '::', '10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '', 'localhost']) {
      assert.ok(!bound(address), address);
    }
    for (const unknown of [null, undefined, '/run/node-red.sock']) assert.ok(!isBoundToLoopback(unknown));
  });

  it('a request is of this machine unless a proxy or a foreign name shows', () => {
    const local = (headers: Record<string, string>, peer = '127.0.0.1') => looksLocal(peer, headers);
    for (const host of ['localhost', 'LOCALHOST:1880', '127.0.0.1:1880', '[::1]:1880', 'a.localhost:1']) {
      assert.ok(local({ host }), host);
    }
    assert.ok(local({}), 'no browser');
    for (const host of [
      'evil.example',
      'evil.example:1880',
      'localhost.evil.example',
      '10.0.0.1',
      '127.0.0.1.nip.io',
      '[::2]:1',
    ]) {
      assert.ok(!local({ host }), host);
    }
    for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']) {
      assert.ok(!local({ host: 'localhost', [name]: '127.0.0.1' }), name);
    }
    assert.ok(!local({ host: 'localhost' }, '10.0.0.1'));
    assert.ok(!local({ host: 'localhost' }, ''));
  });

  it('a client behind trusted proxies is the last that is none; others are not believed', () => {
    const trusted = proxyList(['10.0.0.0/8', '::1', '192.0.2.7']);
    const of = (peer: string, forwarded?: string | string[]) =>
      clientAddress(peer, { 'x-forwarded-for': forwarded }, trusted);
    assert.equal(of('203.0.113.5', '1.2.3.4'), '203.0.113.5', 'no proxy of ours');
    assert.equal(of('10.1.1.1', '1.2.3.4'), '1.2.3.4');
    assert.equal(
      of('::ffff:10.1.1.1', '9.9.9.9, 1.2.3.4, 10.2.2.2'),
      '1.2.3.4',
      'what stands before was invented',
    );
    assert.equal(of('10.1.1.1', ['9.9.9.9', '1.2.3.4']), '1.2.3.4');
    assert.equal(of('10.1.1.1', 'nonsense'), '10.1.1.1');
    assert.equal(of('10.1.1.1', '1.2.3.4, nonsense'), '10.1.1.1');
    assert.equal(of('10.1.1.1'), '10.1.1.1');
    assert.equal(of('::1', '2001:db8::5'), '2001:db8::5');
  });

  for (const entry of [
    'proxy.example',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '10.0.0.0/8/8',
    '::1/129',
    '/8',
    '10.0.0.0/',
  ]) {
    it(`"${entry}" is no trusted proxy`, () => {
      assert.throws(() => proxyList([entry]), { code: 'INVALID_SETTING' });
    });
  }

  it('IPv6 is counted by the network that one client has', () => {
    assert.equal(ratedAddress('192.0.2.1'), '192.0.2.1');
    assert.equal(ratedAddress('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
    assert.equal(ratedAddress('2001:db8:1:2::1'), '2001:db8:1:2::/64');
    assert.equal(ratedAddress('2001:db8::1'), '2001:db8:0:0::/64');
    assert.equal(ratedAddress('::1'), '0:0:0:0::/64');
  });
});
