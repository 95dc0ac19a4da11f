import { type Column, invalidTable } from './table';

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Collects one column. It is one of numbers where more of its cells are numbers than are not; a text in it is then
 * refused with its line. Else it is one of texts, unless most are numbers with a decimal comma, which are refused. Cells that are empty, NA, N/A, NaN, null, none or ? are missing.
 */
export class ColumnBuilder {
  private numbers = new Float64Array(1024);
  private codes: Int32Array | null = null;
  private readonly levels = new Map<string, number>();
  private readonly numerals = new Map<number, number>();
  private count = 0;
  private numeric = 0;
  private texts = 0;
  private firstText: { cell: string; line: number } | null = null;
  private decimalCommas = 0;

  constructor(
    private readonly name: string,
    private readonly file: string,
  ) {}

  add(raw: string, line: number): void {
    const row = this.count++;
    if (row === this.numbers.length) this.grow();
    const cell = raw.trim();
    if (NUMBER.test(cell)) {
      this.numbers[row] = this.finite(Number(cell), cell, line);
      this.numeric++;
      return;
    }
    this.numbers[row] = Number.NaN;
    if (MISSING.has(cell.toLowerCase())) return;
    if (/^[+-]?inf(inity)?$/i.test(cell)) this.finite(Number.POSITIVE_INFINITY, cell, line);
    this.texts++;
    if (DECIMAL_COMMA.test(cell)) this.decimalCommas++;
    this.firstText ??= { cell, line };
    this.codes ??= new Int32Array(this.numbers.length).fill(-1);
    this.codes[row] = codeOf(this.levels, cell);
  }

  finish(): Column {
    const { name, file, count } = this;
    const numbers = this.numbers.slice(0, count);
    if (this.codes === null) return { name, kind: 'number', numbers };
    if (this.numeric > this.texts || 2 * (this.numeric + this.decimalCommas) > this.numeric + this.texts) {
      const { cell, line } = this.firstText!;
      const allowed = `a number${this.decimalCommas > 0 ? ' with a decimal point' : ''}, or nothing`;
      throw invalidTable(`${file}, line ${line}, column "${name}"`, cell, allowed);
    }
    const codes = this.codes.slice(0, count);
    // Numerals among texts are texts too.
    for (let row = 0; row < count; row++) {
      const value = numbers[row]!;
      if (Number.isNaN(value)) continue;
      let code = this.numerals.get(value);
      if (code === undefined) {
        code = codeOf(this.levels, String(value));
        this.numerals.set(value, code);
      }
      codes[row] = code;
    }
    return { name, kind: 'text', levels: [...this.levels.keys()], codes };
  }

  /** Beyond the range of 32-bit floats, in which trees compare, is infinite too. */
  private finite(value: number, cell: string, line: number): number {
    if (Number.isFinite(Math.fround(value))) return value;
    throw invalidTable(
      `${this.file}, line ${line}, column "${this.name}"`,
      cell,
      'a finite number up to 3.4e38, or nothing',
    );
  }

  private grow(): void {
    const numbers = new Float64Array(this.numbers.length * 2);
    numbers.set(this.numbers);
    this.numbers = numbers;
    if (this.codes === null) return;
    const codes = new Int32Array(numbers.length).fill(-1);
    codes.set(this.codes);
    this.codes = codes;
  }
}

function codeOf(levels: Map<string, number>, level: string): number {
  let code = levels.get(level);
  if (code === undefined) {
    code = levels.size;
    levels.set(level, code);
  }
  return code;
}
