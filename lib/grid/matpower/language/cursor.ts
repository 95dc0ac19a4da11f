/** A place in the text of a case file, and what may be passed over there: blanks, comments, continuations. */
import { MAX_DEPTH, MAX_EXPRESSIONS } from './limits';
import { refuse } from './refusal';

export class Cursor {
  position = 0;
  /** Inside `[]` or `{}`: there, blanks and ends of lines separate. */
  inBrackets = false;
  private expressions = 0;
  /** Blanks passed last, and where they ended: every level of an expression looks behind the same ones. */
  private blanksStart = -1;
  private blanksEnd = -1;

  constructor(readonly text: string) {}

  peek(ahead = 0): string {
    return this.text.charAt(this.position + ahead);
  }

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  startsWith(word: string): boolean {
    return this.text.startsWith(word, this.position);
  }

  /** Passes the word if it stands here. */
  take(word: string): boolean {
    if (!this.startsWith(word)) return false;
    this.position += word.length;
    return true;
  }

  /** Passes what the sticky pattern matches here, or nothing. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Blanks, comments up to the end of their line, and `...` with the end of line behind it. */
  skipBlanks(): void {
    if (this.position === this.blanksStart) {
      this.position = this.blanksEnd;
      return;
    }
    const start = this.position;
    for (;;) {
      const character = this.peek();
      if (character === ' ' || character === '\t' || character === '\r') this.position++;
      else if (character === '%' || character === '#') this.skipComment();
      else if (character === '.' && this.startsWith('...')) this.skipLine(1);
      else break;
    }
    this.blanksStart = start;
    this.blanksEnd = this.position;
  }

  /** Blanks, ends of lines and of statements. */
  skipToStatement(): void {
    for (;;) {
      this.skipBlanks();
      const character = this.peek();
      if (character !== '\n' && character !== ';' && character !== ',') return;
      this.position++;
    }
  }

  /** A comment to the end of its line, or a block from `%{` to `%}`, each alone on its line, with blocks inside. */
  private skipComment(): void {
    if (!this.isAlone('{')) {
      this.skipLine(0);
      return;
    }
    const start = this.position;
    let open = 0;
    do {
      this.skipBlanksOfLine();
      if (this.isAlone('{')) open++;
      else if (this.isAlone('}')) open--;
      this.skipLine(open > 0 ? 1 : 0);
      if (open > 0 && this.atEnd()) {
        refuse('the end of the file', '%} for the block comment', undefined, start);
      }
    } while (open > 0);
  }

  private skipBlanksOfLine(): void {
    while (this.peek() === ' ' || this.peek() === '\t') this.position++;
  }

  /** Whether `%{` or `%}` stands here, and nothing else on the line. */
  private isAlone(brace: string): boolean {
    const { text, position } = this;
    if ((this.peek() !== '%' && this.peek() !== '#') || this.peek(1) !== brace) return false;
    let before = position - 1;
    while (text.charAt(before) === ' ' || text.charAt(before) === '\t') before--;
    if (before >= 0 && text.charAt(before) !== '\n') return false;
    let after = position + 2;
    while (/[ \t\r]/.test(text.charAt(after))) after++;
    return after >= text.length || text.charAt(after) === '\n';
  }

  /** To the end of the line, or with `beyond` 1 to the beginning of the next. */
  private skipLine(beyond: 0 | 1): void {
    const newline = this.text.indexOf('\n', this.position);
    this.position = newline < 0 ? this.text.length : newline + beyond;
  }

  /** Counts an expression of this depth, and refuses one too many or too deep. */
  checked(depth: number): number {
    if (depth > MAX_DEPTH) refuse('a deeper one', `expressions at most ${MAX_DEPTH} deep`);
    if (++this.expressions > MAX_EXPRESSIONS) refuse('more', `at most ${MAX_EXPRESSIONS} expressions`);
    return depth;
  }
}

/** The 1-based number of the line at a position. */
export function lineAt(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
