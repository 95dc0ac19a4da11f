import type { Network } from '../contract';
import { gridError } from '../errors';
import { compileGrid } from '../grid';
import {
  loadAgent,
  openReconfigurer,
  type ReconfigurationOptions,
  reconfigureByAgent,
  shippedAgent,
} from '../paths';
import { nominalPoint } from '../powerflow';
import { choice, number, readArguments, wholeNumber } from './arguments';
import { loadFile } from './load-file';
import { readOperationsFile } from './operations-file';
import { describeReconfiguration, reportReconfiguration } from './reconfigure-report';
import { readRiskFile } from './risk-file';
import { type Command, EXIT } from './streams';

const METHODS = ['exact', 'exchange', 'agent', 'auto'] as const;
const LONGEST_S = 86_400;
const LARGEST = 1_000_000_000;

/** `gridloom reconfigure FILE`: the radial (or, with --meshed, any) switching with the smallest losses, and the way there. */
export const reconfigure: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['FILE'], {
    method: { type: 'string', default: 'auto' },
    'time-limit': { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    risk: { type: 'string' },
    'risk-weight': { type: 'string' },
    'switching-cost': { type: 'string', default: '0' },
    'max-operations': { type: 'string' },
    'operations-left': { type: 'string' },
    model: { type: 'string' },
    meshed: { type: 'boolean', default: false },
    lock: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  });
  const method = choice('method', values.method, METHODS);
  if (values.model !== undefined && method !== 'agent') {
    throw gridError('INVALID_SETTING', { at: '--model', got: method, allowed: 'with --method agent' });
  }
  const options: ReconfigurationOptions = {
    ...(method === 'agent' ? {} : { method }),
    time_limit_s: number('time-limit', values['time-limit'], 0, LONGEST_S),
    seed: wholeNumber('seed', values.seed, 0, LARGEST),
    switching_cost_mw: number('switching-cost', values['switching-cost'], 0, LARGEST) / 1000,
    radial: !values.meshed,
  };
  if (values['max-operations'] !== undefined) {
    options.max_operations = wholeNumber('max-operations', values['max-operations'], 0, 1_000_000);
  }
  const network = await loadFile(files[0]);
  options.locks = values.lock.flatMap((list) => list.split(',')).map((row) => lockOf(network, row));
  if (values['operations-left'] !== undefined) {
    options.operations_left = await readOperationsFile(values['operations-left'], compileGrid(network));
  }
  if (values.risk !== undefined) {
    const risks = await readRiskFile(values.risk, compileGrid(network));
    options.failure_probability = risks.failure_probability;
    options.risk_weight = number('risk-weight', values['risk-weight'] ?? '1', 0, LARGEST);
  } else if (values['risk-weight'] !== undefined) {
    throw gridError('INVALID_SETTING', { at: '--risk-weight', got: 'no risk', allowed: 'with --risk FILE' });
  }
  const outcome =
    method === 'agent'
      ? askAgent(network, options, values.model)
      : openReconfigurer({ network }).reconfigure(options);
  const report = reportReconfiguration(network, outcome, { meshed: values.meshed });
  streams.out(values.json ? `${JSON.stringify(report)}\n` : describeReconfiguration(network, report));
  if (outcome.reason !== null) streams.note(outcome.reason);
  return outcome.status === 'no_solution' ? EXIT.notConverged : EXIT.done;
};

/** The agent in that folder, or the one that comes with the package for this network. */
function askAgent(network: Network, options: ReconfigurationOptions, model: string | undefined) {
  const grid = compileGrid(network);
  const folder = model ?? shippedAgent(grid);
  if (folder === null) {
    throw gridError('INVALID_SETTING', {
      at: '--method agent',
      got: `no agent for network "${network.id}"`,
      allowed: '--model DIR with an agent of this network',
      remedy: 'Train one with gridloom agent train',
    });
  }
  const agent = loadAgent(folder, grid);
  return reconfigureByAgent(grid, nominalPoint(grid), options, agent, { clock: () => performance.now() });
}

/** A row that stays as it is, or that is `open` or `closed` whatever it is now, such as `7:open`. */
function lockOf({ branches }: Network, text: string): { branch: number; closed: boolean } {
  const [row, position = ''] = text.split(':');
  const branch = wholeNumber('lock', row, 1, branches.length) - 1;
  if (position === '') return { branch, closed: branches[branch].closed };
  return { branch, closed: choice('lock', position, ['open', 'closed']) === 'closed' };
}
