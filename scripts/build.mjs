// Builds dist/: schemas and validators, TypeScript, and the files that tsc does not carry over.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRequestChecks } from './generate-request-checks.mjs';
import { copyExplorer } from './copy-explorer.mjs';
import './generate-schemas.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tsc = spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', root], {
  cwd: root,
  stdio: 'inherit',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);

for (const file of globSync('{nodes/**/*.{html,svg,png},nodes/*/locales/**,lib/*/generated/*.{js,json}}', {
  cwd: root,
  withFileTypes: true,
})) {
  if (!file.isFile()) continue;
  const from = path.join(file.parentPath, file.name);
  const to = path.join(root, 'dist', path.relative(root, from));
  mkdirSync(path.dirname(to), { recursive: true });
  cpSync(from, to);
}

removeStale();
await generateRequestChecks(root);
copyExplorer(root);
writeFileSync(path.join(root, 'dist/.built'), '');

/** What was built of a source that is gone would otherwise be published, and its tests would still run. */
function removeStale() {
  for (const file of globSync('dist/**/*.{js,d.ts,js.map}', { cwd: root })) {
    const source = path.join(root, path.relative('dist', file)).replace(/\.(d\.ts|js|js\.map)$/, '');
    if (!existsSync(`${source}.ts`) && !existsSync(`${source}.js`)) rmSync(path.join(root, file));
  }
}
