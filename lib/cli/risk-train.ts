import path from 'node:path';
import { gridError } from '../errors';
import { readArguments, wholeNumber } from './arguments';
import { required, TABLE_OPTIONS, tableRequest } from './risk-options';
import { reportText } from './risk-report';
import { withWorkbench } from './risk-session';
import { type Command, EXIT } from './streams';

const LARGEST_SEED = 1_000_000_000;

export const SEED = { type: 'string', default: '1' } as const;

export function seedOf(value: string): number {
  return wholeNumber('seed', value, 0, LARGEST_SEED);
}

/** `gridloom risk train`: learns a model of a user's rows, with the figures that it reaches on rows not seen. */
export const trainRisk: Command = async (args, streams) => {
  const { values } = readArguments(args, [], {
    ...TABLE_OPTIONS,
    target: { type: 'string' },
    folds: { type: 'string' },
    split: { type: 'string' },
    seed: SEED,
    out: { type: 'string' },
  });
  if (values.folds !== undefined && values.split !== undefined) {
    throw gridError('INVALID_SETTING', {
      at: 'the command line',
      got: '--folds and --split',
      allowed: 'one of them',
    });
  }
  const out = required('out', values.out, 'a folder for the model');
  const request = {
    ...tableRequest(values),
    target: required('target', values.target, 'a column, by name or number'),
    ...(values.folds !== undefined && { folds: path.resolve(values.folds) }),
    ...(values.split !== undefined && { split: values.split }),
    seed: seedOf(values.seed),
    out: path.resolve(out),
    trained_at: new Date().toISOString(),
  };
  const trained = await withWorkbench(streams, (session) => session.call('train', request));
  for (const { name, reason } of trained.left_out) streams.note(`"${name}" is left out: ${reason}`);
  streams.out(
    values.json
      ? `${JSON.stringify({ ...trained, out })}\n`
      : `${trained.rows} rows, ${trained.failures} failures, inputs ${trained.features.join(', ')}\n` +
          `${reportText(trained)}model in ${out}\n`,
  );
  return EXIT.done;
};
