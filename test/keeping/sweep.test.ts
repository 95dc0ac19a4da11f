import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sweepFolders } from '../../lib/keeping';

describe('sweeping what is kept', () => {
  it('removes the old folders of owners that are gone, and nothing else', async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    try {
      for (const name of ['known', 'gone', 'gone-lately']) {
        mkdirSync(path.join(root, name));
        writeFileSync(path.join(root, name, 'run.state'), '');
        if (name !== 'gone-lately') utimesSync(path.join(root, name), 1, 1);
      }
      writeFileSync(path.join(root, 'file'), '');
      utimesSync(path.join(root, 'file'), 1, 1);
      await sweepFolders(root, (name) => name === 'known', Date.now() - 1000);
      assert.deepEqual(readdirSync(root).sort(), ['file', 'gone-lately', 'known']);
      await sweepFolders(path.join(root, 'none'), () => false, Date.now());
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
