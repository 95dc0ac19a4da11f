// The HTTP API under programs not written here: curl asks, and Prism, a proxy that holds requests and answers against
// the OpenAPI document, stands in between. The default flow runs behind access control, with a key that curl makes.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PRISM = '@stoplight/prism-cli@5.16.0';
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(path.join(tmpdir(), 'gridloom-interop-'));
const children = [];

try {
  // One of its packages has an install script that reports to its makers; none is run.
  const prism = ['npx', '--yes', '--ignore-scripts', PRISM];
  if (run(...prism, '--version').status !== 0) {
    console.log(`interop-http: ${PRISM} cannot be installed here: not tried`);
  } else {
    const base = await startNodeRed();
    const key = makeKey(base);
    const proxy = await startPrism(prism, base);
    await exchange(proxy, key);
    console.log('interop-http: curl and Prism agree with the OpenAPI document');
  }
} finally {
  await Promise.all(children.map(stop));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function startNodeRed() {
  const [port, mqttPort] = [await freePort(), await freePort()];
  const flow = JSON.parse(readFileSync(path.join(root, 'flows/smart-grid.json'), 'utf8')).map((node) => {
    if (node.type === 'grid-api') return { ...node, access: 'always' };
    return node.type === 'grid-broker' || node.type === 'mqtt-broker' ? { ...node, port: mqttPort } : node;
  });
  writeFileSync(path.join(folder, 'flows.json'), JSON.stringify(flow));
  start(
    process.execPath,
    [
      path.join(root, 'node_modules/node-red/red.js'),
      ...['--settings', path.join(root, 'flows/settings.js')],
    ],
    { GRIDLOOM_PORT: String(port), GRIDLOOM_USER_DIR: folder },
  );
  const base = `http://127.0.0.1:${port}`;
  await until(() => curl(`${base}/api/health`).status === 401);
  return base;
}

async function startPrism(prism, base) {
  const document = curl(`${base}/api/openapi.json`);
  expect(document, 200, 'the document, without a key');
  const file = path.join(folder, 'openapi.json');
  writeFileSync(file, document.body);
  const port = await freePort();
  const [command, ...rest] = [...prism, 'proxy', file, `${base}/api`, '--errors', '--port', String(port)];
  start(command, rest, {});
  const proxy = `http://127.0.0.1:${port}`;
  await until(() => curl(`${proxy}/openapi.json`).status === 200);
  return proxy;
}

function makeKey(base) {
  const url = `${base}/grid-api/gridloom-api/keys`;
  const wish = '{"name":"interop","scopes":["read","operate","switch","admin"],"expires_days":1}';
  const made = curl(url, '-X', 'POST', '-H', 'Content-Type: application/json', '-d', wish);
  expect(made, 200, 'a key');
  return JSON.parse(made.body).secret;
}

async function exchange(proxy, key) {
  const get = (place, ...more) => curl(proxy + place, '-H', `Authorization: Bearer ${key}`, ...more);
  const post = (place, body, ...more) =>
    get(place, '-X', 'POST', '-H', 'Content-Type: application/json', '-d', body, ...more);
  await until(() => get('/grid/state').status === 200);
  expect(curl(`${proxy}/grid/state`, '-H', 'X-API-Key: nonsense'), 401, 'a wrong key');
  for (const place of [
    '/health',
    '/grid/state',
    '/grid/paths',
    '/grid/risk',
    '/grid/loss',
    '/grid/statistics',
  ]) {
    expect(get(place), 200, place);
  }
  for (const place of ['/grid/node/S4?alternatives=3', '/grid/data-source', '/audit?limit=5'])
    expect(get(place), 200, place);
  expect(get('/grid/node/S99'), 404, 'a node that is not there');
  expect(get('/grid/risk?unknown=1'), 400, 'a parameter that is not there');
  expect(post('/grid/optimize', '{"risk_weight":2}'), 200, 'an optimisation');
  const opened = '{"edge":"L1","closed":false}';
  expect(post('/grid/switch', opened, '-H', 'Idempotency-Key: once'), 202, 'a switch');
  expect(post('/grid/switch', opened, '-H', 'Idempotency-Key: once'), 202, 'the same again');
  expect(
    post('/grid/switch', '{"edge":"L2","closed":true}', '-H', 'Idempotency-Key: once'),
    422,
    'another under its key',
  );
  expect(post('/grid/switch', '{"edge":"L99","closed":false}'), 404, 'a switch that is not there');
  expect(post('/grid/plan', '{"command":"reject"}'), 202, 'a plan');
  const etag = /^etag: (.*)$/im.exec(get('/grid/state', '-D', '-').body)?.[1]?.trim();
  const again = get('/grid/state', '-H', `If-None-Match: ${etag}`).status;
  // A tick may have come in between.
  if (again !== 304 && again !== 200) throw new Error(`conditional GET: ${again}`);
}

function expect({ status, body }, wanted, what) {
  if (status !== wanted) throw new Error(`${what}: ${status} in place of ${wanted}\n${body.slice(0, 1000)}`);
}

function curl(url, ...more) {
  const { stdout } = run('curl', '-s', '-w', '\n%{http_code}', ...more, url);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), body: stdout.slice(0, end) };
}

function run(command, ...rest) {
  return spawnSync(command, rest, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
}

function start(command, rest, env) {
  // In a group of its own, so that what it starts ends with it.
  const child = spawn(command, rest, {
    cwd: root,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, ...env },
  });
  children.push(child);
}

/** Waits until it has ended: what it saves at the end goes into the folder that is then removed. */
async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}

async function until(done) {
  for (let tries = 0; tries < 240; tries++) {
    if (done()) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('nothing answers after a minute');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
