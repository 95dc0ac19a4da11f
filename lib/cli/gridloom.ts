#!/usr/bin/env node
/** The `gridloom` command. */
import { runCommandLine } from './run';

// A reader that has seen enough, such as `head`, closes its end.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});
void runCommandLine(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  note: (line) => void process.stderr.write(`gridloom: ${line}\n`),
}).then((code) => {
  // Not process.exit: what is still on its way to a pipe would be lost.
  process.exitCode = code;
});
