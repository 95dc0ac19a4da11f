import assert from 'node:assert/strict';
import mqtt, { type MqttClient } from 'mqtt';
import { openBroker } from '../../lib/mqtt';
import { hashPassword, isPasswordHash, passwordMatches } from '../../lib/mqtt/embedded/password';
import type { EmbeddedOptions } from '../../lib/mqtt/embedded/settings';
import type { User } from '../../lib/mqtt/embedded/users';
import { portOf, ready, settings, withBroker } from './clients';

const CHEAP = { ln: 4, r: 8, p: 1 };
const ROOT = 'gridloom/two-nodes';

let users: User[];

const enter = (address: string, username?: string, password = 'secret', changes: object = {}) =>
  mqtt.connectAsync(address, {
    reconnectPeriod: 0,
    ...(username === undefined ? {} : { username, password }),
    ...changes,
  });

const withUsers = (
  body: (address: string, broker: ReturnType<typeof openBroker>) => Promise<void>,
  changes: EmbeddedOptions = {},
) => withBroker((broker, address) => body(address, broker), { embedded: { users, ...changes } });

/** The topics that a client hears until one on `end` comes. */
async function heardBy(client: MqttClient, act: () => Promise<void>): Promise<string[]> {
  const heard: string[] = [];
  const ended = new Promise<void>((resolve) => {
    client.on('message', (topic) => (topic.endsWith('/end') ? resolve() : void heard.push(topic)));
  });
  await act();
  await ended;
  return heard;
}

describe('a password hash', () => {
  it('names its costs, is salted, and fits its password only', async () => {
    const hash = await hashPassword('secret', CHEAP);
    assert.match(hash, /^\$scrypt\$ln=4,r=8,p=1\$/);
    assert.notEqual(hash, await hashPassword('secret', CHEAP));
    assert.ok(await passwordMatches('secret', hash));
    assert.ok(!(await passwordMatches('Secret', hash)));
    assert.ok(await passwordMatches(Buffer.from('secret'), hash));
  });

  it('is that of RFC 7914, section 12', async () => {
    const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const vector =
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
      'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
    const salt = bare(Buffer.from('SodiumChloride'));
    const hash = `$scrypt$ln=14,r=8,p=1$${salt}$${bare(Buffer.from(vector, 'hex'))}`;
    assert.ok(await passwordMatches('pleaseletmein', hash));
  });

  it('is none with costs that a broker cannot bear, or without its parts', () => {
    const tail = `$${'A'.repeat(22)}$${'A'.repeat(43)}`;
    assert.ok(isPasswordHash(`$scrypt$ln=14,r=8,p=5${tail}`));
    for (const bad of ['secret', '', `$scrypt$ln=20,r=8,p=1${tail}`, `$scrypt$ln=14,r=99,p=1${tail}`]) {
      assert.ok(!isPasswordHash(bad), bad);
    }
  });
});

describe('users of the embedded broker', () => {
  before(async () => {
    const hash = await hashPassword('secret', CHEAP);
    users = [
      { name: 'operator', hash, publish: ['gridloom/+/command'], subscribe: ['gridloom/#', '$SYS/#'] },
      { name: 'viewer', hash, publish: [], subscribe: ['gridloom/+/status', 'gridloom/+/end'] },
      { name: 'meter', hash, publish: ['devices/%c/#', 'will/%u'], subscribe: ['devices/%c/#'] },
      { name: 'all', hash, publish: ['#'], subscribe: ['#'] },
    ];
  });

  it('come in with their password only', () =>
    withUsers(async (address, broker) => {
      await (await enter(address, 'viewer')).endAsync();
      // Again, known by now.
      await (await enter(address, 'viewer')).endAsync();
      await assert.rejects(enter(address, 'viewer', 'wrong'), { code: 4 });
      await assert.rejects(enter(address, 'viewer', ''), { code: 4 });
      await assert.rejects(enter(address, 'nobody'), { code: 4 });
      await assert.rejects(enter(address), { code: 5 });
      assert.deepEqual(broker.state().refused, { credentials: 3, anonymous: 1 });
    }));

  it('may command where a rule says so, and others may not', () =>
    withUsers(async (address, broker) => {
      const commands: string[] = [];
      broker.connect(`${ROOT}/status`).subscribe(`${ROOT}/command`, ({ payload }) => {
        commands.push(payload.toString());
      });
      const viewer = await enter(address, 'viewer');
      const closed = new Promise<void>((resolve) => viewer.once('close', resolve));
      viewer.publish(`${ROOT}/command`, 'viewer', { qos: 1 });
      await closed;
      const operator = await enter(address, 'operator');
      await operator.publishAsync(`${ROOT}/command`, 'operator', { qos: 1 });
      await operator.publishAsync(`${ROOT}/command`, 'again', { qos: 2 });
      assert.deepEqual(commands, ['operator', 'again']);
      assert.equal(broker.state().refused?.publish, 1);
      await operator.endAsync();
    }));

  it('get of # only what they may read, retained or not', () =>
    withUsers(async (address) => {
      const all = await enter(address, 'all');
      await all.publishAsync(`${ROOT}/snapshot`, 'x', { retain: true, qos: 1 });
      await all.publishAsync(`${ROOT}/status`, 'x', { retain: true, qos: 1 });
      const viewer = await enter(address, 'viewer');
      const heard = await heardBy(viewer, async () => {
        await viewer.subscribeAsync('#', { qos: 1 });
        await all.publishAsync(`${ROOT}/snapshot`, 'y', { qos: 1 });
        await all.publishAsync(`${ROOT}/snapshot`, 'y', { qos: 0 });
        await all.publishAsync('other/status', 'y', { qos: 1 });
        await all.publishAsync(`${ROOT}/end`, 'y', { qos: 1 });
      });
      assert.deepEqual(heard, [`${ROOT}/status`]);
      await viewer.endAsync();
      await all.endAsync();
    }));

  it('find in their session only what they may read', () =>
    withUsers(async (address) => {
      const away = { clean: false, clientId: 'viewer' };
      const viewer = await enter(address, 'viewer', 'secret', away);
      await viewer.subscribeAsync('#', { qos: 1 });
      await viewer.endAsync();
      const all = await enter(address, 'all');
      for (const topic of ['snapshot', 'status', 'risk', 'end']) {
        await all.publishAsync(`${ROOT}/${topic}`, 'x', { qos: 1 });
      }
      const back = mqtt.connect(address, { ...away, username: 'viewer', password: 'secret' });
      assert.deepEqual(await heardBy(back, async () => {}), [`${ROOT}/status`]);
      await back.endAsync();
      await all.endAsync();
    }));

  it('cannot subscribe to what they may not read', () =>
    withUsers(async (address) => {
      const viewer = await enter(address, 'viewer');
      await assert.rejects(viewer.subscribeAsync('devices/#'));
      await assert.rejects(viewer.subscribeAsync('$SYS/#'));
      await viewer.subscribeAsync('gridloom/#');
      await viewer.endAsync();
    }));

  it('have their own topics by client id, whatever it holds', () =>
    withUsers(async (address) => {
      const meter = await enter(address, 'meter', 'secret', { clientId: 'm1' });
      await meter.subscribeAsync('devices/m1/#', { qos: 1 });
      await assert.rejects(meter.subscribeAsync('devices/m2/#'));
      await meter.publishAsync('devices/m1/state', 'x', { qos: 1 });
      for (const clientId of ['#', '+', 'm1/#', '$SYS']) {
        const sly = await enter(address, 'meter', 'secret', { clientId });
        await assert.rejects(sly.subscribeAsync('devices/m1/state'), clientId);
        await assert.rejects(sly.subscribeAsync('devices/#'), clientId);
        await sly.endAsync();
      }
      await meter.endAsync();
    }));

  it('leave no last will where they may not publish', () =>
    withUsers(async (address) => {
      const will = (topic: string) => ({ will: { topic, payload: 'x' } });
      await assert.rejects(enter(address, 'meter', 'secret', will(`${ROOT}/command`)), { code: 5 });
      await (await enter(address, 'meter', 'secret', will('will/meter'))).endAsync();
    }));

  it('cannot take the place of another user, or find its session', () =>
    withUsers(async (address, broker) => {
      const same = { clientId: 'same', clean: false };
      const all = await enter(address, 'all', 'secret', same);
      await all.subscribeAsync('#', { qos: 1 });
      await assert.rejects(enter(address, 'viewer', 'secret', same), { code: 2 });
      assert.ok(all.connected);
      await all.endAsync();
      broker.connect(`${ROOT}/status`).publish(`${ROOT}/status`, 'x', { qos: 1 });
      const viewer = mqtt.connect(address, { ...same, username: 'viewer', password: 'secret' });
      const sessionPresent = await new Promise<boolean>((resolve) =>
        viewer.once('connect', (answer) => resolve(answer.sessionPresent)),
      );
      assert.equal(sessionPresent, false);
      await viewer.endAsync();
    }));

  it('and beside them the one user name and password of earlier versions, who may do everything', () =>
    withBroker(
      async (_broker, address) => {
        const grid = await enter(address, 'grid', 'old secret');
        await grid.subscribeAsync('#');
        await grid.publishAsync('a', 'x', { qos: 1 });
        await grid.endAsync();
        await (await enter(address, 'viewer')).endAsync();
        await assert.rejects(enter(address, 'grid', 'secret'), { code: 4 });
      },
      { username: 'grid', password: 'old secret', embedded: { users } },
    ));

  it('are not held up by many who try passwords', async () => {
    const hash = await hashPassword('secret', { ln: 12, r: 8, p: 1 });
    await withBroker(
      async (broker, address) => {
        const viewer = await enter(address, 'viewer');
        const tries = Array.from({ length: 100 }, (_, i) =>
          assert.rejects(enter(address, `user-${i}`, 'guess'), ({ code }: { code: number }) => code >= 3),
        );
        await viewer.subscribeAsync('gridloom/+/status');
        await viewer.unsubscribeAsync('gridloom/+/status');
        await Promise.all(tries);
        await viewer.subscribeAsync('gridloom/+/status');
        const { credentials = 0, logins = 0, locked = 0 } = broker.state().refused ?? {};
        assert.equal(credentials + logins + locked, 100);
        assert.ok(logins > 0 && credentials < 100);
        await viewer.endAsync();
      },
      { embedded: { users: [{ name: 'viewer', hash, publish: [], subscribe: ['#'] }] } },
    );
  });
});

describe('clients without a name', () => {
  const everywhere = (embedded: EmbeddedOptions = {}) => openBroker(settings({ host: '0.0.0.0', embedded }));
  const here = (broker: ReturnType<typeof openBroker>) =>
    `mqtt://127.0.0.1:${portOf(broker.state().address)}`;

  it('come in on loopback, while there is no user', () =>
    withBroker(async (broker, address) => {
      await (await enter(address)).endAsync();
      assert.equal(broker.state().warning, undefined);
    }));

  it('do not come in on another address, and the state says so', async () => {
    const broker = await ready(everywhere());
    await assert.rejects(enter(here(broker)), { code: 5 });
    assert.match(broker.state().warning ?? '', /Nobody is let in.*users/);
    await broker.close();
  });

  it('come in on another address where that is allowed, and the state warns', async () => {
    const broker = await ready(everywhere({ allow_anonymous: true }));
    await (await enter(here(broker))).endAsync();
    assert.match(broker.state().warning ?? '', /needs no password/);
    await broker.close();
  });

  it('do not come in beside users, unless that is allowed, and then may do what user anonymous may', async () => {
    const nobody: User = { name: 'anonymous', publish: [], subscribe: ['gridloom/+/status'] };
    const hash = await hashPassword('secret', CHEAP);
    const named: User = { name: 'all', hash, publish: ['#'], subscribe: ['#'] };
    const closed = await ready(everywhere({ users: [named] }));
    assert.equal(closed.state().warning, undefined);
    await assert.rejects(enter(here(closed)), { code: 5 });
    await closed.close();
    const open = await ready(everywhere({ users: [named, nobody], allow_anonymous: true }));
    const client = await enter(here(open));
    await client.subscribeAsync('gridloom/+/status');
    await assert.rejects(client.subscribeAsync('devices/#'));
    await assert.rejects(enter(here(open), 'anonymous', ''), { code: 4 });
    await client.endAsync();
    await open.close();
  });
});

describe('users that cannot be', () => {
  const hash = `$scrypt$ln=14,r=8,p=5$${'A'.repeat(22)}$${'A'.repeat(43)}`;
  const good = { name: 'ann', hash, publish: [], subscribe: [] };
  for (const [what, list] of [
    ['a name with a wildcard', [{ ...good, name: 'a+' }]],
    ['an empty name', [{ ...good, name: '' }]],
    ['a name twice', [good, good]],
    ['no password', [{ ...good, hash: undefined }]],
    ['a plain password', [{ ...good, hash: 'secret' }]],
    ['a filter that is none', [{ ...good, publish: ['a#'] }]],
  ] as const) {
    it(`are refused: ${what}`, () => {
      const told = (error: Error & { code?: string }) =>
        error.code === 'INVALID_SETTING' && /users/.test(error.message) && !error.message.includes('secret');
      assert.throws(() => openBroker(settings({ embedded: { users: list } })), told);
    });
  }
});
