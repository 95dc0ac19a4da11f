import { type ErrorCode, GridError } from '../errors';
import { agent } from './agent';
import { check } from './check';
import { contingency } from './contingency';
import { convert } from './convert';
import { estimate } from './estimate';
import { generate } from './generate';
import { paths } from './paths';
import { powerflow } from './powerflow';
import { reconfigure } from './reconfigure';
import { restore } from './restore';
import { risk } from './risk';
import { simulate } from './simulate';
import { type Command, EXIT, type ExitCode, type Streams } from './streams';
import { USAGE } from './usage';
import { packageVersion } from './version';

/** What no other file or option would have mended. */
const INSIDE: readonly ErrorCode[] = ['INTERNAL', 'WORKER_FAILED'];

const COMMANDS: Record<string, Command> = {
  powerflow,
  contingency,
  estimate,
  paths,
  reconfigure,
  restore,
  agent,
  risk,
  simulate,
  convert,
  generate,
  check,
};

/** Runs one command line (without the program's name); whatever happens, the answer is an exit code. */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  if (name === '--version') return say(streams, `${packageVersion()}\n`);
  if (args.includes('--help') || args.includes('-h') || name === 'help') return say(streams, USAGE);
  if (!Object.hasOwn(COMMANDS, name)) {
    const got = name === '' ? 'no command' : `no command is called "${name}"`;
    streams.note(`${got}; allowed: ${Object.keys(COMMANDS).join(', ')}. See gridloom --help`);
    return EXIT.refused;
  }
  try {
    return await COMMANDS[name](rest, streams);
  } catch (error) {
    const line = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
    if (error instanceof GridError && !INSIDE.includes(error.code)) {
      streams.note(line);
      return EXIT.refused;
    }
    streams.note(`failed: ${line}`);
    return EXIT.failed;
  }
}

function say(streams: Streams, text: string): ExitCode {
  streams.out(text);
  return EXIT.done;
}
