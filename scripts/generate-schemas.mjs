// Writes the JSON Schemas of what crosses a border, made from its TypeScript types: lib/contract/generated with
// validators compiled from the schemas, so that nothing is compiled at run time; lib/api/generated, which the OpenAPI
// document takes its shapes from; and lib/mqtt/generated, which docs/mqtt-topics.md is made of. Run by `npm run build`. With --docs it also renews docs/network.schema.json.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { networkSchema } from './network-schema.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const contractSources = ['snapshot', 'commands', 'operator', 'network', 'scenario'].map(
  (name) => `lib/contract/${name}.ts`,
);
const apiSources = ['lib/api/documents.ts', 'lib/api/list-documents.ts'];
// What the API's types lean on: a change there makes the schemas anew.
const apiInputs = [...apiSources, ...contractSources, 'lib/alarms/document.ts', 'lib/errors/index.ts'];
const mqttSources = ['lib/mqtt/payloads.ts'];
const mqttInputs = [...mqttSources, 'lib/alarms/document.ts', ...contractSources];
const roots = [
  'Snapshot',
  'IssuedPlan',
  'GridCommand',
  'OptimizeCommand',
  'OptimizerCommand',
  'OperatorMessage',
  'Network',
  'Scenario',
];

await unlessCurrent('lib/contract/generated', contractSources, async (out) => {
  const schema = await schemaOf('gridloom', contractSources);
  writeFileSync(path.join(out, 'validators.d.ts'), declarations());
  writeFileSync(path.join(out, 'schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
  writeFileSync(path.join(out, 'validators.js'), await validatorsOf(schema));
});
await unlessCurrent('lib/api/generated', apiInputs, async (out) => {
  const schema = await schemaOf('gridloom-api', apiSources);
  writeFileSync(path.join(out, 'requests.d.ts'), requestDeclarations());
  writeFileSync(path.join(out, 'schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
});
await unlessCurrent('lib/mqtt/generated', mqttInputs, async (out) => {
  const schema = await schemaOf('gridloom-mqtt', mqttSources);
  writeFileSync(path.join(out, 'schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
});
if (process.argv.includes('--docs')) {
  const schema = JSON.parse(readFileSync(path.join(root, 'lib/contract/generated/schema.json'), 'utf8'));
  const text = `${JSON.stringify(networkSchema(schema), null, 2)}\n`;
  writeFileSync(path.join(root, 'docs/network.schema.json'), text);
}

async function unlessCurrent(folder, sources, generate) {
  const inputs = [...sources, 'scripts/generate-schemas.mjs'].map((file) =>
    readFileSync(path.join(root, file)),
  );
  const stamp = createHash('sha256').update(Buffer.concat(inputs)).digest('hex');
  const out = path.join(root, folder);
  const stampFile = path.join(out, 'stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  mkdirSync(out, { recursive: true });
  await generate(out);
  writeFileSync(stampFile, stamp);
}

async function schemaOf(id, sources) {
  const { createGenerator } = await import('ts-json-schema-generator');
  const definitions = {};
  for (const source of sources) {
    const generator = createGenerator({
      path: path.join(root, source),
      tsconfig: path.join(root, 'tsconfig.json'),
      type: '*',
      additionalProperties: true,
      skipTypeCheck: true,
      discriminatorType: 'open-api',
    });
    Object.assign(definitions, generator.createSchema('*').definitions);
  }
  return { $schema: 'http://json-schema.org/draft-07/schema#', $id: id, definitions };
}

async function validatorsOf(schema) {
  const { default: Ajv } = await import('ajv');
  const { default: standalone } = await import('ajv/dist/standalone/index.js');
  const ajv = new Ajv({
    code: { source: true, lines: true },
    verbose: true,
    discriminator: true,
    // A further field of a MATPOWER case holds numbers and texts side by side.
    allowUnionTypes: true,
    // The pattern beside it does the checking, so that the validators need no package at run time.
    formats: { 'date-time': true },
  });
  ajv.addSchema(schema);
  return standalone(
    ajv,
    Object.fromEntries(roots.map((name) => [`validate${name}`, `${schema.$id}#/definitions/${name}`])),
  );
}

/** Of what `generate-request-checks.mjs` writes once the document can be made. */
function requestDeclarations() {
  const lines = [
    "import type { Validator } from '../../contract';",
    'declare const checks: Readonly<Record<string, Validator | undefined>>;',
    'export = checks;',
  ];
  return [...lines, ''].join('\n');
}

function declarations() {
  const lines = roots.map((name) => `export declare const validate${name}: Validator;`);
  return ["import type { Validator } from '../violation';", ...lines, ''].join('\n');
}
