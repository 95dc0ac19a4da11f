import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Access, type TokenSettings, Tokens } from '../../lib/access';
import { MAX_JWKS_BYTES } from '../../lib/access/limits';

type Jose = typeof import('jose', { with: { 'resolution-mode': 'import' }});
type Pair = Awaited<ReturnType<Jose['generateKeyPair']>>;

const NOW = Date.UTC(2026, 0, 31);
const SECRET = 'a secret of at least thirty-two characters';
const CLAIMS = {
  iss: 'https://login.example/',
  aud: 'gridloom',
  sub: 'eva',
  scope: 'read gridloom:switch profile',
};

describe('tokens', () => {
  let jose: Jose;
  let pair: Pair;
  let other: Pair;
  let pem: string;

  before(async () => {
    jose = await import('jose');
    pair = await jose.generateKeyPair('ES256', { extractable: true });
    other = await jose.generateKeyPair('ES256', { extractable: true });
    pem = await jose.exportSPKI(pair.publicKey);
  });

  const make = (changes: Partial<TokenSettings> = {}) => {
    const settings: TokenSettings = {
      key: pem,
      issuer: CLAIMS.iss,
      audience: CLAIMS.aud,
      algorithms: ['ES256'],
      scopeClaim: '',
      tolerance_s: 30,
      ...changes,
    };
    return new Tokens(settings, () => new Date(NOW));
  };
  const sign = (
    claims: object = {},
    key: Parameters<InstanceType<Jose['SignJWT']>['sign']>[0] = pair.privateKey,
    alg = 'ES256',
  ) =>
    new jose.SignJWT({ ...CLAIMS, exp: NOW / 1000 + 60, ...claims })
      .setProtectedHeader({ alg, kid: 'k1' })
      .sign(key);

  it('tell who holds them and what he may; scopes that are none of ours are passed over', async () => {
    const holder = await make().check(await sign());
    assert.deepEqual(holder, { subject: 'eva', scopes: new Set(['read', 'switch']) });
  });

  it('name scopes in scp, or in a claim of one’s own, too', async () => {
    const scopesOf = async (claims: object, scopeClaim = '') => {
      const holder = await make({ scopeClaim }).check(await sign({ scope: undefined, ...claims }));
      return typeof holder === 'string' ? holder : [...holder.scopes];
    };
    assert.deepEqual(await scopesOf({ scp: ['read', 'admin'] }), ['read', 'admin']);
    assert.deepEqual(await scopesOf({ 'https://x/roles': ['operate'] }, 'https://x/roles'), ['operate']);
    assert.deepEqual(await scopesOf({ scp: { read: true } }), []);
    assert.deepEqual(await scopesOf({}), []);
  });

  it('are refused where anything about them is not right', async () => {
    const refused = async (token: string | Promise<string>, pattern: RegExp) =>
      assert.match(String(await make().check(await token)), pattern);
    await refused(sign({ iss: 'https://evil.example/' }), /claim "iss"/);
    await refused(sign({ aud: 'another' }), /claim "aud"/);
    await refused(sign({ exp: NOW / 1000 - 31 }), /expired/);
    await refused(sign({ exp: undefined }), /claim "exp"/);
    await refused(sign({ nbf: NOW / 1000 + 31 }), /claim "nbf"/);
    await refused(sign({}, other.privateKey), /signature/);
    await refused('a.b.c', /no JWT|not supported/);
    await refused('nonsense', /no JWT/);
    await refused('x'.repeat(9000), /too long/);
    const [head, , signature] = (await sign()).split('.');
    const forged = Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'root', exp: 2e9 })).toString('base64url');
    await refused(`${head}.${forged}.${signature}`, /signature/);
  });

  it('a clock may be off by the tolerance', async () => {
    assert.equal(typeof (await make().check(await sign({ exp: NOW / 1000 - 29 }))), 'object');
    assert.equal(
      typeof (await make({ tolerance_s: 0 }).check(await sign({ exp: NOW / 1000 - 1 }))),
      'string',
    );
  });

  it('without a signature, or signed with the public key as a secret, are refused', async () => {
    const none = new jose.UnsecuredJWT({ ...CLAIMS, exp: NOW / 1000 + 60 }).encode();
    assert.match(String(await make().check(none)), /algorithm|no JWT/);
    const confused = await sign({}, new TextEncoder().encode(pem), 'HS256');
    assert.match(String(await make().check(confused)), /algorithm/);
  });

  it('are taken with a shared secret, and with a key as JWK', async () => {
    const secret = new TextEncoder().encode(SECRET);
    const shared = make({ key: SECRET, algorithms: ['HS256'] });
    assert.equal(typeof (await shared.check(await sign({}, secret, 'HS256'))), 'object');
    assert.match(String(await shared.check(await sign())), /algorithm/);
    const jwk = make({ key: JSON.stringify(await jose.exportJWK(pair.publicKey)) });
    assert.equal(typeof (await jwk.check(await sign())), 'object');
  });

  it('say so where jose is not installed', async () => {
    const settings = {
      key: 'x',
      issuer: 'a',
      audience: 'b',
      algorithms: ['ES256'],
      scopeClaim: '',
      tolerance_s: 0,
    };
    const tokens = new Tokens(
      settings,
      () => new Date(NOW),
      () => Promise.reject(new Error('Cannot find package')),
    );
    await assert.rejects(tokens.check('a.b.c'), { code: 'NOT_READY', message: /jose is not installed/ });
  });

  it('are not what a key is taken for that was cut off when it was copied', async () => {
    const access = new Access({
      mode: 'always',
      isLocal: () => false,
      tokens: make(),
      trustedProxies: [],
      requestsPerSecond: 1,
      now: () => 0,
    });
    const identify = async (shown: string) => {
      const approach = { peer: '192.0.2.1', headers: { authorization: `Bearer ${shown}` } };
      return access.identify(access.meet(approach), approach);
    };
    await assert.rejects(identify('glm_1a2b3c4d_x'), { code: 'UNAUTHENTICATED', message: /API key/ });
    await assert.rejects(identify('x.y.z'), { code: 'UNAUTHENTICATED', message: /token is no JWT/ });
  });

  describe('with a key set', () => {
    let server: Server;
    let answer: RequestListener;
    let asked = 0;
    const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
    const withSet = () => make({ jwksUrl: url(), key: undefined });

    before(async () => {
      server = createServer((request, response) => {
        asked++;
        answer(request, response);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    it('are checked by its keys, which are fetched once', async () => {
      const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' };
      answer = (_request, response) => response.end(JSON.stringify({ keys: [jwk] }));
      const tokens = withSet();
      asked = 0;
      for (let i = 0; i < 5; i++) assert.equal(typeof (await tokens.check(await sign())), 'object');
      assert.match(String(await tokens.check(await sign({}, other.privateKey))), /signature/);
      assert.equal(asked, 1);
    });

    const unusable: [what: string, answer: RequestListener][] = [
      ['is an error', (_request, response) => response.writeHead(500).end()],
      ['is no JSON', (_request, response) => response.end('<html>')],
      ['is too large', (_request, response) => response.end(`{"keys":[]${' '.repeat(MAX_JWKS_BYTES)}}`)],
      ['breaks off', (_request, response) => response.destroy()],
    ];
    it('cannot be checked where it leads elsewhere, though a right one be there', async () => {
      const jwk = { ...(await jose.exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' };
      answer = ({ url: where }, response) =>
        where === '/jwks.json'
          ? response.writeHead(302, { location: '/other.json' }).end()
          : response.end(JSON.stringify({ keys: [jwk] }));
      await assert.rejects(withSet().check(await sign()), { code: 'NOT_READY' });
    });

    for (const [what, given] of unusable) {
      it(`cannot be checked where it ${what}`, async () => {
        answer = given;
        await assert.rejects(withSet().check(await sign()), { code: 'NOT_READY' });
      });
    }
  });
});
