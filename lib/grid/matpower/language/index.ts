/** The language of MATPOWER's case files, as far as such files need it: read and carried out, never evaluated. */
import { lineAt } from './cursor';
import { Interpreter } from './interpreter';
import { Refusal } from './refusal';
import { parseProgram, statementAt } from './statements';
import type { Program } from './syntax';
import type { Value } from './values';

export type { Value } from './values';

export interface Outcome {
  readonly program: Program;
  /** What the variables hold at the end; fields of structures by their dotted names. */
  readonly variables: ReadonlyMap<string, Value>;
}

/** Where and why a text was refused. */
export interface Trouble {
  readonly line: number;
  readonly statement: string;
  readonly got: unknown;
  readonly allowed: string;
  readonly remedy?: string;
}

/** Carries out a case file. `onTrouble` makes the error to throw of what was refused. */
export function runScript(text: string, onTrouble: (trouble: Trouble) => Error): Outcome {
  try {
    const program = parseProgram(text);
    return { program, variables: new Interpreter().run(program.statements) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const position = error.position ?? 0;
    throw onTrouble({
      line: lineAt(text, position),
      statement: statementAt(text, text.lastIndexOf('\n', Math.max(0, position - 1)) + 1),
      got: error.got,
      allowed: error.allowed,
      remedy: error.remedy,
    });
  }
}
