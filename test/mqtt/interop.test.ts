import assert from 'node:assert/strict';
import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { BrokerSettings } from '../../lib/mqtt';
import { portOf, publisherOn, riskySnapshot, withBroker } from './clients';
import { WITHOUT_MOSQUITTO } from './mosquitto/broker';

const run = promisify(execFile);

const on =
  (body: (at: string[]) => Promise<void>, changes: Partial<BrokerSettings> = {}) =>
  () =>
    withBroker(async (_broker, address) => body(['-h', '127.0.0.1', '-p', String(portOf(address))]), changes);

/** What mosquitto_sub hears, as it writes it, until so many messages came; it listens once `to` has resolved. */
class Heard {
  readonly output: Promise<Buffer>;
  /** Resolves at the first message. */
  readonly begun: Promise<unknown>;

  private constructor(options: string[]) {
    const stream = listen(options);
    this.begun = once(stream, 'data');
    this.output = collect(stream);
  }

  static async to(at: string[], count: number, ...options: string[]): Promise<Heard> {
    const session = [...at, '-c', '-i', `sub-${Math.random()}`, '-q', '2', ...options];
    await run('mosquitto_sub', [...session, '-E']);
    return new Heard([...session, '-C', String(count), '-W', '15']);
  }

  async lines(): Promise<string[]> {
    return (await this.output).toString().trimEnd().split('\n');
  }
}

function listen(options: string[]): Readable {
  return spawn('mosquitto_sub', options, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout;
}

const read = (options: string[]) => collect(listen(options));

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const publish = (at: string[], ...options: string[]) => run('mosquitto_pub', [...at, ...options]);

/** What a program writes to its error output where it fails, and its exit code. */
async function failure(program: string, ...options: string[]): Promise<{ code: unknown; said: string }> {
  try {
    await run(program, options);
  } catch (error) {
    const { code, stderr = '' } = error as ExecFileException & { stderr?: string };
    return { code, said: stderr };
  }
  throw new Error(`${program} did not fail`);
}

(WITHOUT_MOSQUITTO ? describe.skip : describe)("the embedded broker and mosquitto's clients", function () {
  this.timeout(60_000);

  it(
    'pass messages at each quality of service',
    on(async (at) => {
      const subscriber = await Heard.to(at, 3, '-t', 'q/+', '-F', '%t %q %r %p');
      const send = (qos: string) => publish(at, '-t', `q/${qos}`, '-q', qos, '-m', `at ${qos}`);
      await send('2');
      await send('1');
      // No session keeps what is sent at 0 while its client is away.
      await subscriber.begun;
      await send('0');
      assert.deepEqual(await subscriber.lines(), ['q/2 2 0 at 2', 'q/1 1 0 at 1', 'q/0 0 0 at 0']);
    }),
  );

  it(
    'pass a thousand messages of one publisher in order',
    on(async (at) => {
      const subscriber = await Heard.to(at, 1000, '-t', 'many');
      const child = spawn('mosquitto_pub', [...at, '-t', 'many', '-q', '1', '-l']);
      const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`);
      child.stdin.end(`${lines.join('\n')}\n`);
      assert.deepEqual(await subscriber.lines(), lines);
    }),
  );

  it(
    'keep and clear retained messages',
    on(async (at) => {
      await publish(at, '-t', 'kept/a', '-r', '-q', '1', '-m', 'old');
      await publish(at, '-t', 'kept/a', '-r', '-q', '1', '-m', 'new');
      await publish(at, '-t', 'kept/b', '-r', '-q', '1', '-m', 'other');
      const options = ['-t', 'kept/#', '-F', '%t %r %p', '-W', '15'];
      assert.equal((await read([...at, ...options, '-C', '2'])).toString(), 'kept/a 1 new\nkept/b 1 other\n');
      await publish(at, '-t', 'kept/a', '-r', '-q', '1', '-n');
      assert.equal((await read([...at, ...options, '-C', '1'])).toString(), 'kept/b 1 other\n');
    }),
  );

  it(
    'publish a will when a client is killed, and none when it ends by itself',
    on(async (at) => {
      const subscriber = await Heard.to(at, 1, '-t', 'will/+', '-F', '%t %q %p');
      const will = (name: string) => [
        '--will-topic',
        `will/${name}`,
        '--will-payload',
        name,
        '--will-qos',
        '1',
      ];
      await publish(at, ...will('polite'), '-t', 'x', '-m', 'y');
      const doomed = spawn('mosquitto_pub', [...at, ...will('doomed'), '-t', 'there', '-l', '-q', '1']);
      const there = await Heard.to(at, 1, '-t', 'there');
      doomed.stdin.write('I am here\n');
      await there.lines();
      doomed.kill('SIGKILL');
      assert.deepEqual(await subscriber.lines(), ['will/doomed 1 doomed']);
    }),
  );

  it(
    'pass a payload of 3 MiB byte by byte, and refuse one above the limit',
    on(async (at) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'gridloom-interop-'));
      try {
        const [big, tooBig] = [path.join(folder, 'big'), path.join(folder, 'too-big')];
        const payload = randomBytes(3 * 1024 * 1024);
        await writeFile(big, payload);
        await writeFile(tooBig, Buffer.alloc(5 * 1024 * 1024));
        const subscriber = await Heard.to(at, 1, '-t', 'big', '-N');
        const { said } = await failure('mosquitto_pub', ...at, '-t', 'big', '-q', '1', '-f', tooBig);
        assert.match(said, /connection|lost/i);
        await publish(at, '-t', 'big', '-q', '1', '-f', big);
        assert.ok(payload.equals(await subscriber.output));
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
  );

  it(
    'say why a client is not let in',
    on(
      async (at) => {
        const right = ['-u', 'grid', '-P', 'secret'];
        await publish(at, ...right, '-t', 'a', '-m', 'b', '-q', '1');
        for (const login of [
          [],
          ['-u', 'grid'],
          ['-u', 'grid', '-P', 'wrong'],
          ['-u', 'other', '-P', 'secret'],
        ]) {
          const { code, said } = await failure(
            'mosquitto_pub',
            ...at,
            ...login,
            '-t',
            'a',
            '-m',
            'b',
            '-q',
            '1',
          );
          assert.match(said, /Connection Refused: (bad user name or password|not authorised)/i);
          assert.ok(code === 4 || code === 5, String(code));
        }
        const newer = await failure('mosquitto_pub', ...at, ...right, '-V', 'mqttv5', '-t', 'a', '-m', 'b');
        assert.match(newer.said, /protocol version/i);
      },
      { username: 'grid', password: 'secret' },
    ),
  );

  it('bring the grid to a shell, and commands back', () =>
    withBroker(async (broker, address) => {
      const at = ['-h', '127.0.0.1', '-p', String(portOf(address))];
      const publisher = publisherOn(broker);
      await publisher.publish(riskySnapshot(4, { L1: 0.9 }));
      const alarm = await read([...at, '-t', 'gridloom/+/alarms/+', '-C', '1', '-W', '15']);
      const { edge, state, sequence } = JSON.parse(alarm.toString());
      assert.deepEqual([edge, state, sequence], ['L1', 'raised', 4]);
      const answers = await Heard.to(at, 1, '-t', 'gridloom/riverside/command/result');
      await publish(at, '-t', 'gridloom/riverside/command', '-q', '2', '-m', '{"command":"step"}');
      assert.deepEqual(JSON.parse((await answers.lines())[0] as string), { command: 'step', ok: true });
      assert.deepEqual(publisher.collected.commands, [{ command: 'step' }]);
      await publisher.close();
      const status = await read([...at, '-t', 'gridloom/+/status', '-C', '1', '-W', '15']);
      assert.equal(status.toString(), 'offline\n');
    }));
});
