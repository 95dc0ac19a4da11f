import assert from 'node:assert/strict';
import mqtt from 'mqtt';
import { Listener, withBroker } from './clients';

const SOON = { embedded: { sys_interval_s: 0.05 } };

describe('statistics under $SYS', () => {
  it('tell what is so and what was, by the names of mosquitto', () =>
    withBroker(async (_broker, address) => {
      const away = await mqtt.connectAsync(address, { clientId: 'away', clean: false });
      await away.subscribeAsync('a', { qos: 1 });
      await away.endAsync();
      const sender = await mqtt.connectAsync(address);
      await sender.publishAsync('a', 'x', { qos: 1 });
      await sender.publishAsync('b', 'x', { qos: 1, retain: true });
      const listener = await Listener.on(address, '$SYS/#');
      await assert.rejects(listener.client.subscribeAsync('$share/group/a'));
      const last = async (name: string, wanted: string) => {
        await listener.until(({ topic, text }) => topic === `$SYS/broker/${name}` && text === wanted);
      };
      await last('clients/connected', '2');
      await last('clients/disconnected', '1');
      await last('clients/total', '3');
      await last('clients/maximum', '2');
      await last('publish/messages/received', '2');
      await last('publish/messages/dropped', '0');
      await last('store/messages/count', '1');
      await last('subscriptions/count', '1');
      await last('refused/subscribe', '1');
      await last('uptime', '1 seconds');
      const heard = (name: string) =>
        listener.heard.findLast(({ topic }) => topic === `$SYS/broker/${name}`)?.text ?? '';
      assert.match(heard('version'), /^gridloom version \d+\.\d+\.\d+/);
      for (const name of ['messages/received', 'messages/sent', 'bytes/received', 'bytes/sent']) {
        assert.ok(Number(heard(name)) > 5, name);
      }
      // Its own among them.
      assert.ok(Number(heard('retained messages/count')) > 10);
      await sender.endAsync();
      await listener.close();
    }, SOON));

  it('count each packet that goes out', () =>
    withBroker(async (_broker, address) => {
      const listener = await Listener.on(address, 'a');
      for (let i = 0; i < 100; i += 1) listener.client.publish('a', 'x'.repeat(i * 50));
      await listener.until(() => listener.heard.length === 100);
      await listener.client.subscribeAsync('$SYS/broker/publish/messages/sent');
      const { text } = await listener.until(
        ({ topic, text }) => topic.startsWith('$SYS') && Number(text) >= 100,
      );
      // The figure was taken before it was sent itself, and perhaps once before.
      assert.ok(Number(text) <= 102, text);
      await listener.close();
    }, SOON));

  it('come to nobody who asks for all', () =>
    withBroker(async (_broker, address) => {
      const sys = await Listener.on(address, '$SYS/broker/uptime');
      const all = await Listener.on(address, '#', '+/broker/uptime');
      await sys.until(() => sys.heard.length >= 3);
      all.client.publish('end', '');
      await all.topic('end');
      assert.deepEqual(
        all.heard.map(({ topic }) => topic),
        ['end'],
      );
      await all.close();
      await sys.close();
    }, SOON));

  it('hide what aedes tells itself of clients', () =>
    withBroker(async (broker, address) => {
      const listener = await Listener.on(address, '$SYS/+/new/clients', '$SYS/#');
      await (await mqtt.connectAsync(address, { clientId: 'secret' })).endAsync();
      broker.connect('status').publish('$SYS/broker/end', 'x');
      await listener.topic('$SYS/broker/end');
      assert.ok(listener.heard.every(({ topic }) => topic.startsWith('$SYS/broker/')));
      await listener.close();
    }, SOON));

  it('are none where that is set', () =>
    withBroker(
      async (broker, address) => {
        const listener = await Listener.on(address, '$SYS/#');
        broker.connect('status').publish('$SYS/broker/end', 'x');
        await listener.topic('$SYS/broker/end');
        assert.equal(listener.heard.length, 1);
        await listener.close();
      },
      { embedded: { sys_interval_s: 0 } },
    ));
});
