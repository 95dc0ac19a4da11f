/** MATPOWER's cases: files and JSON read and written, and networks made of them. */
export type { MatpowerCase } from './case';
export { caseOfNetwork, jsonOfCase, networkOfCase } from './convert';
export { isMatpowerJson, readMatpowerJson } from './read-json';
export { readMatpowerText } from './read-m';
export { writeMatpowerText } from './write-m';
