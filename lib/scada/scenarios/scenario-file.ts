import { readFile, stat } from 'node:fs/promises';
import { parseScenario, type Scenario } from '../../contract';
import { GridError, gridError } from '../../errors';
import { builtinScenario, SCENARIO_NAMES } from './builtin';
import { ALLOWED_EDGES, checkEvents } from './event-fields';

/** A scenario file beyond this is refused unread. */
const MAX_FILE_BYTES = 1024 * 1024;

/** No scenario, where a stored setting is to be overruled. */
const NONE = 'none';

/** A scenario by its built-in name, or of a file; undefined for `none`. Throws UNREADABLE_FILE or INVALID_SCENARIO. */
export async function readScenario(nameOrFile: string): Promise<Scenario | undefined> {
  if (nameOrFile === NONE) return undefined;
  const name = SCENARIO_NAMES.find((one) => one === nameOrFile);
  if (name !== undefined) return builtinScenario(name);
  const allowed = `a scenario file, or one of ${SCENARIO_NAMES.join(', ')}, ${NONE}`;
  let value: unknown;
  try {
    const found = await stat(nameOrFile);
    if (!found.isFile()) throw new Error('no regular file');
    if (found.size > MAX_FILE_BYTES) throw new Error(`${found.size} bytes, more than 1 MiB`);
    value = JSON.parse((await readFile(nameOrFile, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw gridError('UNREADABLE_FILE', { at: nameOrFile, got: (error as Error).message, allowed });
  }
  try {
    const scenario = parseScenario(value);
    checkEvents(scenario);
    return scenario;
  } catch (error) {
    if (!(error instanceof GridError)) throw error;
    const { at, allowed: byForm, ...rest } = error.fault;
    const isEdges = /\.edges$/.test(at ?? '') && byForm === 'an array';
    throw gridError(error.code, {
      at: `${nameOrFile}: ${at}`,
      ...rest,
      allowed: isEdges ? ALLOWED_EDGES : byForm,
    });
  }
}
