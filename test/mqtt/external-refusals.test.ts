import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ExternalOptions, openBroker, type TlsSettings } from '../../lib/mqtt';
import { sampleSnapshot } from '../support/snapshot';
import { publisherOn, settings, stateOf } from './clients';
import { BASE, numbered, sequencesOn, until, withBench } from './mosquitto/bench';
import { Mosquitto, WITHOUT_MOSQUITTO } from './mosquitto/broker';
import { makeCertificates, TLS_LISTENER } from './mosquitto/certificates';
import { Subscriber } from './mosquitto/subscriber';

/** What a publisher's broker says once it is connected, or has an error. */
async function outcome(url: string, external: ExternalOptions, login: object = {}) {
  const broker = openBroker(settings({ mode: 'external', url, external, ...login }));
  const publisher = publisherOn(broker, { element_topics: false });
  await publisher.publish(sampleSnapshot());
  await stateOf(broker, ({ connected, error }) => connected || error !== undefined);
  const state = broker.state();
  await publisher.close();
  await broker.close();
  return state;
}

(WITHOUT_MOSQUITTO ? describe.skip : describe)('an external broker that refuses', function () {
  this.timeout(60_000);

  for (const protocol_version of ['4', '5', 'auto']) {
    it(`a wrong password says so, by protocol ${protocol_version}`, async () => {
      const mosquitto = await Mosquitto.start(['allow_anonymous true']);
      try {
        const passwords = path.join(mosquitto.folder, 'passwords');
        execFileSync('mosquitto_passwd', ['-b', '-c', passwords, 'grid', 'right']);
        await mosquitto.stop();
        await mosquitto.configure(['allow_anonymous false', `password_file ${passwords}`]);
        await mosquitto.run();
        const { address } = mosquitto;
        const refused = await outcome(address, { protocol_version }, { username: 'grid', password: 'wrong' });
        assert.match(refused.error ?? '', /got "Connection refused: (Not authorized|Bad user)/i);
        assert.doesNotMatch(refused.error ?? '', /wrong/);
        const let_in = await outcome(address, { protocol_version }, { username: 'grid', password: 'right' });
        assert.deepEqual([let_in.connected, let_in.error], [true, undefined]);
      } finally {
        await mosquitto.close();
      }
    });
  }

  it('a long packet gets the rest: over MQTT 5 the limit is known, over 3.1.1 it is learnt', async () => {
    for (const protocol_version of ['5', '4']) {
      await withBench(
        async ({ mosquitto, external, publisher, subscriber }) => {
          await mosquitto.stop();
          await mosquitto.configure(['allow_anonymous true', 'max_packet_size 3000']);
          for (const sequence of [1, 2, 3]) await publisher.publish(numbered(sequence));
          await mosquitto.run();
          await until(subscriber, 3);
          await stateOf(external, ({ stored }) => stored === 0);
          assert.deepEqual(sequencesOn(subscriber, `${BASE}/metrics`), [1, 2, 3]);
          assert.deepEqual(sequencesOn(subscriber, `${BASE}/snapshot`), []);
          assert.equal(external.state().dropped, 3);
        },
        { protocol_version },
      );
    }
  });

  it('certificates: those of its own authority are verified, names too, and clients have one', async () => {
    const mosquitto = await Mosquitto.start();
    try {
      await mosquitto.stop();
      makeCertificates(mosquitto);
      await mosquitto.configure(TLS_LISTENER);
      await mosquitto.run();
      const read = (name: string) => readFile(path.join(mosquitto.folder, name));
      const tls: TlsSettings = {
        ca: await read('ca.crt'),
        cert: await read('client.crt'),
        key: await read('client.key'),
      };
      const url = `mqtts://127.0.0.1:${mosquitto.port}`;
      const { ca, ...unknown } = tls;
      assert.match((await outcome(url, {})).error ?? '', /self-signed certificate/);
      assert.match((await outcome(url, { tls: unknown })).error ?? '', /self-signed certificate/);
      assert.match((await outcome(url, { tls: { ca } })).error ?? '', /got "/);
      const other = { ...tls, servername: 'broker.example' };
      assert.match((await outcome(url, { tls: other })).error ?? '', /altnames|does not match/i);
      const broken = { ...tls, cert: 'no certificate' };
      assert.match((await outcome(url, { tls: broken })).error ?? '', /PEM|certificate/i);
      const trusted = await outcome(url, { tls: { ...unknown, rejectUnauthorized: false } });
      assert.deepEqual([trusted.connected, trusted.error], [true, undefined]);
      const named = { ...tls, servername: 'localhost' };
      const subscriber = await Subscriber.to(mosquitto.port, 'gridloom/#', ...certificatesOf(mosquitto));
      const known = await outcome(url, { tls: named });
      assert.deepEqual([known.connected, known.error], [true, undefined]);
      await until(subscriber, 1);
      await subscriber.close();
    } finally {
      await mosquitto.close();
    }
  });
});

function certificatesOf({ folder }: Mosquitto): string[] {
  return ['cafile', 'cert', 'key'].flatMap((option) => {
    const name = { cafile: 'ca.crt', cert: 'client.crt', key: 'client.key' }[option] as string;
    return [`--${option}`, path.join(folder, name)];
  });
}
