// The flow that `npm start` opens: the default one at first, then what the user made of it, with the command line's
// options put into its nodes.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { absolute, BUILTIN_NETWORKS, NAMED_SCENARIOS } from './start-options.mjs';

/** Buttons of the default flow that speak of lines of its own grid, and what only they are wired to. */
const RIVERSIDE_BUTTONS = ['gridloom-trip-two', 'gridloom-trip', 'gridloom-heat'];
const RIVERSIDE_SPLIT = 'gridloom-split';

export async function prepareFlow(root, userDir, options) {
  const file = path.join(userDir, 'flows.json');
  const original = path.join(root, 'flows/smart-grid.json');
  const nodes = forNetwork(
    readFlow(existsSync(file) && !options.reset ? file : original),
    readFlow(original),
    options,
  );
  for (const node of nodes) Object.assign(node, changesOf(node, options));
  mkdirSync(userDir, { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(nodes, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  return {
    mqttPort: nodes.find((node) => node.type === 'grid-broker')?.port ?? 1883,
    /** Whether the flow has the button that its tour begins with. */
    tour: nodes.some((node) => node.id === RIVERSIDE_BUTTONS[0]),
  };
}

/** Without the default flow's buttons for its own grid where another is chosen; those that a user changed stay. */
function forNetwork(nodes, originals, { network = 'riverside', nodes: generated }) {
  if (network === 'riverside' && generated === undefined) return nodes;
  const byId = new Map(originals.map((node) => [node.id, node]));
  const isOriginal = ({ id, payload }) => RIVERSIDE_BUTTONS.includes(id) && payload === byId.get(id)?.payload;
  const kept = nodes.filter((node) => !isOriginal(node));
  const splits = kept.some(({ wires }) => wires?.flat().includes(RIVERSIDE_SPLIT));
  for (const node of kept) {
    // The tour of the tab's description presses those buttons.
    const original = byId.get(node.id);
    if (node.type === 'tab' && node.info === original?.info) node.info = node.info.split('\n\n')[0];
  }
  return kept.filter(({ id }) => splits || id !== RIVERSIDE_SPLIT);
}

/** Where a listener of this address is found on this machine: Windows takes no connection to "any address". */
export function reachable(host) {
  return { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
}

function readFlow(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`gridloom: ${file} is not a flow (${error.message}); npm start -- --reset starts afresh`);
    process.exit(1);
  }
}

/** What the options change in one node. */
function changesOf(node, options) {
  const seed = options.seed === undefined ? {} : { seed: options.seed };
  switch (node.type) {
    case 'grid-model':
      return networkChanges(options);
    case 'scada-sim':
      return {
        ...seed,
        ...given({
          interval_s: options.interval,
          time_step_s: options['time-step'],
          start_time: options['start-time'],
          loadShapeFile: absolute(options['load-shape']),
          acceleration: options.acceleration,
          scenario: NAMED_SCENARIOS.includes(options.scenario)
            ? options.scenario
            : absolute(options.scenario),
        }),
      };
    case 'risk-predict':
      return seed;
    case 'path-optimize':
      return { ...seed, ...given({ risk_weight: options['risk-weight'], mode: options.mode }) };
    case 'grid-broker':
      return given({ host: options.host, port: options['mqtt-port'] });
    case 'mqtt-broker':
      // The default flow's own connection to the embedded broker; others are the user's.
      if (node.id !== 'gridloom-mqtt') return {};
      return given({ broker: options.host && reachable(options.host), port: options['mqtt-port'] });
    default:
      return {};
  }
}

function networkChanges({ nodes, generators, network, seed }) {
  if (nodes !== undefined) {
    const num_generators = generators ?? String(Math.max(1, Math.round(Number(nodes) / 10)));
    return { source: 'generated', num_nodes: nodes, num_generators, ...given({ seed }) };
  }
  if (network === undefined) return {};
  if (BUILTIN_NETWORKS.includes(network)) return { source: 'builtin', builtin: network };
  return { source: 'file', file: absolute(network) };
}

function given(changes) {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
