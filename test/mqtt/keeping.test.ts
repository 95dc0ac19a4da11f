import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mqtt from 'mqtt';
import { openBroker } from '../../lib/mqtt';
import type { Credentials } from '../../lib/mqtt/broker';
import { ALL, Access } from '../../lib/mqtt/embedded/access';
import { Keeper } from '../../lib/mqtt/embedded/keeper';
import type { EmbeddedOptions } from '../../lib/mqtt/embedded/settings';
import { Store } from '../../lib/mqtt/embedded/store';
import { KEPT_SLACK_BYTES } from '../../lib/mqtt/limits';
import { randomStream } from '../support/random';
import { Listener, ready, settings } from './clients';

let folder: string;
const filesOf = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const bytesOf = () =>
  filesOf().reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
const contains = (text: string) =>
  filesOf().some(({ parentPath, name }) => readFileSync(path.join(parentPath, name)).includes(text));

const open = (embedded: EmbeddedOptions = {}, credentials: Credentials = {}) =>
  ready(openBroker(settings({ embedded: { folder, ...embedded }, ...credentials })));

const traveller = (address: string) =>
  mqtt.connectAsync(address, { clientId: 'traveller', clean: false, reconnectPeriod: 0 });

/** What waited for the traveller, up to a message `end`. */
async function collect(address: string): Promise<string[]> {
  const client = mqtt.connect(address, { clientId: 'traveller', clean: false, reconnectPeriod: 0 });
  const heard: string[] = [];
  await new Promise<void>((resolve) => {
    client.on('message', (_topic, payload) => {
      if (payload.toString() === 'end') resolve();
      else heard.push(payload.toString());
    });
  });
  await client.endAsync();
  return heard;
}

async function leaveSomething(address: string): Promise<void> {
  const away = await traveller(address);
  await away.subscribeAsync('a/#', { qos: 1 });
  await away.endAsync();
  const sender = await mqtt.connectAsync(address);
  for (const text of ['1', '2', '3', 'end']) await sender.publishAsync('a/b', text, { qos: 1 });
  await sender.publishAsync('left/behind', 'retained', { retain: true, qos: 1 });
  await sender.publishAsync('left/cleared', 'retained', { retain: true, qos: 1 });
  await sender.publishAsync('left/cleared', '', { retain: true, qos: 1 });
  await sender.endAsync();
}

async function expectAll(address: string): Promise<void> {
  assert.deepEqual(await collect(address), ['1', '2', '3']);
  const late = await Listener.on(address, 'left/#', 'mark');
  late.client.publish('mark', '');
  await late.topic('mark');
  assert.deepEqual(
    late.heard.filter(({ retain }) => retain).map(({ topic, text }) => [topic, text]),
    [['left/behind', 'retained']],
  );
  await late.close();
}

describe('sessions and retained messages in a folder', () => {
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-kept-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('outlast the broker', async () => {
    const first = await open();
    await leaveSomething(first.state().address);
    await first.close();
    const second = await open();
    await expectAll(second.state().address);
    await second.close();
    const third = await open();
    const { address } = third.state();
    // Nothing comes twice, and the subscription is still there.
    const sender = await mqtt.connectAsync(address);
    for (const text of ['4', 'end']) await sender.publishAsync('a/c', text, { qos: 1 });
    assert.deepEqual(await collect(address), ['4']);
    await sender.endAsync();
    await third.close();
  });

  it('outlast a process that is killed', async () => {
    const child: ChildProcess = spawn(process.execPath, [path.join(__dirname, 'kept-broker.js'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [address] = await once(child.stdout!, 'data');
    await leaveSomething(String(address).trim());
    // Written by the process, though not by the disk: what is cleared is the last that happened.
    while (!contains('"is":"cleared"')) await wait(10);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const second = await open();
    await expectAll(second.state().address);
    await second.close();
  });

  it('go with a broker that is removed', async () => {
    const broker = await open();
    await leaveSomething(broker.state().address);
    await broker.close(true);
    assert.throws(() => readdirSync(folder), { code: 'ENOENT' });
  });

  it('are taken up by those who may still come in', async () => {
    const first = await open();
    await leaveSomething(first.state().address);
    await first.close();
    const second = await open({}, { username: 'grid', password: 'secret' });
    const client = mqtt.connect(second.state().address, {
      ...{ clientId: 'traveller', clean: false, username: 'grid', password: 'secret' },
    });
    const present = await new Promise((resolve) =>
      client.once('connect', (answer) => resolve(answer.sessionPresent)),
    );
    assert.equal(present, false);
    await client.endAsync();
    await second.close();
  });

  it('are passed over where they are damaged, with a warning, and the rest goes on', async () => {
    const first = await open();
    await leaveSomething(first.state().address);
    await first.close();
    for (const { parentPath, name } of filesOf()) {
      const file = path.join(parentPath, name);
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 0, Math.floor(bytes.length / 2));
      writeFileSync(file, bytes);
    }
    const second = await open();
    assert.match(second.state().warning ?? '', /cannot be used|state/i);
    const listener = await Listener.on(second.state().address, 'x');
    await listener.client.publishAsync('x', 'goes on', { retain: true, qos: 1 });
    await listener.close();
    await second.close();
    const third = await open();
    const late = await Listener.on(third.state().address, 'x');
    assert.equal((await late.topic('x')).text, 'goes on');
    await late.close();
    await third.close();
  });

  it('warn where the folder cannot be made, and go on in memory', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const broker = await open({ folder: path.join(file, 'below') });
    assert.match(broker.state().warning ?? '', /folder cannot be written/);
    const listener = await Listener.on(broker.state().address, 'x');
    listener.client.publish('x', 'hello');
    await listener.topic('x');
    await listener.close();
    await broker.close();
  });
});

describe('the keeper', () => {
  const faults: string[] = [];
  const options = () => ({ folder, onFault: (error: Error) => void faults.push(error.message) });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-kept-'));
    faults.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function opened(): Promise<{ keeper: Keeper; store: Store }> {
    const keeper = new Keeper(options());
    const store = new Store(
      (change) => keeper.record(change),
      () => {},
    );
    await keeper.restore(store, () => ALL);
    return { keeper, store };
  }

  /** Everything that a store holds, but when sessions were left. */
  const contentOf = (store: Store) =>
    [...store.changes()]
      .filter(({ is }) => is !== 'left')
      .map((change) => ({
        ...change,
        ...('payload' in change ? { payload: change.payload.toString() } : {}),
      }));

  it('takes little more than what there is, however often it changes', async () => {
    const { keeper, store } = await opened();
    for (let round = 0; round < 60; round += 1) {
      store.retained.set('a', Buffer.alloc(1_000_000, 64 + (round % 26)), 1, true);
      await wait(2);
    }
    await keeper.close(false);
    assert.ok(bytesOf() < 2 * KEPT_SLACK_BYTES + 8e6, `${bytesOf()} bytes`);
    const again = await opened();
    assert.deepEqual(contentOf(again.store), contentOf(store));
    await again.keeper.close(false);
    assert.deepEqual(faults, []);
  });

  it('lets the time of a session begin with the end of the process, where its client had come back', async () => {
    const begun = Date.now();
    const { keeper, store } = await opened();
    const access = new Access(ALL, '', 'back');
    for (const id of ['back', 'gone']) {
      store.sessions.open(id, access);
      store.sessions.leave(id, 1);
    }
    store.sessions.open('back', access);
    await keeper.close(false);
    const again = await opened();
    assert.equal(again.store.sessions.get('gone')?.leftAt, 1);
    assert.ok((again.store.sessions.get('back')?.leftAt ?? 0) >= begun);
    await again.keeper.close(false);
  });

  it('puts back what any sequence of changes left, whenever it was written anew', async () => {
    const random = randomStream(11);
    const pick = (most: number) => Math.floor(random() * most);
    let { keeper, store } = await opened();
    let key = 0;
    for (let step = 1; step <= 6_000; step += 1) {
      const id = `client-${pick(5)}`;
      const session = store.sessions.get(id);
      const some = [...(session?.queued ?? [])][pick(20)];
      const act = pick(9);
      const payload = Buffer.alloc(act === 8 ? 200_000 : 5, 97 + pick(20));
      if (act === 0) store.sessions.open(id, new Access(ALL, `user-${pick(2)}`, id));
      if (act === 1 && pick(20) === 0) store.sessions.end(id);
      if (act === 2) store.sessions.subscribe(id, { topic: `t/${pick(4)}`, qos: pick(3) as 0 });
      if (act === 3) store.sessions.unsubscribe(id, `t/${pick(4)}`);
      if (act === 4 && session !== undefined) {
        key += 1;
        store.sessions.enqueue(session, { key, cmd: 'publish', topic: 't', payload, qos: 2, retain: false });
      }
      if (act === 5 && some !== undefined) store.sessions.sent(id, some.key, 1 + pick(65_535));
      if (act === 6 && some?.messageId !== undefined) store.sessions.release(id, some.messageId);
      if (act === 7 && some !== undefined) store.sessions.remove(id, some.key);
      if (act === 8) store.retained.set(`r/${pick(6)}`, pick(4) === 0 ? Buffer.alloc(0) : payload, 1, true);
      if (step % 50 === 0) await wait(1);
      if (step % 1_500 !== 0) continue;
      await keeper.close(false);
      const again = await opened();
      assert.deepEqual(contentOf(again.store), contentOf(store), `after ${step} steps`);
      ({ keeper, store } = again);
    }
    await keeper.close(false);
    assert.deepEqual(faults, []);
  });
});
