// One setup of a clone at a time: two installations at once delete each other's files.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const POLL_MS = 200;

/**
 * Waits until no other process sets up this folder, and holds others off until `release` or the end of this process.
 * `waited` tells whether there was another.
 */
export function holdSetup(root) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const lock = path.join(tmpdir(), `gridloom-setup-${name}`);
  let waited = false;
  while (!taken(lock)) {
    waited = true;
    if (isLeftBehind(lock)) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  return {
    waited,
    release: () => {
      process.off('exit', release);
      release();
    },
  };
}

function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the process that wrote it is gone, as after a kill. */
function isLeftBehind(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Just made, and not written yet.
    if (pid === 0) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
