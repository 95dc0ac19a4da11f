import path from 'node:path';
import { gridError } from '../errors';
import type { TrainingProgress } from '../paths';
import { weeklyShapes } from '../scada';
import { sharedPool } from '../workers';
import { number, readArguments, wholeNumber } from './arguments';
import { loadFile } from './load-file';
import { type Command, EXIT } from './streams';
import { packageVersion } from './version';

const LONGEST_MINUTES = 24 * 60;
const MOST_EPISODES = 1_000_000;
const LARGEST_SEED = 1_000_000_000;

/** `gridloom agent train NETWORK --out DIR`: trains in a worker thread, with the learning curve as it comes. */
export const trainAgent: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['NETWORK'], {
    minutes: { type: 'string', default: '2' },
    episodes: { type: 'string', default: String(MOST_EPISODES) },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  if (values.out === undefined || values.out === '') {
    throw gridError('INVALID_SETTING', { at: '--out', got: 'nothing', allowed: 'a folder for the agent' });
  }
  const request = {
    out: path.resolve(values.out),
    seed: wholeNumber('seed', values.seed, 0, LARGEST_SEED),
    time_limit_s: 60 * number('minutes', values.minutes, 0, LONGEST_MINUTES),
    episodes: wholeNumber('episodes', values.episodes, 1, MOST_EPISODES),
    software: `gridloom ${packageVersion()}`,
    trainedAt: new Date().toISOString(),
  };
  const network = await loadFile(files[0]);
  const { shapes, name } = weeklyShapes();
  const session = await sharedPool().open(
    'agent-workbench',
    { network, shapes, shapesName: name },
    { dedicated: true, onProgress: (report) => streams.note(progressLine(report as TrainingProgress)) },
  );
  try {
    const summary = await session.call('train', request);
    const { known_configurations, states, exact, episodes, elapsed_s, scale_mw } = summary;
    const quality = exact ? 'exact' : 'the best known';
    streams.out(
      values.json
        ? `${JSON.stringify({ network: network.id, out: values.out, ...summary })}\n`
        : [
            `network     ${network.name}: losses of ${(1000 * scale_mw).toFixed(3)} kW at nominal load, at best`,
            `labels      ${states} states, ${quality}: ${known_configurations} configurations`,
            `days        ${episodes} played in ${elapsed_s.toFixed(1)} s`,
            `agent       ${values.out}\n`,
          ].join('\n'),
    );
    return EXIT.done;
  } finally {
    await session.close();
  }
};

function progressLine({ phase, elapsed_ms, episode, known, loss, reward }: TrainingProgress): string {
  const line = `${(elapsed_ms / 1000).toFixed(0).padStart(5)} s  ${phase.padEnd(9)} ${String(episode).padStart(6)}`;
  if (phase === 'labels') return `${line}  ${known} configurations`;
  const figures = `${line}  loss ${loss.toFixed(4)}`;
  return phase === 'days' ? `${figures}  reward ${reward.toFixed(3)} % an hour` : figures;
}
