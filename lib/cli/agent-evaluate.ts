import path from 'node:path';
import { gridError } from '../errors';
import { weeklyShapes } from '../scada';
import { sharedPool } from '../workers';
import { describeEvaluation, reportEvaluation } from './agent-report';
import { readArguments, wholeNumber } from './arguments';
import { loadFile } from './load-file';
import { type Command, EXIT } from './streams';

const MOST_STATES = 100_000;
const MOST_DAYS = 10_000;
const LARGEST_SEED = 1_000_000_000;

/** `gridloom agent evaluate NETWORK --model DIR`: its decisions against the exact or best known ones. */
export const evaluateAgent: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['NETWORK'], {
    model: { type: 'string' },
    states: { type: 'string', default: '100' },
    days: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  });
  if (values.model === undefined || values.model === '') {
    throw gridError('INVALID_SETTING', { at: '--model', got: 'nothing', allowed: 'the folder of an agent' });
  }
  const request = {
    folder: path.resolve(values.model),
    states: wholeNumber('states', values.states, 1, MOST_STATES),
    days: wholeNumber('days', values.days, 1, MOST_DAYS),
    seed: wholeNumber('seed', values.seed, 0, LARGEST_SEED),
  };
  const network = await loadFile(files[0]);
  const { shapes, name } = weeklyShapes();
  const session = await sharedPool().open(
    'agent-workbench',
    { network, shapes, shapesName: name },
    { dedicated: true },
  );
  try {
    const report = reportEvaluation(network.id, values.model, await session.call('evaluate', request));
    streams.out(values.json ? `${JSON.stringify(report)}\n` : describeEvaluation(report));
    return EXIT.done;
  } finally {
    await session.close();
  }
};
