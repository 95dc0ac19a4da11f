/** `npm run bench`: prints the figures as tables; `--json FILE` also writes them with machine and version. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCycle, trainedModels } from './cycle';
import { benchProcess } from './process';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '8,100,1000,10000' },
    json: { type: 'string' },
  },
});
void run(values.sizes.split(',').map(Number), values.json);

async function run(sizes: number[], file: string | undefined): Promise<void> {
  const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  console.log(machine);
  const models = await trainedModels();
  const cycle: Record<string, number>[] = [];
  for (const size of sizes) cycle.push(await benchCycle(size, models.folder));
  models.remove();
  console.log('\nOne cycle, medians');
  console.table(cycle);
  const whole: Record<string, number>[] = [];
  for (const size of sizes) whole.push(await benchProcess(size));
  console.log('\nThe whole process under Node-RED, a tick every 3 s');
  console.table(whole);
  if (file !== undefined)
    writeFileSync(file, `${JSON.stringify({ machine, cycle, process: whole }, null, 2)}\n`);
}
