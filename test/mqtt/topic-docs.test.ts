import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { OperatorMessage } from '../../lib/contract';
import {
  type GridConnection,
  GridTopics,
  type PublishOptions,
  type Received,
  TOPIC_TABLE,
  type TopicKind,
} from '../../lib/mqtt';
import { ROOT } from '../support/reference';
import { optimization, publisherOn, riskySnapshot } from './clients';

const schema = JSON.parse(readFileSync(path.join(ROOT, 'lib/mqtt/generated/schema.json'), 'utf8'));
const BASE = 'gridloom/riverside';

async function script<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(path.join(ROOT, 'scripts', name)).href)) as T;
}

function docs(name: string): string {
  return readFileSync(path.join(ROOT, 'docs', name), 'utf8');
}

describe('the docs of the topics', () => {
  const remedy = 'renew it: npm run build && node scripts/mqtt-topics.mjs';

  it('are those that the table and the types make', async () => {
    const { topicsPage } = await script<{ topicsPage(table: object, schema: object): string }>(
      'topics-page.mjs',
    );
    assert.equal(docs('mqtt-topics.md'), topicsPage(TOPIC_TABLE, schema), remedy);
  });

  it('have an AsyncAPI document that says the same', async () => {
    const { asyncApi } = await script<{ asyncApi(table: object, schema: object, version: string): object }>(
      'asyncapi.mjs',
    );
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    const made = asyncApi(TOPIC_TABLE, schema, version);
    assert.deepEqual(JSON.parse(docs('mqtt.asyncapi.json')), JSON.parse(JSON.stringify(made)), remedy);
  });

  it('lead to headings that are there', () => {
    const page = docs('mqtt-topics.md');
    const headings = new Set([...page.matchAll(/^#+ (.+)$/gm)].map(([, name]) => name?.toLowerCase()));
    for (const [, anchor] of page.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(headings.has(anchor), anchor);
  });
});

interface Published {
  topic: string;
  payload: string;
  options: PublishOptions;
}

/** What a publisher with every kind of news publishes, and what it listens to. */
async function everything(): Promise<{ published: Published[]; filters: string[] }> {
  const published: Published[] = [];
  const handlers = new Map<string, (message: Received) => void>();
  const connection: GridConnection = {
    publish: (topic, payload, options = {}) => {
      published.push({ topic, payload: payload.toString(), options });
      return true;
    },
    subscribe: (filter, handler) => void handlers.set(filter, handler),
    state: () => ({ mode: 'external', connected: true, address: '', dropped: 0 }),
    close: async () => {},
  };
  const publisher = publisherOn({
    connect: () => connection,
    state: connection.state,
    onChange: () => () => {},
    close: async () => {},
  });
  await publisher.publish({ ...riskySnapshot(1, { L1: 0.9 }), optimization });
  publisher.tell(message);
  const command = Buffer.from('{"command":"step"}');
  handlers.get(`${BASE}/command`)?.({ topic: `${BASE}/command`, payload: command, retain: false });
  await publisher.close(true);
  return { published, filters: [...handlers.keys()] };
}

const message: OperatorMessage = {
  ...{ kind: 'plan_done', severity: 'info', text: 'done: a', plan_id: 'a' },
  ...{ sequence: 1, timestamp: '2026-01-31T12:00:00.000Z' },
};

/** The kind of topic that a topic is of. */
function kindOf(topic: string): [string, TopicKind] {
  const found = Object.entries<TopicKind>(TOPIC_TABLE).filter(([, { path: pattern }]) =>
    new RegExp(`^${BASE}/${pattern.replaceAll(/<[^>]+>/g, '[^/]+')}$`).test(topic),
  );
  assert.equal(found.length, 1, topic);
  return found[0] as [string, TopicKind];
}

describe('the table of topics', () => {
  it('says how each topic is published, and what stands on it', async () => {
    const ajv = new Ajv({ strict: false, discriminator: true });
    addFormats(ajv);
    ajv.addSchema(schema, 'payloads');
    const { published, filters } = await everything();
    const met = new Set<string>(['status']); // The connection's own.
    for (const { topic, payload, options } of published) {
      const [name, kind] = kindOf(topic);
      met.add(name);
      const { retain = false, qos = 0, keep = false, expiry_s } = options;
      assert.deepEqual(
        { retain, qos, keep, expiry_s },
        { retain: kind.retain, qos: kind.qos, keep: kind.outage === 'each', expiry_s: kind.expiry_s },
        topic,
      );
      if (payload === '') continue; // Clears the topic.
      const valid = ajv.validate(`payloads#/definitions/${kind.payload}`, JSON.parse(payload));
      assert.ok(valid, `${topic}: ${ajv.errorsText()}`);
    }
    assert.ok(filters.includes(`${BASE}/command`));
    met.add('command');
    assert.deepEqual([...met].sort(), Object.keys(TOPIC_TABLE).sort());
  });

  it('names the topics where they are published', () => {
    const topics = new GridTopics('gridloom', 'riverside');
    assert.equal(kindOf(topics.status)[0], 'status');
    for (const name of [
      'snapshot',
      'metrics',
      'risk',
      'paths',
      'operator',
      'command',
      'commandResult',
    ] as const) {
      assert.equal(kindOf(topics[name])[0], name);
    }
    for (const name of ['node', 'edge', 'alarm'] as const) assert.equal(kindOf(topics[name]('a/b'))[0], name);
  });
});
