import assert from 'node:assert/strict';
import jsonata from 'jsonata';
import { readCsv } from '../../../lib/risk/table/csv';
import { deriveColumns } from '../../../lib/risk/table/derive';
import { chooseFeatures, encodeRows } from '../../../lib/risk/table/encode';
import { columnOf, type Table } from '../../../lib/risk/table/table';
import { checkTwoClasses, readLabels } from '../../../lib/risk/table/target';

const read = (text: string, header = true) => readCsv(text, 'f.csv', header);
const numbers = (table: Table, name: string) => {
  const column = columnOf(table, 'test', name);
  return column.kind === 'number' ? [...column.numbers] : column.levels;
};

describe('risk: tables', () => {
  it('read quoted cells, line breaks in them, other delimiters, missing cells and no header', () => {
    const table = read('\uFEFFa,"b ""x"", y",c\r\n1,"two\nlines",\r\n\r\n-2.5e1,NA,?\r\n');
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ['a', 'b "x", y', 'c'],
    );
    assert.deepEqual(numbers(table, 'a'), [1, -25]);
    assert.deepEqual(numbers(table, '2'), ['two\nlines']);
    assert.deepEqual(numbers(table, 'c'), [Number.NaN, Number.NaN]);
    assert.deepEqual([table.lineOf(0), table.lineOf(1)], [2, 5]);
    assert.deepEqual(numbers(read('1;2\n3;4', false), '2'), [2, 4]);
    assert.deepEqual(numbers(read('x\ty\n3\t4'), 'y'), [4]);
    assert.deepEqual(numbers(read('"a, ""b"", c";y\n3;4'), 'y'), [4]);
  });

  it('hold a million rows and not one more', function () {
    this.timeout(60_000);
    const text = `x,y\n${'0.25,1\n'.repeat(1_000_000)}`;
    const table = read(text);
    assert.throws(() => read(`${text}1,1\n`), /line 1000002; got "one more row"; allowed: 1000000 rows/);
    assert.equal(table.row_count, 1_000_000);
    assert.equal(table.lineOf(999_999), 1_000_001);
  });

  for (const [name, text, message] of [
    ['nothing', '', /f\.csv; got "no row"/],
    ['a header alone', 'a,b\n', /got "no row"/],
    ['a short line', 'a,b\n1,2\n3\n', /line 3; got "1 cells"; allowed: 2/],
    ['a column without a name', 'a,\n1,2\n', /line 1, column 2; got "no name"/],
    ['a name twice', 'a,a\n1,2\n', /line 1; got "a"; allowed: each column name once/],
    ['a text among numbers', 'a\n1\n2\nx\n', /line 4, column "a"; got "x"; allowed: a number/],
    [
      'decimal commas',
      'a;b\n4,5;1\n;1\n3;1\n6,5;1\n',
      /line 2, column "a"; got "4,5"; allowed: a number with a decimal point/,
    ],
    ['infinity', 'a\n1\nInfinity\n', /line 3, column "a"; got "Infinity"; allowed: a finite number/],
    ['a number too large', 'a\n1e39\n', /line 2, column "a"; got "1e39"/],
    ['an open quotation mark', 'a\n"1\n2\n', /line 2; got "a quotation mark without its end"/],
    ['text behind a quoted cell', 'a,b\n"1"x,2\n', /line 2; got "text behind a quoted cell"/],
  ] as const) {
    it(`refuse ${name}`, () => {
      assert.throws(() => read(text), { code: 'INVALID_TABLE', message });
    });
  }

  it('take outcomes as 0 and 1, truth values, yes and no, and refuse all else with its line', () => {
    const labels = (text: string) => {
      const table = read(text);
      return readLabels(table, columnOf(table, 'test', 'y'));
    };
    assert.deepEqual([...labels('y\n0\n1\n')], [0, 1]);
    assert.deepEqual([...labels('y\nNo\nYES\n')], [0, 1]);
    assert.throws(() => labels('y\n0\n2\n'), /line 3, column "y"; got "2"; allowed: 0 or 1/);
    assert.throws(() => labels('y,x\n0,1\n,1\n'), /line 3, column "y"; got "nothing"/);
    const table = read('y\n0\n0\n');
    const column = columnOf(table, 'test', 'y');
    assert.throws(() => checkTwoClasses(table, column, readLabels(table, column)), {
      code: 'INVALID_TABLE',
      message: /got "2 rows, 0 of them failures"/,
    });
  });

  it('turn texts into places by falling frequency, and leave out constants and identifiers', () => {
    const ids = Array.from({ length: 300 }, (_, row) => `${'bbac'[row % 4]},7,id${row},${row % 2}`);
    const table = read(`kind,same,id,y\n${ids.join('\n')}`);
    const { features, left_out } = chooseFeatures(table, 'y', undefined, []);
    assert.deepEqual(features, [{ name: 'kind', kind: 'category', levels: ['b', 'a', 'c'] }]);
    assert.deepEqual(left_out, [
      { name: 'same', reason: 'constant' },
      { name: 'id', reason: 'text of too many values' },
    ]);
    assert.deepEqual([...encodeRows(read('kind\nc\nz\nb\n'), features)], [2, Number.NaN, 0]);
    assert.throws(() => chooseFeatures(table, 'y', ['id'], []), /300 different texts/);
    assert.throws(() => chooseFeatures(table, 'y', ['kind', 'y'], []), /which is the target/);
    assert.throws(() => chooseFeatures(table, 'y', ['nowhere'], []), /--features; got "nowhere"/);
    assert.throws(() => chooseFeatures(table, 'y', ['same'], []), /same \(constant\)/);
    assert.throws(
      () => encodeRows(read('other\n1\n'), features),
      /an input of the model; got "kind"; allowed: a column of f\.csv/,
    );
  });
});

describe('risk: derived columns', () => {
  const table = read('Torque [Nm],n,kind\n40,1500,a\n,1400,b\n10,2,a\n');

  it('are what JSONata says, by arithmetic of our own and by JSONata itself', async () => {
    const expressions = [
      '`Torque [Nm]` * n',
      '-(`Torque [Nm]` + 2.5) / n % 3',
      '$sqrt(n) > 10 ? n - 1 : 0',
      'kind = "a"',
      '$exists(`Torque [Nm]`)',
    ];
    const derived = await deriveColumns(
      table,
      expressions.map((expression, k) => ({ name: `d${k}`, expression })),
    );
    const rows = [
      { 'Torque [Nm]': 40, n: 1500, kind: 'a' },
      { n: 1400, kind: 'b' },
      { 'Torque [Nm]': 10, n: 2, kind: 'a' },
    ];
    for (const [k, expression] of expressions.entries()) {
      const said = await Promise.all(rows.map((row) => jsonata(expression).evaluate(row)));
      assert.deepEqual(
        numbers(derived, `d${k}`),
        said.map((value) => (value === undefined ? Number.NaN : Number(value))),
        expression,
      );
    }
  });

  it('that fail in a row are refused with its line', async () => {
    for (const [expression, got] of [
      [
        '$sqrt(n - 2)',
        /line 2, derived column "r"; got ".*sqrt.*"; allowed: an expression that can be evaluated/,
      ],
      ['1 / (n - 1)', /line 2, derived column "r"; got Infinity; allowed: a finite number/],
    ] as const) {
      await assert.rejects(deriveColumns(read('n\n1\n4\n'), [{ name: 'r', expression }]), {
        code: 'INVALID_TABLE',
        message: got,
      });
    }
  });

  it('may use those before them, and have names of their own', async () => {
    const twice = [
      { name: 'a', expression: 'n + 1' },
      { name: 'b', expression: 'a * 2' },
    ];
    assert.deepEqual(numbers(await deriveColumns(table, twice), 'b'), [3002, 2802, 6]);
    await assert.rejects(deriveColumns(table, [{ name: 'n', expression: '1' }]), /got "n"; allowed: a name/);
  });

  for (const [name, expression, code, message] of [
    ['a text', 'kind', 'INVALID_TABLE', /line 2, derived column "x"; got "a"; allowed: a finite number/],
    ['a division by zero', '1 / (n - 1400)', 'INVALID_TABLE', /line 3, derived column "x"/],
    ['what does not parse', 'n +', 'INVALID_SETTING', /allowed: a JSONata expression: /],
    [
      'what never ends',
      '($f := function($i){$f($i + 1)}; $f(1))',
      'INVALID_SETTING',
      /10000 evaluation steps a row/,
    ],
  ] as const) {
    it(`refuse ${name}`, async () => {
      await assert.rejects(deriveColumns(table, [{ name: 'x', expression }]), { code, message });
    });
  }
});
