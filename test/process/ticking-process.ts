/** A simulated source that keeps its run in the folder given and appends its snapshots to a file there; takes commands. */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { GridCommand } from '../../lib/contract';
import { builtinNetwork } from '../../lib/grid';
import { readSettings } from '../../nodes/scada-sim/settings';
import { Source } from '../../nodes/scada-sim/source';

const folder = process.argv[2];
const source = new Source({
  settings: { ...readSettings({ acceleration: 1000 }), interval_s: 0.02 },
  network: Promise.resolve(builtinNetwork('riverside')),
  newRunId: randomUUID,
  file: path.join(folder, 'run.state'),
  now_s: () => Date.now() / 1000,
  onSnapshot: (snapshot) => appendFileSync(path.join(folder, 'snapshots'), `${JSON.stringify(snapshot)}\n`),
  onNotice: (error) => console.log(error.message),
  onError: (error) => console.log(error),
});
process.on('message', (command: GridCommand) => void source.command(command));
source.start();
