import { gridError } from '../errors';
import { exportRisk, importRisk } from './risk-exchange';
import { trainRisk } from './risk-train';
import { anomalyRisk, boostRisk, crossValidateRisk, evaluateRisk, scoreRisk } from './risk-use';
import type { Command } from './streams';

const COMMANDS: Record<string, Command> = {
  train: trainRisk,
  evaluate: evaluateRisk,
  'cross-validate': crossValidateRisk,
  score: scoreRisk,
  boost: boostRisk,
  anomaly: anomalyRisk,
  import: importRisk,
  export: exportRisk,
};

/** `gridloom risk COMMAND`: models of a user's own rows. */
export const risk: Command = async ([name = '', ...rest], streams) => {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name](rest, streams);
  throw gridError('INVALID_SETTING', {
    at: 'gridloom risk',
    got: name === '' ? 'no command' : name,
    allowed: Object.keys(COMMANDS).join(', '),
    remedy: 'See gridloom --help',
  });
};
