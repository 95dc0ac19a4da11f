import path from 'node:path';
import { number, readArguments, wholeNumber } from './arguments';
import { MODEL_OPTIONS, required, TABLE_OPTIONS, tableRequest } from './risk-options';
import { reportText } from './risk-report';
import { withWorkbench } from './risk-session';
import { SEED, seedOf } from './risk-train';
import { type Command, EXIT, type Streams } from './streams';

const TARGET = { type: 'string' } as const;
const COLUMN = 'a column, by name or number';
const MOST_SEEDS = 100;

/** `gridloom risk evaluate`: how good a model is on rows with known outcomes. */
export const evaluateRisk: Command = async (args, streams) => {
  const { values } = readArguments(args, [], { ...MODEL_OPTIONS, model: { type: 'string' }, target: TARGET });
  const { file, header } = tableRequest(values);
  const target = required('target', values.target, COLUMN);
  const model = path.resolve(required('model', values.model, 'the folder of a model'));
  const report = await withWorkbench(streams, (session) =>
    session.call('evaluate', { model, file, header, target }),
  );
  streams.out(values.json ? `${JSON.stringify(report)}\n` : reportText(report));
  return EXIT.done;
};

/** `gridloom risk cross-validate`: the figures that models reach on folds that they have not seen. */
export const crossValidateRisk: Command = async (args, streams) => {
  const { values } = readArguments(args, [], {
    ...TABLE_OPTIONS,
    target: TARGET,
    folds: { type: 'string' },
    seed: SEED,
  });
  const request = {
    ...tableRequest(values),
    target: required('target', values.target, COLUMN),
    folds: path.resolve(required('folds', values.folds, 'a file with the fold of each row')),
    seed: seedOf(values.seed),
  };
  const report = await withWorkbench(streams, (session) => session.call('crossValidate', request));
  streams.out(values.json ? `${JSON.stringify(report)}\n` : reportText(report));
  return EXIT.done;
};

/** `gridloom risk score`: the failure probability of each row. */
export const scoreRisk: Command = async (args, streams) => {
  const { values } = readArguments(args, [], { ...MODEL_OPTIONS, model: { type: 'string' } });
  const { file, header } = tableRequest(values);
  const model = path.resolve(required('model', values.model, 'the folder of a model'));
  const { predictions } = await withWorkbench(streams, (session) =>
    session.call('score', { model, file, header }),
  );
  writePredictions(streams, predictions, values.json);
  return EXIT.done;
};

/** `gridloom risk boost`: the plain booster on the rows that it has learned from, to compare with XGBoost. */
export const boostRisk: Command = async (args, streams) => {
  const { values } = readArguments(args, [], {
    ...TABLE_OPTIONS,
    target: TARGET,
    depth: { type: 'string', default: '6' },
    eta: { type: 'string', default: '0.3' },
    rounds: { type: 'string', default: '100' },
  });
  const request = {
    ...tableRequest(values),
    target: required('target', values.target, COLUMN),
    depth: wholeNumber('depth', values.depth, 1, 16),
    eta: number('eta', values.eta, 1e-6, 1),
    rounds: wholeNumber('rounds', values.rounds, 1, 10_000),
  };
  const { predictions } = await withWorkbench(streams, (session) => session.call('boost', request));
  writePredictions(streams, predictions, values.json);
  return EXIT.done;
};

/** `gridloom risk anomaly`: how well the isolation forest finds what a label marks. */
export const anomalyRisk: Command = async (args, streams) => {
  const { values } = readArguments(args, [], {
    ...TABLE_OPTIONS,
    label: { type: 'string' },
    seeds: { type: 'string', default: '5' },
  });
  const request = {
    ...tableRequest(values),
    label: required('label', values.label, COLUMN),
    seeds: wholeNumber('seeds', values.seeds, 1, MOST_SEEDS),
  };
  const result = await withWorkbench(streams, (session) => session.call('anomaly', request));
  streams.out(
    values.json ? `${JSON.stringify(result)}\n` : `AUC ${result.auc.toFixed(4)}, mean over seeds\n`,
  );
  return EXIT.done;
};

function writePredictions(streams: Streams, predictions: Float64Array, json: boolean): void {
  streams.out(json ? `{"predictions":[${predictions.join(',')}]}\n` : `${predictions.join('\n')}\n`);
}
