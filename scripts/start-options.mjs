// The options of `npm start`, checked before anything is installed, written or started.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string', default: '1880' },
  'mqtt-port': { type: 'string' },
  nodes: { type: 'string' },
  generators: { type: 'string' },
  network: { type: 'string' },
  'load-shape': { type: 'string' },
  interval: { type: 'string' },
  'time-step': { type: 'string' },
  'start-time': { type: 'string' },
  scenario: { type: 'string' },
  acceleration: { type: 'string' },
  'risk-weight': { type: 'string' },
  mode: { type: 'string' },
  seed: { type: 'string' },
  reset: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

const HELP = `npm start -- [options]

  --host ADDRESS       address of every listener (127.0.0.1)
  --port N             editor and HTTP API (1880)
  --mqtt-port N        embedded MQTT broker (1883)
  --nodes N            a generated grid of N nodes instead of the default one
  --generators N       its generators (a tenth of the nodes)
  --network NAME|FILE  riverside, ieee14, ieee33, ieee69, or a network file, also of MATPOWER
  --load-shape FILE    OpenDSS LoadShapes or CSV instead of the built-in load curve
  --interval S         seconds between ticks (3)
  --time-step S        simulated seconds a tick (the clock's)
  --start-time T       where simulated time begins, such as 2026-01-05T00:00:00Z (now)
  --scenario NAME|FILE heat-wave, storm, evening-peak, ageing-fleet, single-trip, cascading-overload,
                       sensor-failure, false-data, or a file of your own (none)
  --acceleration A     failures so many times as often as their hazards say; 0 for none (1)
  --risk-weight W      weight of failure probability in a path's cost (0.1)
  --mode NAME          of switching: advisory, or automatic (advisory)
  --seed N             seed of simulation and training (1)
  --reset              start again from the default flow

The flow is kept in .gridloom/flows.json, with what you change in the editor; an option changes its nodes' settings there.`;

/** Of numbers: least, most, and whether they are whole. The same limits as in the nodes' settings. */
const RANGES = {
  port: [1, 65535, true],
  'mqtt-port': [1, 65535, true],
  nodes: [2, 50_000, true],
  generators: [1, 49_999, true],
  interval: [0.05, 86_400, false],
  'time-step': [0.001, 86_400, false],
  'risk-weight': [0, 1_000_000, false],
  acceleration: [0, 1_000_000, false],
  seed: [0, 2 ** 31 - 1, true],
};

const MODES = ['advisory', 'automatic'];

/** `none` switches off the one that a flow has stored. */
export const NAMED_SCENARIOS = [
  'heat-wave',
  'storm',
  'evening-peak',
  'ageing-fleet',
  'single-trip',
  'cascading-overload',
  'sensor-failure',
  'false-data',
  'none',
];
export const BUILTIN_NETWORKS = ['riverside', 'ieee14', 'ieee33', 'ieee69'];

/** The options, or the end of the process with status 2 and one line that says what is wrong. */
export function readOptions() {
  let values;
  try {
    values = parseArgs({ options: OPTIONS, strict: true }).values;
  } catch (error) {
    refuse(error.message.split('\n')[0]);
  }
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  for (const [name, [least, most, whole]] of Object.entries(RANGES)) {
    if (values[name] === undefined) continue;
    const number = values[name].trim() === '' ? Number.NaN : Number(values[name]);
    if (number >= least && number <= most && (!whole || Number.isInteger(number))) continue;
    refuse(
      `--${name}: got ${values[name]}; allowed: a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
    );
  }
  checkNetwork(values);
  if (values.mode !== undefined && !MODES.includes(values.mode))
    refuse(`--mode: got ${values.mode}; allowed: ${MODES.join(', ')}`);
  checkFile('load-shape', values['load-shape'], 'an OpenDSS or CSV file');
  if (!NAMED_SCENARIOS.includes(values.scenario)) {
    checkFile('scenario', values.scenario, `a scenario file, or one of ${NAMED_SCENARIOS.join(', ')}`);
  }
  if (values['start-time'] !== undefined && !isMoment(values['start-time'])) {
    refuse(`--start-time: got ${values['start-time']}; allowed: a moment such as 2026-01-05T00:00:00Z`);
  }
  return values;
}

/** In a calendar too: a Date takes the 30th of February for one in March. */
function isMoment(text) {
  if (!/^\d{4}-\d\d-\d\d(T[\d:.]+Z?)?$/.test(text)) return false;
  const day = new Date(text.slice(0, 10));
  return Number.isFinite(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}

function checkNetwork({ nodes, generators, network }) {
  if (nodes !== undefined && network !== undefined) refuse('--nodes and --network: choose one of them');
  if (generators !== undefined && nodes === undefined) refuse('--generators: goes with --nodes');
  if (Number(generators) >= Number(nodes))
    refuse(`--generators: got ${generators}; allowed: fewer than --nodes`);
  if (!BUILTIN_NETWORKS.includes(network)) {
    checkFile('network', network, `${BUILTIN_NETWORKS.join(', ')}, or a network file`);
  }
}

function checkFile(option, file, allowed) {
  if (file === undefined || existsSync(absolute(file))) return;
  refuse(`--${option}: there is no file ${absolute(file)}; allowed: ${allowed}`);
}

/** A file as the user named it, from the folder where npm was called. */
export function absolute(file) {
  return file === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

function refuse(reason) {
  console.error(`gridloom: ${reason}\nAll options: npm start -- --help`);
  process.exit(2);
}
