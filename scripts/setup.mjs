// Brings a clone to where it can run: installs the locked packages when the lock file has changed, and builds.
// Needs nothing but Node 20 and npm; runs on Linux, macOS and Windows.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdSetup } from './setup-lock.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** The Node that the project pins, whatever the machine has. */
export const pinnedNode = path.join(
  root,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

const began = Date.now();
const { waited, release } = holdSetup(root);
install();
if (!waited || !wasBuilt()) run('building', pinnedNode, [path.join(root, 'scripts/build.mjs')]);
// `npm start` goes on in this process.
release();

/** Whether the process that was waited for has built: its program may be running from there by now. */
function wasBuilt() {
  const built = statSync(path.join(root, 'dist/.built'), { throwIfNoEntry: false });
  return built !== undefined && built.mtimeMs > began;
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules/.gridloom-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(pinnedNode)) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  run('installing packages (about a minute, once)', npm, [
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  writeFileSync(stamp, lock);
}

function run(what, command, args) {
  if (what !== 'building') console.error(`gridloom: ${what}`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    // Standard output is that of the command which this prepares.
    stdio: ['inherit', 2, 2],
    // Its install script would fetch libraries for graphics cards; npm 11.19 and later heed allowScripts instead.
    env: { ...process.env, npm_config_onnxruntime_node_install: 'skip' },
    shell: command.endsWith('.cmd'),
  });
  if (status === 0) return;
  console.error(`gridloom: ${what} failed${error ? `: ${error.message}` : ''}`);
  // Not 1, with which the command line says that a power flow has not converged.
  process.exit(70);
}
