/**
 * `npm run bench`: prints the figures as tables; `--json FILE` also writes them with machine and version, `--only`
 * chooses one part: power-flow, state-estimation, routing, reconfiguration, simulator, agent, risk, cycle, process, load or hostile.
 */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAgent } from './agent';
import { benchCycle, trainedModels } from './cycle';
import { benchHostile } from './hostile';
import { benchLoad } from './load';
import { benchPowerFlow } from './power-flow';
import { benchProcess } from './process';
import { benchReconfiguration } from './reconfiguration';
import { benchRisk } from './risk';
import { benchRouting } from './routing';
import { benchSimulator } from './simulator';
import { benchStateEstimation } from './state-estimation';

type Row = Record<string, number | string>;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '8,100,1000,10000' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
void run(values.sizes.split(',').map(Number), values.only, values.json);

async function run(sizes: number[], only: string | undefined, file: string | undefined): Promise<void> {
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  console.log(machine);
  const parts: Record<string, () => Promise<Record<string, Row[]>>> = {
    'power-flow': benchPowerFlow,
    'state-estimation': benchStateEstimation,
    routing: benchRouting,
    reconfiguration: benchReconfiguration,
    simulator: benchSimulator,
    agent: benchAgent,
    risk: benchRisk,
    cycle: async () => ({ cycle: await cycles(sizes) }),
    load: benchLoad,
    hostile: benchHostile,
    process: async () => ({ process: await processes(sizes) }),
  };
  const tables: Record<string, Row[]> = {};
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue;
    const made = await part();
    for (const [table, rows] of Object.entries(made)) {
      console.log(`\n${table}`);
      console.table(rows);
    }
    Object.assign(tables, made);
  }
  if (file !== undefined)
    writeFileSync(file, `${JSON.stringify({ machine, command, ...tables }, null, 2)}\n`);
}

/** One cycle, medians. */
async function cycles(sizes: readonly number[]): Promise<Row[]> {
  const models = await trainedModels();
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await benchCycle(size, models.folder));
  models.remove();
  return rows;
}

/** The whole process under Node-RED, a tick every 3 s. */
async function processes(sizes: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const size of sizes) rows.push(await benchProcess(size));
  return rows;
}
