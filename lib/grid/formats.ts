/** The forms that a network has as a text: the project's own JSON, MATPOWER's case files, and their tables as JSON. */
import { type Network, parseNetwork } from '../contract';
import { GridError, gridError } from '../errors';
import {
  caseOfNetwork,
  isMatpowerJson,
  jsonOfCase,
  type MatpowerCase,
  networkOfCase,
  readMatpowerJson,
  readMatpowerText,
  writeMatpowerText,
} from './matpower';
import { checkNetwork } from './validate';

/** How deep JSON may stand in one another. */
const MAX_NESTING = 64;

export type NetworkFormat = 'gridloom' | 'matpower' | 'matpower-json';

export const NETWORK_FORMATS: readonly NetworkFormat[] = ['gridloom', 'matpower', 'matpower-json'];

/**
 * The network that a text describes, checked; what form it has is told by what it holds. `file` names it in errors,
 * and a case that has no name of its own. Throws UNREADABLE_FILE or INVALID_NETWORK.
 */
export function readNetworkText(text: string, file: string): Network {
  // Without the byte order mark that editors on Windows put first.
  const content = text.replace(/^\uFEFF/, '');
  const name = file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '') || 'case';
  if (!isJson(content, file)) {
    return checked(file, () => networkOfCase(readMatpowerText(content, file, name)));
  }
  const document = parseJson(content, file);
  if (isMatpowerJson(document)) {
    return checked(file, () => networkOfCase(readMatpowerJson(document, file, name)));
  }
  return checked(file, () => document);
}

/** The network as a text. Throws INVALID_NETWORK where it is not one that could be read again. */
export function writeNetworkText(network: Network, format: NetworkFormat): string {
  switch (format) {
    case 'gridloom':
      return `${JSON.stringify(network, null, 1)}\n`;
    case 'matpower':
      return writeMatpowerText(caseOfNetwork(network), network.name);
    case 'matpower-json':
      return `${byRows(caseOfNetwork(network))}\n`;
  }
}

/** JSON with a line for each row of a table. */
function byRows(data: MatpowerCase): string {
  const fields = Object.entries(jsonOfCase(data)).map(([field, value]) => {
    const rows =
      Array.isArray(value) && value.length > 0 ? value.map((row) => JSON.stringify(row)) : undefined;
    return `${JSON.stringify(field)}: ${rows === undefined ? JSON.stringify(value) : `[\n${rows.join(',\n')}\n]`}`;
  });
  return `{\n${fields.join(',\n')}\n}`;
}

function isJson(text: string, file: string): boolean {
  if (/\.json$/i.test(file)) return true;
  // A case file may begin with [PQ, PV] = idx_bus.
  const first = /\S/.exec(text)?.[0];
  return first === '{' || (first === '[' && !/\.m$/i.test(file));
}

function parseJson(text: string, file: string): unknown {
  checkNesting(text, file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: 'a JSON document',
    });
  }
}

/** JSON in which all stands in one another takes very long to read. */
function checkNesting(text: string, file: string): void {
  let depth = 0;
  for (let k = 0; k < text.length; k++) {
    const code = text.charCodeAt(k);
    // A text in quotes, with \" inside.
    if (code === 34) {
      for (k++; k < text.length && text.charCodeAt(k) !== 34; k++) if (text.charCodeAt(k) === 92) k++;
    } else if (code === 91 || code === 123) {
      if (++depth > MAX_NESTING) {
        throw gridError('UNREADABLE_FILE', {
          at: file,
          got: 'a deeper one',
          allowed: `JSON at most ${MAX_NESTING} deep`,
        });
      }
    } else if (code === 93 || code === 125) {
      depth--;
    }
  }
}

/** What `read` gives, as a network that holds; the file's name stands before the place of what is wrong. */
function checked(file: string, read: () => unknown): Network {
  try {
    const network = parseNetwork(read());
    checkNetwork(network);
    return network;
  } catch (error) {
    if (!(error instanceof GridError) || error.fault.at.startsWith(file)) throw error;
    throw gridError(error.code, { ...error.fault, at: `${file}: ${error.fault.at}` });
  }
}
