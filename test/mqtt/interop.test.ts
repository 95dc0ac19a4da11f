import assert from 'node:assert/strict';
import { type ExecFileException, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { BrokerSettings } from '../../lib/mqtt';
import { portOf, publisherOn, riskySnapshot, withBroker } from './clients';
import { WITHOUT_MOSQUITTO } from './mosquitto/broker';

const run = promisify(execFile);

const on =
  (body: (at: string[]) => Promise<void>, changes: Partial<BrokerSettings> = {}) =>
  () =>
    withBroker(async (_broker, address) => body(['-h', '127.0.0.1', '-p', String(portOf(address))]), changes);

/** A mosquitto_sub that ends after so many messages; its subscription stands once this has resolved. */
async function listening(at: string[], count: number, ...options: string[]): Promise<Promise<Buffer>> {
  const session = [...at, '-c', '-i', `sub-${Math.random()}`, '-q', '2', ...options];
  await run('mosquitto_sub', [...session, '-E']);
  return Object.assign(heard(session, count), {});
}

function heard(session: string[], count: number): Promise<Buffer> {
  const child = spawn('mosquitto_sub', [...session, '-C', String(count), '-W', '15'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => child.once('close', () => resolve(Buffer.concat(chunks))));
}
