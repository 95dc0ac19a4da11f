// Writes lib/contract/generated: the JSON Schemas of the contract, made from its TypeScript types, and validators
// compiled from the schemas, so that nothing is compiled at run time. Run by `npm run build`.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = ['lib/contract/snapshot.ts', 'lib/contract/commands.ts', 'lib/contract/network.ts'];
const out = path.join(root, 'lib/contract/generated');
const roots = ['Snapshot', 'GridCommand', 'OptimizeCommand', 'Network'];

const inputs = [...sources, 'scripts/generate-schemas.mjs'].map((file) =>
  readFileSync(path.join(root, file)),
);
const stamp = createHash('sha256').update(Buffer.concat(inputs)).digest('hex');
const stampFile = path.join(out, 'stamp');
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) await generate();

async function generate() {
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
  const schema = { $schema: 'http://json-schema.org/draft-07/schema#', $id: 'gridloom', definitions };

  const { default: Ajv } = await import('ajv');
  const { default: standalone } = await import('ajv/dist/standalone/index.js');
  const ajv = new Ajv({
    code: { source: true, lines: true },
    verbose: true,
    discriminator: true,
    // The pattern beside it does the checking, so that the validators need no package at run time.
    formats: { 'date-time': true },
  });
  ajv.addSchema(schema);
  const code = standalone(
    ajv,
    Object.fromEntries(roots.map((name) => [`validate${name}`, `gridloom#/definitions/${name}`])),
  );

  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, 'validators.d.ts'), declarations());
  writeFileSync(path.join(out, 'schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
  writeFileSync(path.join(out, 'validators.js'), code);
  writeFileSync(stampFile, stamp);
}

function declarations() {
  const lines = roots.map((name) => `export declare const validate${name}: Validator;`);
  return ["import type { Validator } from '../violation';", ...lines, ''].join('\n');
}
