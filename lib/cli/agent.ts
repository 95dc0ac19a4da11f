import { gridError } from '../errors';
import { evaluateAgent } from './agent-evaluate';
import { trainAgent } from './agent-train';
import type { Command } from './streams';

const COMMANDS: Record<string, Command> = { train: trainAgent, evaluate: evaluateAgent };

/** `gridloom agent train|evaluate NETWORK`: the learning agent of one grid. */
export const agent: Command = async ([name = '', ...rest], streams) => {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name](rest, streams);
  throw gridError('INVALID_SETTING', {
    at: 'gridloom agent',
    got: name === '' ? 'no command' : name,
    allowed: Object.keys(COMMANDS).join(', '),
    remedy: 'See gridloom --help',
  });
};
