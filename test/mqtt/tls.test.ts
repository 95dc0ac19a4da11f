import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as openSocket } from 'node:net';
import mqtt from 'mqtt';
import { openBroker } from '../../lib/mqtt';
import type { EmbeddedOptions } from '../../lib/mqtt/embedded/settings';
import type { User } from '../../lib/mqtt/embedded/users';
import { type Certificates, makeCertificates } from './certificates';
import { portOf, ready, settings, withBroker } from './clients';

const rules = { publish: ['own/%u'], subscribe: ['own/%u'] };
const users: User[] = [{ name: 'meter-7', ...rules }];

describe('the embedded broker with TLS', () => {
  let made: Certificates;

  before(function () {
    const certificates = makeCertificates();
    if (certificates === undefined) this.skip();
    else made = certificates;
  });
  after(() => made?.remove());

  const over = (changes: EmbeddedOptions): { embedded: EmbeddedOptions } => ({
    embedded: { tls: { ...made.server, ca: made.ca }, ...changes },
  });
  const enter = (address: string, options: object = {}) =>
    mqtt.connectAsync(address.replace('127.0.0.1', 'localhost'), {
      reconnectPeriod: 0,
      ca: made.ca,
      ...options,
    });

  /** Whether the connection ends without an answer, as it does where TLS or its certificates do not fit. */
  const isTurnedAway = async (address: string, options: object = {}): Promise<boolean> => {
    const client = mqtt.connect(address.replace('127.0.0.1', 'localhost'), {
      ...{ reconnectPeriod: 0, ca: made.ca },
      ...options,
    });
    client.on('error', () => {});
    const away = await new Promise<boolean>((resolve) => {
      client.once('connect', () => resolve(false));
      client.once('close', () => resolve(true));
    });
    await client.endAsync(true);
    return away;
  };

  it('takes clients that trust its certificate', () =>
    withBroker(async (_broker, address) => {
      assert.match(address, /^mqtts:/);
      const client = await enter(address);
      await client.publishAsync('a', 'x', { qos: 1 });
      await client.endAsync();
      await assert.rejects(enter(address, { ca: undefined }), /certificate/);
    }, over({})));

  it('does not talk to clients without TLS, and goes on', () =>
    withBroker(async (_broker, address) => {
      assert.ok(await isTurnedAway(address.replace('mqtts:', 'mqtt:')));
      const silent = openSocket(portOf(address), '127.0.0.1');
      await once(silent, 'connect');
      await (await enter(address)).endAsync();
      silent.destroy();
    }, over({})));

  it('closes with sockets in the middle of their handshake', async () => {
    const broker = await ready(openBroker(settings(over({}))));
    const silent = openSocket(portOf(broker.state().address), '127.0.0.1').resume();
    silent.on('error', () => {});
    await once(silent, 'connect');
    const closed = once(silent, 'close');
    await broker.close();
    await closed;
  });

  it('lets in only those with a certificate of its authority, where that is required', () =>
    withBroker(
      async (_broker, address) => {
        assert.ok(await isTurnedAway(address));
        assert.ok(await isTurnedAway(address, made.stranger('meter-7')));
        assert.ok(!(await isTurnedAway(address, made.client('whoever'))));
        await (await enter(address, made.client('whoever'))).endAsync();
      },
      over({ client_certificates: 'require' }),
    ));

  it('takes the certificate’s name for the user’s', () =>
    withBroker(
      async (broker, address) => {
        const meter = await enter(address, made.client('meter-7'));
        await meter.subscribeAsync('own/meter-7');
        await assert.rejects(meter.subscribeAsync('own/other'));
        await meter.endAsync();
        await assert.rejects(enter(address, made.client('unknown')), { code: 4 });
        // Whatever name is given beside it.
        await assert.rejects(
          enter(address, { ...made.client('unknown'), username: 'meter-7', password: '' }),
        );
        // One that nobody vouches for tells no name.
        await assert.rejects(enter(address, made.stranger('meter-7')), { code: 5 });
        assert.deepEqual(broker.state().refused, { subscribe: 1, credentials: 2, anonymous: 1 });
      },
      over({ users, client_certificates: 'request', certificate_names: true }),
    ));

  it('cannot be with half a certificate, or one that is none', () => {
    const { cert, key } = made.server;
    for (const tls of [{ cert }, { key }, { cert: 'none', key }]) {
      assert.throws(() => openBroker(settings({ embedded: { tls } })), {
        code: 'INVALID_SETTING',
        message: /grid-broker.tls/,
      });
    }
    assert.throws(() => openBroker(settings({ embedded: { client_certificates: 'require' } })), {
      code: 'INVALID_SETTING',
      message: /client_certificates/,
    });
  });
});
