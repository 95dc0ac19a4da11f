import { type ExitCode, runCommandLine } from '../../lib/cli';

export interface Ran {
  code: ExitCode;
  out: string;
  notes: string[];
}

/** One command line, and what it wrote. */
export async function run(...args: string[]): Promise<Ran> {
  let out = '';
  const notes: string[] = [];
  const code = await runCommandLine(args, {
    out: (text) => {
      out += text;
    },
    note: (line) => void notes.push(line),
  });
  return { code, out, notes };
}

/** The one JSON object that it printed. */
export async function runJson<T>(...args: string[]): Promise<T> {
  const { code, out, notes } = await run(...args, '--json');
  if (code !== 0) throw new Error(`exit code ${code}: ${notes.join('; ')}`);
  return JSON.parse(out) as T;
}
