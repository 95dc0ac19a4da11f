#!/usr/bin/env node
/** The `gridloom` command. */
import { runCommandLine } from './run';
import { EXIT } from './streams';

// A reader that has seen enough, such as `head`, closes its end. Anything else, such as a full disk, has lost results.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  note(`failed: standard output cannot be written: ${error.message}`);
  process.exit(EXIT.failed);
});
// There is nowhere left to say so; the exit code remains.
process.stderr.on('error', () => undefined);
/** What a shell expects of a process that a signal ended: 128 and the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
let stoppedWith: number | undefined;

void runCommandLine(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  note: (line) => stoppedWith ?? note(line),
  untilStopped,
}).then((code) => {
  // Not process.exit: what is still on its way to a pipe would be lost.
  process.exitCode = stoppedWith ?? code;
});

/** The first signal lets what is under way clean up; a second one ends the process at once, as it does without this. */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.once(signal, () => {
      for (const name of Object.keys(SIGNALS)) process.removeAllListeners(name);
      stoppedWith = code;
      note(`stopped by ${signal}; nothing was written`);
      stop.abort();
    });
  }
  return stop.signal;
}

function note(line: string): void {
  process.stderr.write(`gridloom: ${line}\n`);
}
