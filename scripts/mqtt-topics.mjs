// Renews docs/mqtt-topics.md and docs/mqtt.asyncapi.json from what was built: npm run build && node scripts/mqtt-topics.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { asyncApi } from './asyncapi.mjs';
import { topicsPage } from './topics-page.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { TOPIC_TABLE } = createRequire(import.meta.url)('../dist/lib/mqtt/topic-table.js');
const schema = JSON.parse(readFileSync(path.join(root, 'lib/mqtt/generated/schema.json'), 'utf8'));
writeFileSync(path.join(root, 'docs/mqtt-topics.md'), topicsPage(TOPIC_TABLE, schema));
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
writeFileSync(
  path.join(root, 'docs/mqtt.asyncapi.json'),
  `${JSON.stringify(asyncApi(TOPIC_TABLE, schema, version), null, 2)}\n`,
);
