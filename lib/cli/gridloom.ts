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
void runCommandLine(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  note,
}).then((code) => {
  // Not process.exit: what is still on its way to a pipe would be lost.
  process.exitCode = code;
});

function note(line: string): void {
  process.stderr.write(`gridloom: ${line}\n`);
}
