/** A case file as a list of statements. Throws a Refusal where it holds anything else. */
import { Cursor } from './cursor';
import { ExpressionParser, nextOf, takeName } from './expressions';
import { MAX_DEPTH } from './limits';
import { Refusal, refuse } from './refusal';
import type { Arm, Program, Statement, Target } from './syntax';

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const HEADER =
  /function\b[ \t]*(?:(?:\[([^\]]{0,1000})\]|(\w+))[ \t]*=)?[ \t\r]*(\w*)[ \t]*(?:\([^)\n]*\))?/y;
const ENDS = ['end', 'endfunction', 'endif'];
const REFUSED = /^(for|parfor|while|do|switch|try|unwind_protect|function|global|persistent|break|continue)$/;
const ALLOWED =
  'assignments, if, return and define_constants; no loops, no calls of functions besides those listed in docs/network-format.md';

export function parseProgram(text: string): Program {
  const parser = new StatementParser(text);
  return parser.program();
}

class StatementParser {
  private readonly cursor: Cursor;
  private readonly expressions: ExpressionParser;

  constructor(text: string) {
    this.cursor = new Cursor(text);
    this.expressions = new ExpressionParser(this.cursor);
  }

  program(): Program {
    const { cursor } = this;
    cursor.skipToStatement();
    const header = this.header();
    const statements = this.block(0);
    if (!cursor.atEnd()) {
      const start = cursor.position;
      cursor.match(WORD);
      cursor.skipToStatement();
      if (!cursor.atEnd()) refuse(nextOf(cursor), 'nothing behind the end of the function', undefined, start);
    }
    return { ...header, statements };
  }

  /** `function mpc = name`, or with several results; a file may also go without. */
  private header(): { name?: string; outputs: string[] } {
    const { cursor } = this;
    if (peekWord(cursor) !== 'function') return { outputs: [] };
    const start = cursor.position;
    HEADER.lastIndex = start;
    const [all = '', list, single, name] = HEADER.exec(cursor.text) ?? [];
    cursor.position += all.length;
    cursor.skipBlanks();
    if (!cursor.atEnd() && !/[\n;,]/.test(cursor.peek())) {
      refuse(nextOf(cursor), 'function mpc = name, on one line', undefined, start);
    }
    const outputs = list === undefined ? [single ?? ''] : list.split(/[\s,.]+/);
    return { name: name || undefined, outputs: outputs.filter((output) => output !== '') };
  }

  /** Statements up to a word that ends them, or the end of the file. */
  private block(depth: number): Statement[] {
    const { cursor } = this;
    if (depth > MAX_DEPTH) refuse('a deeper one', `statements at most ${MAX_DEPTH} deep`);
    const statements: Statement[] = [];
    for (;;) {
      cursor.skipToStatement();
      const word = peekWord(cursor);
      if (cursor.atEnd() || ENDS.includes(word) || word === 'else' || word === 'elseif') return statements;
      statements.push(this.statement(depth));
    }
  }

  private statement(depth: number): Statement {
    const { cursor } = this;
    const start = cursor.position;
    cursor.checked(1);
    try {
      const statement = peekWord(cursor) === 'if' ? this.conditional(depth) : this.simple();
      cursor.skipBlanks();
      if (!cursor.atEnd() && !/[\n;,]/.test(cursor.peek())) {
        refuse(nextOf(cursor), 'the end of the statement here');
      }
      return statement;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.got, error.allowed, error.remedy, error.position ?? start);
    }
  }

  private simple(): Statement {
    const { cursor } = this;
    const start = cursor.position;
    const word = peekWord(cursor);
    if (REFUSED.test(word)) refuse(statementAt(cursor.text, start), ALLOWED, undefined, start);
    if (word === 'return' || word === 'define_constants') {
      cursor.position += word.length;
      return { type: word === 'return' ? 'return' : 'constants', start, end: cursor.position };
    }
    const targets = cursor.peek() === '[' ? this.targets() : [this.target()];
    cursor.skipBlanks();
    if (cursor.peek() !== '=' || cursor.peek(1) === '=') {
      refuse(statementAt(cursor.text, start), ALLOWED, undefined, start);
    }
    cursor.position++;
    cursor.skipBlanks();
    const value = this.expressions.parse();
    return { type: 'assign', targets, value, start, end: cursor.position };
  }

  private target(): Target {
    const { cursor } = this;
    const start = cursor.position;
    const name = takeName(cursor);
    if (name === undefined) return refuse(statementAt(cursor.text, start), ALLOWED, undefined, start);
    return { name, args: this.expressions.arguments() };
  }

  /** `[A, B, ~] =` */
  private targets(): Target[] {
    const { cursor } = this;
    const targets: Target[] = [];
    cursor.position++;
    for (;;) {
      cursor.skipBlanks();
      if (cursor.take(']')) return targets;
      cursor.checked(1);
      targets.push(cursor.take('~') ? undefined : this.target());
      cursor.skipBlanks();
      cursor.take(',');
    }
  }

  private conditional(depth: number): Statement {
    const { cursor } = this;
    const start = cursor.position;
    const arms: Arm[] = [];
    let otherwise: Statement[] = [];
    let word = cursor.match(WORD);
    while (word === 'if' || word === 'elseif') {
      cursor.skipBlanks();
      const condition = this.expressions.parse();
      arms.push({ condition, body: this.block(depth + 1) });
      word = cursor.match(WORD);
    }
    if (word === 'else') {
      otherwise = this.block(depth + 1);
      word = cursor.match(WORD);
    }
    if (word !== 'end' && word !== 'endif') {
      refuse(word ?? 'the end of the file', 'an end for this if', undefined, start);
    }
    return { type: 'if', arms, otherwise, start, end: cursor.position };
  }
}

function peekWord(cursor: Cursor): string {
  WORD.lastIndex = cursor.position;
  return WORD.exec(cursor.text)?.[0] ?? '';
}

/** The first line of a statement, for a message. */
export function statementAt(text: string, start: number): string {
  const newline = text.indexOf('\n', start);
  return text.slice(start, newline < 0 ? undefined : newline).trim();
}
