/** The command line over all of the product. */
export { runCommandLine } from './run';
export type { ExitCode, Streams } from './streams';
export { EXIT } from './streams';
