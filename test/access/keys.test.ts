import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ApiKey, KeyRing, keyFile, readKeyWish } from '../../lib/access';
import { issueKey, opens } from '../../lib/access/keys';
import { MAX_KEYS } from '../../lib/access/limits';

const WISH = readKeyWish({ name: 'display', scopes: ['switch', 'read'] });

describe('API keys', () => {
  it('hold 256 random bits behind a prefix to be recognised by, and are kept as a hash alone', () => {
    const { key, secret } = issueKey(WISH, new Date(0), randomBytes);
    assert.match(secret, /^glm_[0-9a-f]{8}_[\w-]{43}$/);
    assert.equal(Buffer.from(secret.slice(13), 'base64url').length, 32);
    assert.ok(secret.startsWith(`glm_${key.id}_`));
    assert.ok(!JSON.stringify(key).includes(secret.slice(13)));
    assert.deepEqual(key.scopes, ['read', 'switch'], 'in the order of the list');
    assert.ok(opens(key, secret));
    const other = issueKey(WISH, new Date(0), randomBytes).secret;
    assert.ok(!opens(key, secret.slice(0, 13) + other.slice(13)));
  });

  const wrong: [wish: unknown, at: string][] = [
    [undefined, 'name'],
    [{ name: '', scopes: ['read'] }, 'name'],
    [{ name: 'a\nb', scopes: ['read'] }, 'name'],
    [{ name: 'x'.repeat(65), scopes: ['read'] }, 'name'],
    [{ name: 'a', scopes: [] }, 'scopes'],
    [{ name: 'a', scopes: ['root'] }, 'scopes'],
    [{ name: 'a', scopes: 'read' }, 'scopes'],
    [{ name: 'a', scopes: ['read'], expires_days: 0 }, 'expires_days'],
    [{ name: 'a', scopes: ['read'], expires_days: 4000 }, 'expires_days'],
    [{ name: 'a', scopes: ['read'], expires_days: '3' }, 'expires_days'],
  ];
  for (const [wish, at] of wrong) {
    it(`are not made of ${JSON.stringify(wish)?.slice(0, 60)}`, () => {
      assert.throws(() => readKeyWish(wish), { code: 'INVALID_BODY', message: new RegExp(`body\\.${at}`) });
    });
  }
});

describe('a ring of keys', () => {
  let folder: string;
  const now = { ms: Date.UTC(2026, 0, 31) };
  const file = () => path.join(folder, 'deep/keys.json');
  const messages: string[] = [];
  const ring = () =>
    new KeyRing({
      store: keyFile(file(), (message) => messages.push(message)),
      clock: () => new Date(now.ms),
      randomBytes,
    });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-keys-'));
    messages.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are all kept where several are made and revoked at the same time', async () => {
    const keys = ring();
    const first = await keys.issue(WISH);
    const made = await Promise.all([keys.issue(WISH), keys.revoke(first.key.id), keys.issue(WISH)]);
    const ids = [made[0].key.id, made[2].key.id];
    assert.deepEqual(
      ring()
        .list()
        .map(({ id }) => id),
      ids,
    );
    assert.deepEqual(
      keys.list().map(({ id }) => id),
      ids,
    );
  });

  it('opens with what it issued, and after a restart; its file is the owner’s and holds no secret', async () => {
    const first = ring();
    const { key, secret } = await first.issue(WISH);
    assert.equal((first.find(secret) as ApiKey).id, key.id);
    assert.equal((ring().find(secret) as ApiKey).name, 'display');
    assert.equal(statSync(file()).mode & 0o777, 0o600);
    assert.ok(!readFileSync(file(), 'utf8').includes(secret.slice(13)));
    assert.ok(first.list()[0]!.last_used);
    assert.ok(!('hash' in first.list()[0]!));
  });

  it('refuses what was revoked, at once and after a restart', async () => {
    const one = ring();
    const { key, secret } = await one.issue(WISH);
    const kept = await one.issue(WISH);
    const revoking = one.revoke(key.id);
    assert.match(String(one.find(secret)), /revoked/, 'before the file is written');
    assert.equal(await revoking, true);
    assert.equal(await one.revoke(key.id), false);
    assert.match(String(ring().find(secret)), /not known/);
    assert.equal((ring().find(kept.secret) as ApiKey).id, kept.key.id);
  });

  it('refuses what has expired, to the millisecond', async () => {
    const one = ring();
    const { secret } = await one.issue({ ...WISH, expires_days: 1 });
    now.ms += 86_400_000 - 1;
    assert.equal(typeof one.find(secret), 'object');
    now.ms += 1;
    assert.match(String(one.find(secret)), /expired/);
    assert.equal(one.list()[0]!.expired, true);
  });

  it('refuses what is formed otherwise, or is of another', async () => {
    const one = ring();
    const { secret } = await one.issue(WISH);
    const other = issueKey(WISH, new Date(), randomBytes).secret;
    for (const wrong of [
      '',
      'glm_',
      secret.slice(1),
      `${secret}x`,
      other,
      secret.slice(0, 13) + other.slice(13),
    ]) {
      assert.equal(typeof one.find(wrong), 'string', wrong);
    }
  });

  it('keeps every key, though many are issued at once, and no more than it may', async () => {
    const one = ring();
    const secrets = await Promise.all(Array.from({ length: 20 }, () => one.issue(WISH)));
    for (const { secret } of secrets) assert.equal(typeof one.find(secret), 'object');
    for (let i = 20; i < MAX_KEYS; i++) await one.issue(WISH);
    await assert.rejects(one.issue(WISH), { code: 'BUSY' });
    assert.equal(ring().size, MAX_KEYS);
  });

  it('sets a file that cannot be used aside, says so, and opens to nobody', async () => {
    const { secret } = await ring().issue(WISH);
    for (const text of [
      '{',
      '{"version":2,"keys":[]}',
      '{"version":1,"keys":[{"id":"x"}]}',
      ' '.repeat(300_000),
    ]) {
      writeFileSync(file(), text);
      const one = ring();
      assert.equal(typeof one.find(secret), 'string');
      assert.match(messages.pop() ?? '', /cannot be used.*set aside/);
      assert.deepEqual(readdirSync(path.dirname(file())), ['keys.json.unusable']);
    }
  });
});
