import { gridError } from '../errors';
import { compileGrid } from '../grid';
import { restore as restoreSupply } from '../paths';
import { number, readArguments, wholeNumber } from './arguments';
import { loadFile } from './load-file';
import { describeRestorationReport } from './restore-report';
import { type Command, EXIT } from './streams';

const MOST_SECONDS = 86_400;
const MOST_OPERATIONS = 20;

/** `gridloom restore FILE --trip ID[,ID...]`: who gets supply back after a trip, and by which operations. */
export const restore: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['FILE'], {
    trip: { type: 'string' },
    'time-limit': { type: 'string', default: '10' },
    'max-operations': { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const { trip, 'max-operations': most } = values;
  if (trip === undefined) {
    throw gridError('INVALID_SETTING', { at: '--trip', got: 'nothing', allowed: 'ids of closed branches' });
  }
  const timeLimit_ms = 1000 * number('time-limit', values['time-limit'], 0, MOST_SECONDS);
  const maxOperations =
    most === undefined ? undefined : wholeNumber('max-operations', most, 0, MOST_OPERATIONS);
  const grid = compileGrid(await loadFile(files[0]));
  const request = { trip: idsOf(trip, grid.branchIndex), timeLimit_ms, maxOperations };
  const began = performance.now();
  const restoration = restoreSupply(grid, request, () => performance.now());
  const elapsed_ms = performance.now() - began;
  const report = { network: grid.network.id, trip: request.trip, ...restoration, elapsed_ms };
  streams.out(values.json ? `${JSON.stringify(report)}\n` : describeRestorationReport(report));
  if (restoration.status !== 'impossible') return EXIT.done;
  const late = restoration.unserved.some(({ reason }) => reason === 'time');
  streams.note(
    late ? 'the time was up before a plan was found' : 'nothing of what the trip leaves dark can be supplied',
  );
  return EXIT.notConverged;
};

/** An id may hold commas itself: one that is known as it stands is one. */
function idsOf(text: string, known: ReadonlyMap<string, number>): string[] {
  return known.has(text) ? [text] : text.split(',').map((id) => id.trim());
}
