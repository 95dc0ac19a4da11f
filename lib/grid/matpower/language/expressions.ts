/**
 * Expressions of the language of case files, by recursive descent in MATLAB's order of precedence. Inside brackets
 * blanks separate: `[1 -2]` has two elements, `[1 - 2]` and `[1-2]` have one.
 */

import { scanCells } from './cells';
import type { Cursor } from './cursor';
import { MAX_DEPTH, MAX_NAME } from './limits';
import { type Scanned, scanNumber } from './numbers';
import { refuse } from './refusal';
import type { Arguments, Expression } from './syntax';
import { scanTable } from './table';
import { scalar, type Value } from './values';

/** Binary operators from loose to tight; the range stands between the third level and the fourth. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['&'],
  ['<=', '>=', '==', '~=', '!=', '<', '>'],
  ['+', '-'],
  ['.*', './', '.\\', '*', '/', '\\'],
];
const RANGE_LEVEL = 5;
const POWERS = ['.^', '^'];
const NAME = /[A-Za-z]\w*/y;

export class ExpressionParser {
  private readonly scanned: Scanned = { value: 0, end: 0 };
  private nesting = 0;

  constructor(private readonly cursor: Cursor) {}

  parse(): Expression {
    if (++this.nesting > MAX_DEPTH) refuse('a deeper one', `expressions at most ${MAX_DEPTH} deep`);
    const expression = this.binary(0);
    this.nesting--;
    return expression;
  }

  private binary(level: number): Expression {
    if (level === LEVELS.length) return this.unary();
    if (level === RANGE_LEVEL) return this.range();
    return this.chain(level, () => this.binary(level + 1));
  }

  /** Operands joined by the operators of one level, from the left. */
  private chain(level: number, operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = this.takeOperator(LEVELS[level]);
      if (operator === undefined) return left;
      this.cursor.skipBlanks();
      const right = operand();
      left = { type: 'binary', operator, left, right, depth: this.above(left, right) };
    }
  }

  private range(): Expression {
    const operand = (): Expression => this.chain(RANGE_LEVEL, () => this.binary(RANGE_LEVEL + 1));
    const from = operand();
    if (this.takeOperator([':']) === undefined) return from;
    this.cursor.skipBlanks();
    const second = operand();
    if (this.takeOperator([':']) === undefined) {
      return { type: 'range', from, to: second, depth: this.above(from, second) };
    }
    this.cursor.skipBlanks();
    const to = operand();
    return { type: 'range', from, step: second, to, depth: this.above(from, second, to) };
  }

  /** The operator that stands here behind blanks, unless it begins the next element of a matrix. */
  private takeOperator(operators: readonly string[]): string | undefined {
    const { cursor } = this;
    const before = cursor.position;
    cursor.skipBlanks();
    const spaced = cursor.position > before;
    const operator = operators.find((candidate) => this.isOperator(candidate));
    const sign = operator === '+' || operator === '-';
    if (operator === undefined || (cursor.inBrackets && spaced && sign && !/[ \t]/.test(cursor.peek(1)))) {
      cursor.position = before;
      return undefined;
    }
    cursor.position += operator.length;
    return operator;
  }

  private isOperator(candidate: string): boolean {
    const { cursor } = this;
    if (!cursor.startsWith(candidate)) return false;
    if (candidate === '|' || candidate === '&') return cursor.peek(1) !== candidate;
    return true;
  }

  private unary(): Expression {
    const { cursor } = this;
    const operator = cursor.peek();
    if (operator === '-' || operator === '+' || operator === '~' || operator === '!') {
      cursor.position++;
      cursor.skipBlanks();
      if (++this.nesting > MAX_DEPTH) refuse('a deeper one', `expressions at most ${MAX_DEPTH} deep`);
      const operand = this.unary();
      this.nesting--;
      return {
        type: 'unary',
        operator: operator === '!' ? '~' : operator,
        operand,
        depth: this.above(operand),
      };
    }
    return this.power();
  }

  /** Powers bind from the left, and more tightly than a sign before them: −2^2 is −4, 2^−1 is 0.5. */
  private power(): Expression {
    let left = this.postfix();
    for (;;) {
      const operator = this.takeOperator(POWERS);
      if (operator === undefined) return left;
      this.cursor.skipBlanks();
      const right = this.exponent();
      left = { type: 'binary', operator, left, right, depth: this.above(left, right) };
    }
  }

  private exponent(): Expression {
    const sign = this.cursor.match(/[-+~!]/y);
    if (sign === undefined) return this.postfix();
    this.cursor.skipBlanks();
    const operand = this.postfix();
    return { type: 'unary', operator: sign === '!' ? '~' : sign, operand, depth: this.above(operand) };
  }

  private postfix(): Expression {
    const { cursor } = this;
    let operand = this.primary();
    for (;;) {
      if (!cursor.inBrackets) cursor.match(/[ \t]+(?=\.?')/y);
      if (!cursor.take("'") && !cursor.take(".'")) return operand;
      operand = { type: 'transpose', operand, depth: this.above(operand) };
    }
  }

  private primary(): Expression {
    const { cursor } = this;
    const character = cursor.peek();
    if (character === '(') return this.parenthesised();
    if (character === '[' || character === '{') return this.bracketed(character);
    if (character === "'" || character === '"') return this.literal({ kind: 'text', text: takeText(cursor) });
    if (scanNumber(cursor.text, cursor.position, this.scanned)) {
      cursor.position = this.scanned.end;
      return this.literal(scalar(this.scanned.value));
    }
    const { position } = cursor;
    const name = takeName(cursor);
    if (name === undefined) return refuse(nextOf(cursor), 'an expression here', undefined, position);
    if (name === 'end') return { type: 'end', depth: cursor.checked(1) };
    const args = this.arguments();
    const depth = cursor.checked(1 + deepest(args?.list ?? []));
    return { type: 'name', name, args, position, depth };
  }

  private parenthesised(): Expression {
    const { cursor } = this;
    const start = cursor.position++;
    const outer = cursor.inBrackets;
    cursor.inBrackets = false;
    cursor.skipBlanks();
    const inner = this.parse();
    cursor.skipBlanks();
    if (!cursor.take(')')) refuse(nextOf(cursor), 'a closing )', undefined, start);
    cursor.inBrackets = outer;
    return inner;
  }

  /** What stands in `()` or `{}` right behind a name; inside brackets a blank before it makes it an element. */
  arguments(): Arguments | undefined {
    const { cursor } = this;
    if (!cursor.inBrackets) cursor.match(/[ \t]+(?=\()/y);
    const open = cursor.peek();
    if (open !== '(' && open !== '{') return undefined;
    const close = open === '(' ? ')' : '}';
    const start = cursor.position++;
    const outer = cursor.inBrackets;
    cursor.inBrackets = false;
    const list: Expression[] = [];
    for (;;) {
      cursor.skipBlanks();
      if (list.length === 0 && cursor.take(close)) break;
      list.push(this.argument());
      cursor.skipBlanks();
      if (cursor.take(close)) break;
      if (!cursor.take(',')) refuse(nextOf(cursor), `a closing ${close}`, undefined, start);
    }
    cursor.inBrackets = outer;
    return { braces: open === '{', list };
  }

  private argument(): Expression {
    const all = this.cursor.match(/:(?=[ \t]*[,)}])/y);
    return all === undefined ? this.parse() : { type: 'all', depth: this.cursor.checked(1) };
  }

  private bracketed(open: string): Expression {
    const { cursor } = this;
    const start = cursor.position++;
    if (open === '[') {
      const table = scanTable(cursor.text, cursor.position);
      if (table !== undefined) {
        cursor.position = table.end;
        return this.literal(table.matrix);
      }
    } else {
      const cells = scanCells(cursor.text, cursor.position);
      if (cells !== undefined) {
        cursor.position = cells.end;
        return this.literal(cells.cell);
      }
    }
    const outer = cursor.inBrackets;
    cursor.inBrackets = true;
    const rows = this.rows(open === '[' ? ']' : '}', start);
    cursor.inBrackets = outer;
    const depth = cursor.checked(1 + rows.reduce((most, row) => Math.max(most, deepest(row)), 0));
    return { type: open === '[' ? 'matrix' : 'cell', rows, depth };
  }

  private rows(close: string, start: number): Expression[][] {
    const { cursor } = this;
    const rows: Expression[][] = [];
    let row: Expression[] = [];
    let comma = true;
    for (;;) {
      cursor.skipBlanks();
      const character = cursor.peek();
      if (character === close || character === ';' || character === '\n') {
        cursor.position++;
        if (row.length > 0) rows.push(row);
        if (character === close) return rows;
        row = [];
        comma = true;
      } else if (character === ',' && !comma) {
        cursor.position++;
        comma = true;
      } else if (cursor.atEnd()) {
        refuse('the end of the file', `a closing ${close}`, 'The file may be cut off', start);
      } else {
        row.push(this.parse());
        comma = false;
      }
    }
  }

  private literal(value: Value): Expression {
    return { type: 'literal', value, depth: this.cursor.checked(1) };
  }

  private above(...parts: readonly Expression[]): number {
    return this.cursor.checked(1 + deepest(parts));
  }
}

function deepest(parts: readonly Expression[]): number {
  return parts.reduce((most, { depth }) => Math.max(most, depth), 0);
}

/** A name with the fields behind it, as `mpc.bus`. */
export function takeName(cursor: Cursor): string | undefined {
  const start = cursor.position;
  let name = cursor.match(NAME);
  if (name === undefined) return undefined;
  while (cursor.peek() === '.' && /[A-Za-z]/.test(cursor.peek(1))) {
    cursor.position++;
    name += `.${cursor.match(NAME)}`;
    if (name.length > MAX_NAME) break;
  }
  if (name.length > MAX_NAME) refuse(name, `names of at most ${MAX_NAME} characters`, undefined, start);
  return name;
}

/** A text between single or double quotes; a quote inside stands twice. */
function takeText(cursor: Cursor): string {
  const quote = cursor.peek();
  const start = cursor.position;
  let end = cursor.text.indexOf(quote, start + 1);
  while (end >= 0 && cursor.text.charAt(end + 1) === quote) end = cursor.text.indexOf(quote, end + 2);
  const text = cursor.text.slice(start + 1, Math.max(end, start + 1));
  if (end < 0 || text.includes('\n')) {
    return refuse('the end of the line', `a closing ${quote}`, undefined, start);
  }
  cursor.position = end + 1;
  return text.replaceAll(quote + quote, quote);
}

/** What stands at the cursor, for a message. */
export function nextOf(cursor: Cursor): string {
  if (cursor.atEnd()) return 'the end of the file';
  if (cursor.peek() === '\n') return 'the end of the line';
  return cursor.text.slice(cursor.position, cursor.position + 20).split('\n')[0];
}
