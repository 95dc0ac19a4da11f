// Copies the page that shows the OpenAPI document, openapi-explorer, into dist: its bundle as it is, with the licences of
// all that is in it. Run by `npm run build`.
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const BUNDLE = 'openapi-explorer.min.js';

export function copyExplorer(root) {
  const out = path.join(root, 'dist/lib/api/docs-page');
  mkdirSync(out, { recursive: true });
  const folder = path.join(root, 'node_modules/openapi-explorer');
  writeFileSync(path.join(out, BUNDLE), readFileSync(path.join(folder, 'dist/browser', BUNDLE)));
  writeFileSync(
    path.join(out, `${BUNDLE}.LICENSE.txt`),
    licencesOf(root, folder).join(`\n${'-'.repeat(80)}\n\n`),
  );
}

/** Of a package and of all that it depends on, each once. */
function licencesOf(root, folder, seen = new Set()) {
  if (seen.has(folder)) return [];
  seen.add(folder);
  const {
    name,
    version,
    license,
    dependencies = {},
  } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const [file] = globSync('{LICENSE,LICENCE,license}{,.md,.txt,-MIT,-MIT.txt}', { cwd: folder });
  const text = file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8');
  const inner = Object.keys(dependencies).flatMap((dependency) => {
    const found = folderOf(root, folder, dependency);
    return found === undefined ? [] : licencesOf(root, found, seen);
  });
  return [`${name} ${version} (${license})\n\n${text}`, ...inner];
}

/** Where Node.js would find a package for one that stands in a folder. */
function folderOf(root, from, name) {
  for (let folder = from; folder.startsWith(root); folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
  }
  return undefined;
}
