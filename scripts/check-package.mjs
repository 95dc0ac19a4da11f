// Holds what `npm pack` would publish against what the package needs and must not contain.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const pack = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--silent'], {
  cwd: root,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const packed = new Set(
  JSON.parse(pack.stdout)
    .at(0)
    .files.map((file) => file.path),
);
const problems = [];

const types = Object.keys(manifest['node-red'].nodes);
const needed = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'flows/smart-grid.json',
  'flows/settings.js',
  'models/risk/simulated-30d-v1/card.json',
  'dist/lib/index.js',
  'dist/lib/index.d.ts',
  'dist/lib/workers/thread.js',
  'dist/lib/cli/gridloom.js',
  'dist/lib/contract/generated/validators.js',
  'dist/lib/contract/generated/schema.json',
  'dist/lib/api/docs-page/openapi-explorer.min.js',
  'dist/lib/api/docs-page/openapi-explorer.min.js.LICENSE.txt',
  ...types.flatMap((type) => [
    `dist/nodes/${type}/${type}.js`,
    `dist/nodes/${type}/${type}.html`,
    `dist/nodes/${type}/locales/en-US/${type}.json`,
    `dist/nodes/${type}/locales/en-US/${type}.html`,
  ]),
  ...globSync(['examples/*.json', 'docs/**/*.{md,json}'], { cwd: root }).map((file) =>
    file.replaceAll('\\', '/'),
  ),
];
for (const file of needed) if (!packed.has(file)) problems.push(`is missing: ${file}`);
for (const file of packed) {
  if (/^(test|bench|scripts|\.ci)\/|^dist\/(test|bench)\/|\.tsbuildinfo$/.test(file))
    problems.push(`does not belong: ${file}`);
}

const examples = globSync('examples/*.json', { cwd: root }).flatMap((file) =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')).map((node) => node.type),
);
for (const type of types) if (!examples.includes(type)) problems.push(`no example uses ${type}`);

for (const problem of problems) console.error(`npm pack: ${problem}`);
console.log(`npm pack: ${packed.size} files, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
