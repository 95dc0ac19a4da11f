// `npm run -s gridloom -- ...`: the command line of this clone, built first where that is needed. Nothing but the
// command itself writes to standard output.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const main = path.join(root, 'dist/lib/cli/gridloom.js');
const pinned = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
if (!isCurrent()) await import('./setup.mjs');
// npm runs scripts in the package's folder; files are meant from where the user stands.
const { status } = spawnSync(pinned, [main, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
});
process.exitCode = status ?? 70;

/** Whether the packages are there, and the last complete build is younger than every source. */
function isCurrent() {
  const stamp = path.join(root, 'dist/.built');
  if (!existsSync(stamp) || !existsSync(pinned)) return false;
  const built = statSync(stamp).mtimeMs;
  const sources = ['lib', 'scripts'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(folder, file)),
  );
  return [...sources, 'package-lock.json', 'tsconfig.json'].every(
    // An editor's lock may be a link that leads nowhere.
    (file) => (statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) <= built,
  );
}
