// `npm start`: sets up, puts the default flow into .gridloom, runs Node-RED with it, and says where everything is.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prepareFlow, reachable } from './start-flow.mjs';

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
  'risk-weight': { type: 'string' },
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
  --network NAME|FILE  riverside, ieee33, or a network file
  --load-shape FILE    OpenDSS LoadShapes or CSV instead of the built-in load curve
  --interval S         seconds between ticks (3)
  --time-step S        simulated seconds a tick (the clock's)
  --start-time T       where simulated time begins, such as 2026-01-05T00:00:00Z (now)
  --risk-weight W      weight of failure probability in a path's cost (0.1)
  --seed N             seed of simulation and training (1)
  --reset              start again from the default flow

The flow is kept in .gridloom/flows.json, with what you change in the editor; an option changes its nodes' settings there.`;

const options = readOptions();
const { root, pinnedNode } = await import('./setup.mjs');
const userDir = path.join(root, '.gridloom');
const flow = await prepareFlow(root, userDir, options);
const bound = options.host ?? '127.0.0.1';
await refuseTakenPort(bound, Number(options.port));
const host = reachable(bound);
const address = `http://${host.includes(':') ? `[${host}]` : host}:${options.port}`;

const nodeRed = spawn(
  pinnedNode,
  [path.join(root, 'node_modules/node-red/red.js'), '--settings', path.join(root, 'flows/settings.js')],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      GRIDLOOM_HOST: bound,
      GRIDLOOM_PORT: options.port,
      GRIDLOOM_USER_DIR: userDir,
      GRIDLOOM_CREDENTIAL_SECRET: credentialSecret(userDir),
    },
  },
);
nodeRed.on('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => nodeRed.kill(signal));

console.log('gridloom: starting Node-RED');
announce(await firstState());

/** Waits for the first snapshot; undefined after a minute. */
async function firstState() {
  for (let tries = 0; tries < 240; tries++) {
    try {
      const response = await fetch(`${address}/api/grid/state`);
      if (response.ok)
        return { state: await response.json(), health: await (await fetch(`${address}/api/health`)).json() };
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return undefined;
}

function announce(first) {
  const broker = first?.health.broker;
  const mqtt = broker?.address ?? `mqtt://${bound}:${flow.mqttPort}`;
  const lines = [
    '',
    '  Gridloom is running.',
    '',
    `  Editor      ${address}/`,
    `  HTTP API    ${address}/api/health   (all of it: ${address}/api/openapi.json)`,
    `  MQTT        ${mqtt}   topics gridloom/${first?.state.grid_id ?? '<grid>'}/#`,
    ...(broker?.error ? [`              ${broker.error}`] : []),
    '',
    '  Look first  press the button "trip L4" in the editor and watch the paths move:',
    `              curl ${address}/api/grid/paths`,
    `              curl ${address}/api/grid/risk`,
    '',
    first === undefined
      ? '  No snapshot has come within a minute: the editor shows why, under the nodes.'
      : `  ${first.state.nodes.length} nodes, ${first.state.edges.length} edges; models train in the background at the first start. Stop with Ctrl+C.`,
    '',
  ];
  console.log(lines.join('\n'));
}

/** The key that encrypts what is secret in the flow: made once, and kept beside it for its owner only. */
function credentialSecret(folder) {
  const file = path.join(folder, 'credential-secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS, strict: true });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    return values;
  } catch (error) {
    console.error(`gridloom: ${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

async function refuseTakenPort(host, port) {
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    console.error(`gridloom: --port: got ${options.port}; allowed: a whole number from 1 to 65535`);
    process.exit(2);
  }
  const error = await new Promise((resolve) => {
    const probe = createServer().once('error', resolve);
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
  if (error === undefined) return;
  console.error(
    `gridloom: ${host}:${port} cannot be opened (${error.code}); choose another: npm start -- --port ${port + 1}`,
  );
  process.exit(1);
}
