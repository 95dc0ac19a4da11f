// `npm start`: sets up, puts the default flow into .gridloom, runs Node-RED with it, and says where everything is.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { prepareFlow, reachable } from './start-flow.mjs';
import { absolute, BUILTIN_NETWORKS, readOptions } from './start-options.mjs';

const options = readOptions();
const { root, pinnedNode } = await import('./setup.mjs');
const userDir = path.join(root, '.gridloom');
refuseUnusableNetwork(options.network);
const bound = options.host ?? '127.0.0.1';
await refuseTakenPort(bound, Number(options.port));
const flow = await prepareFlow(root, userDir, options);
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

/** Waits for the first snapshot; undefined after a minute, and without a state where the API asks for a key. */
async function firstState() {
  for (let tries = 0; tries < 240; tries++) {
    try {
      const response = await fetch(`${address}/api/grid/state`);
      if (response.status === 401) return { guarded: true };
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
  const broker = first?.health?.broker;
  const mqtt = broker?.address ?? `mqtt://${bound}:${flow.mqttPort}`;
  const lines = [
    '',
    '  Gridloom is running.',
    '',
    `  Editor      ${address}/`,
    `  HTTP API    ${address}/api/health   (all of it: ${address}/api/openapi.json)`,
    `  MQTT        ${mqtt}   topics gridloom/${first?.state?.grid_id ?? '<grid>'}/#`,
    ...(broker?.error ? [`              ${broker.error}`] : []),
    '',
    ...(first?.state?.grid_id === 'riverside' && flow.tour
      ? [
          '  Look first  press the button "trip L4 and L8" in the editor: the steelworks are dark, and a plan is',
          '              proposed. Then press "accept plan", and watch it being carried out:',
        ]
      : ['  Look first  open the editor, and ask for paths and risks:']),
    `              curl ${address}/api/grid/paths`,
    `              curl ${address}/api/grid/risk`,
    '',
    ending(first),
    '',
  ];
  console.log(lines.join('\n'));
}

function ending(first) {
  if (first === undefined)
    return '  No snapshot has come within a minute: the editor shows why, under the nodes.';
  if (first.guarded)
    return '  Others than this machine reach it, so the HTTP API asks for a key: make one in the dialog of grid-api.';
  return `  ${first.state.nodes.length} nodes, ${first.state.edges.length} edges. Stop with Ctrl+C.`;
}

/** The key that encrypts what is secret in the flow: made once, and kept beside it for its owner only. */
function credentialSecret(folder) {
  const file = path.join(folder, 'credential-secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** Says what is wrong with a network file, and ends with status 2, before anything is written or started. */
function refuseUnusableNetwork(network) {
  if (network === undefined || BUILTIN_NETWORKS.includes(network)) return;
  const command = path.join(root, 'dist/lib/cli/gridloom.js');
  const { status } = spawnSync(pinnedNode, [command, 'check', absolute(network)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(2);
}

async function refuseTakenPort(host, port) {
  const error = await new Promise((resolve) => {
    const probe = createServer().once('error', resolve);
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
  if (error === undefined) return;
  const remedy = error.code === 'EADDRINUSE' ? `: npm start -- --port ${port + 1}` : ' with --host or --port';
  console.error(`gridloom: ${host}:${port} cannot be opened (${error.code}); choose another${remedy}`);
  process.exit(1);
}
