// Holds what `npm pack` would publish, and what comes with it, against what the package needs and must not contain.
// With --list it names the packages that come with it.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtimeDependencies } from './runtime-dependencies.mjs';

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
  // Nothing that a running Node-RED leaves, and no key.
  if (/\.(state|log|env|pem|key)$|_cred\.json$|corrupt-\d+$/.test(file))
    problems.push(`is not for others: ${file}`);
}

const examples = globSync('examples/*.json', { cwd: root }).flatMap((file) =>
  JSON.parse(readFileSync(path.join(root, file), 'utf8')).map((node) => node.type),
);
for (const type of types) if (!examples.includes(type)) problems.push(`no example uses ${type}`);

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'preuninstall', 'uninstall'];
for (const name of INSTALL_SCRIPTS) {
  if (manifest.scripts[name] !== undefined) problems.push(`the package itself has a script ${name}`);
}
// Licences that a product of any kind may ship with, without conditions beyond naming them.
const LICENCES = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'];
// Optional packages that may run a script when they are installed: both fetch or tell, and are not needed.
const MAY_INSTALL = ['onnxruntime-node', 'protobufjs'];
const dependencies = runtimeDependencies(root);
for (const { name, version, license, optional, installs } of dependencies) {
  const alternatives = String(license).replaceAll(/[()]/g, '').split(' OR ');
  const at = `${name} ${version}`;
  if (!alternatives.some((one) => LICENCES.includes(one))) problems.push(`${at} has the licence ${license}`);
  if (installs && !(optional && MAY_INSTALL.includes(name)))
    problems.push(`${at} runs a script when it is installed`);
  if (process.argv.includes('--list')) {
    console.log(`${at}  ${license}${optional ? '  optional' : ''}${installs ? '  install script' : ''}`);
  }
}

for (const problem of problems) console.error(`npm pack: ${problem}`);
const needless = dependencies.filter(({ optional }) => optional).length;
console.log(
  `npm pack: ${packed.size} files, ${dependencies.length - needless} packages and ${needless} optional ones, ${problems.length} problems`,
);
process.exit(problems.length === 0 ? 0 : 1);
