import { strict as assert } from 'node:assert';
import { runScript, type Value } from '../../../lib/grid/matpower/language';

/** What a variable holds after the lines: numbers by rows, a text, or the items of a cell array. */
function held(text: string, name = 'x'): unknown {
  const { variables } = runScript(text, ({ line, got, allowed }) => new Error(`${line}: ${got}; ${allowed}`));
  return shown(variables.get(name));
}

function shown(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === 'text') return value.text;
  const items = value.kind === 'cell' ? value.items.map(shown) : [...value.data];
  if (items.length === 1 && value.kind === 'matrix') return items[0];
  return Array.from({ length: value.rows }, (_, row) =>
    items.slice(row * value.cols, (row + 1) * value.cols),
  );
}

/** Statements and what MATLAB's language reference says that `x` is behind them. */
const SNIPPETS: readonly [text: string, expected: unknown][] = [
  // Numbers
  ['x = 1', 1],
  ['x = .5e-3;', 0.0005],
  ['x = 1.E2', 100],
  ['x = 0.1', 0.1],
  ['x = 123456789012345678', 123456789012345680],
  ['x = 1.7976931348623157e308', Number.MAX_VALUE],
  ['x = 5e-324', 5e-324],
  ['x = 9007199254740993', 9007199254740992],
  ['x = 0.30000000000000004', 0.30000000000000004],
  ['x = -Inf', -Infinity],
  ['x = [Inf -inf NaN nan]', [[Infinity, -Infinity, Number.NaN, Number.NaN]]],
  // Precedence
  ['x = 2 + 3 * 4', 14],
  ['x = -2^2', -4],
  ['x = 2^-1', 0.5],
  ['x = 2^3^2', 64],
  ['x = 8 / 4 / 2', 1],
  ['x = (1 + 2) * 3', 9],
  ['x = 1:3 + 1', [[1, 2, 3, 4]]],
  ['x = ~0 + 1', 2],
  ['x = 1 < 2 == 1', 1],
  ['x = 1 | 0 & 0', 1],
  ['x = 3 \\ 6', 2],
  // Blanks inside brackets
  ['x = [1 -2]', [[1, -2]]],
  ['x = [1 - 2]', -1],
  ['x = [1-2 3]', [[-1, 3]]],
  ['a = 4; x = [a-1 a+1]', [[3, 5]]],
  ['x = [1 -2 + 3]', [[1, 1]]],
  ['x = [1 , -2, + 3]', [[1, -2, 3]]],
  ['a = 4; x = [a -1]', [[4, -1]]],
  ['a = 4; x = [a - 1]', 3],
  ['a = 4; x = [a (1)]', [[4, 1]]],
  ['a = [4 5]; x = [a(1) 1]', [[4, 1]]],
  [
    "a = [4 5]; x = [a' [1; 2]]",
    [
      [4, 1],
      [5, 2],
    ],
  ],
  ["x = [1 2]'", [[1], [2]]],
  [
    'x = [1 2\n3 4]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'x = [1 2;\n\n3 4;\n]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'x = [1 2 % one ] two\n3 4];',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['x = [1, 2, ...\n3, 4]', [[1, 2, 3, 4]]],
  [
    'x = [\t1\t2\t\r\n\t3\t4\t\r\n];\r\n',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'x = [1/2 2*3; 1e3 -(4)]',
    [
      [0.5, 6],
      [1000, -4],
    ],
  ],
  [
    'x = [[1 2]; [3 4]]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['x = [1:3; 4:6](1)', /the end of the statement/],
  ['x = []', []],
  ['x = [[] 1 []]', 1],
  // Ranges
  ['x = 0:2:5', [[0, 2, 4]]],
  ['x = 3:-1:1', [[3, 2, 1]]],
  ['x = 3:1', [[]]],
  ['x = numel(0:0.1:0.3)', 4],
  // Texts and cells
  ["x = 'it''s'", "it's"],
  ["x = ''", ''],
  ["x = ''''", "'"],
  ['x = "say ""so"""', 'say "so"'],
  ["x = ['ab' 'cd']", 'abcd'],
  [
    "x = {'a', 'b'; 'c', 4}",
    [
      ['a', 'b'],
      ['c', 4],
    ],
  ],
  ["x = {\n'a';\n'b';\n};", [['a'], ['b']]],
  [
    "x = {'it''s', \"q\"\"t\"; -2e3, Inf % { a } remark\n'c', 'd,;}'}",
    [
      ["it's", 'q"t'],
      [-2000, Infinity],
      ['c', 'd,;}'],
    ],
  ],
  ["c = {'a'; 'b'}; x = c{2}", 'b'],
  ["x = {'a'; 'b'}; x{2} = 'z';", [['a'], ['z']]],
  ["x = '% no comment # either'", '% no comment # either'],
  // Comments and continuations
  ['x = 1 % one\n# x = 2\n', 1],
  ['%{\nx = 9\n%{\n%}\n%}\nx = 1', 1],
  ['%{ not a block\nx = 1\n%} nor an end', 1],
  ['x = 1 + ... the rest\n  2', 3],
  // Indices
  ['a = [1 2; 3 4]; x = a(2, 1)', 3],
  ['a = [1 2; 3 4]; x = a(end, end)', 4],
  ['a = [1 2; 3 4]; x = a(end-1, :)', [[1, 2]]],
  ['a = [1 2; 3 4]; x = a(:, 2)', [[2], [4]]],
  ['a = [1 2; 3 4]; x = a(:)', [[1], [3], [2], [4]]],
  ['a = [1 2; 3 4]; x = a(3)', 2],
  ['a = [5 6 7]; x = a([3 1])', [[7, 5]]],
  ['a = [5 6 7]; x = a(a > 5)', [[6, 7]]],
  ['a = [5; 6; 7]; x = a(a(end) - 5)', 6],
  ['a = [1 2; 3 4]; x = a(a(:, 1) == 3, :)', [[3, 4]]],
  ['a = [5 6 7]; x = a(find(a ~= 6, 1))', 5],
  ['a = [1 2; 3 4]; x = find(a > 1)', [[2], [3], [4]]],
  // Assignments to parts
  [
    'x = [1 2; 3 4]; x(2, 1) = 9;',
    [
      [1, 2],
      [9, 4],
    ],
  ],
  [
    'x = [1 2; 3 4]; x(:, [1 2]) = x(:, [2 1]);',
    [
      [2, 1],
      [4, 3],
    ],
  ],
  [
    'x = [1 2; 3 4]; x(1, :) = 0;',
    [
      [0, 0],
      [3, 4],
    ],
  ],
  [
    'x = [1 2; 3 4]; x(:) = 7;',
    [
      [7, 7],
      [7, 7],
    ],
  ],
  ['x = [1 2]; x(end+1) = 3;', [[1, 2, 3]]],
  [
    'x = [1 2; 3 4]; x(:, end+1:4) = 0;',
    [
      [1, 2, 0, 0],
      [3, 4, 0, 0],
    ],
  ],
  [
    'x = [1 2; 3 4]; x(3, :) = [5 6];',
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ],
  ['x = [1 2; 3 4; 5 6]; x([1 3], :) = [];', [[3, 4]]],
  ['x = [1 2; 3 4]; x(:, 1) = [];', [[2], [4]]],
  ['x = [1 2 3]; x(2) = [];', [[1, 3]]],
  [
    'x = [1 2; 3 4]; x(x(:, 1) > 2, 2) = -1;',
    [
      [1, 2],
      [3, -1],
    ],
  ],
  [
    'x(2, 3) = 1;',
    [
      [0, 0, 0],
      [0, 0, 1],
    ],
  ],
  [
    'x(:, 2) = [4; 5];',
    [
      [0, 4],
      [0, 5],
    ],
  ],
  ['a = [1 2]; x = a; a(1) = 9;', [[1, 2]]],
  ['a = [1 2]; x = [a]; a(1) = 9; x(2) = 7;', [[1, 7]]],
  // Element by element, and repeated along the other side
  [
    'x = [1 2; 3 4] .* [2; 10]',
    [
      [2, 4],
      [30, 40],
    ],
  ],
  ['x = [1 2] * [3; 4]', 11],
  [
    'x = [1 2; 3 4] .^ 2',
    [
      [1, 4],
      [9, 16],
    ],
  ],
  ['x = 2 ./ [1 4]', [[2, 0.5]]],
  ['x = ~[1 0]', [[0, 1]]],
  // Functions
  ['x = sin(acos(0.8))', Math.sin(Math.acos(0.8))],
  ['x = round([-2.5 2.5 2.4])', [[-3, 3, 2]]],
  ['x = sum([1 2; 3 4])', [[4, 6]]],
  ['x = sum([1 2; 3 4], 2)', [[3], [7]]],
  ['x = max([3 9 2])', 9],
  ['x = max([1 5; 7 2], [], 2)', [[5], [7]]],
  ['x = min([1 5], 3)', [[1, 3]]],
  ['x = size(ones(2, 3))', [[2, 3]]],
  ['x = size(zeros(2, 3), 2)', 3],
  ['[x, y] = size(zeros(2, 3));', 2],
  ["x = length('abc')", 3],
  ['x = isempty([]) + any([0 1]) + all([1 0])', 2],
  ['x = pi', Math.PI],
  ['x = isinf([1 -Inf]) & true', [[0, 1]]],
  // Columns by name: MATPOWER manual, appendix B
  ['[PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD] = idx_bus; x = [REF PD];', [[3, 3]]],
  ['[~, ~, R] = idx_brch; x = R;', 3],
  [
    'define_constants; x = [VMIN RATE_A BR_STATUS ANGMAX PF QMIN PMIN APF MU_QMIN COST];',
    [[13, 6, 11, 13, 14, 5, 10, 21, 25, 5]],
  ],
  // Fields, one of them named as a keyword, and what is decided
  ['mpc.if.map = [1 2]; x = mpc.if.map(2);', 2],
  ['fixed = 0; x = 1; if fixed\n x = 2;\nend', 1],
  ['x = 1; if x == 2, x = 3; elseif x == 1, x = 4; else x = 5; end', 4],
  ['if nargin < 1\n x = 1;\nend\n', 1],
  ['x = 1; return; x = 2;', 1],
  // As case8387pegase and distribution cases end
  [
    'g = [1 Inf; 2 5]; k = find(   isinf(g(:, 2)) & ...\n g(:, 1) > 0  );\n g(k, 2) = g(k, 1); x = g;',
    [
      [1, 1],
      [2, 5],
    ],
  ],
  [
    'V = 12.66 * 1e3; S = 10 * 1e6; x = [0.0922 0.047] / (V^2 / S);',
    [[0.0922 / (12660 ** 2 / 1e7), 0.047 / (12660 ** 2 / 1e7)]],
  ],
  [
    'x = [3 4]; pf = 0.85; x(:, 2) = x(:, 1) * sin(acos(pf)); x(:, 1) = x(:, 1) * pf;',
    [[3 * 0.85, 3 * Math.sin(Math.acos(0.85))]],
  ],
  ['function x = f\nx = 1;\nend\n', 1],
  ['function [a, ...\n x] = f(in)\nx = 1;\nendfunction', 1],
];

/** What is refused, and how. */
const REFUSED: readonly [text: string, says: RegExp][] = [
  ['for k = 1:3\nend', /^1: for k = 1:3; assignments, if, return/],
  ['x = 1;\nwhile x\nend', /^2: while x; /],
  ['mpc = loadcase(9);', /^1: loadcase; variables of this file/],
  ["x = system('ls')", /^1: system; /],
  ["eval('x')", /^1: eval\('x'\); assignments/],
  ['x = y', /^1: y; variables of this file/],
  ['x = constructor', /^1: constructor; /],
  ['x = __proto__', /assignments|an expression here/],
  ['x = [1 2\n3]', /^2: 1 columns in row 2; 2, as in the rows before/],
  ['x = [1 2; 3*1]', /^1: 1 columns in row 2; 2/],
  ['x = 1;\ny = [1 2\n', /^2: the end of the file; a closing \]/],
  [`x = '${"''".repeat(100_000)}`, /a closing '/],
  ["x = 'open\ny = 'closed'", /^1: the end of the line; a closing '/],
  [`x = a${'.a'.repeat(100_000)}`, /names of at most 200 characters/],
  ["x = 'open\n", /^1: the end of the line; a closing '/],
  ['x = (1 + 2', /^1: the end of the file; a closing \)/],
  ['x = 1d-3', /^1: d-3; the end of the statement/],
  ['x = 1 2', /^1: 2; the end of the statement/],
  ['x = [1 2](3)', /the end of the statement/],
  ['x = [1 2]; y = x(3)', /^1: index 3; 1 to 2/],
  ['x = [1 2]; y = x(0)', /^1: index 0; whole numbers from 1/],
  ['x = [1 2]; y = x(1.5)', /^1: index 1.5/],
  ['x = [1 2; 3 4]; x(:, 1) = [1 2 3];', /2 by 1 elements/],
  ['x = [1 2] + [1 2 3]', /two of the same size/],
  ['x = [1 2; 3 4] ^ 2', /with a single number, or \.\^/],
  ['x = sqrt(-1)', /a complex number/],
  ['x = acos(2)', /a complex number/],
  ['x = (-8)^(1/3)', /a complex number/],
  ['x = zeros(1e9)', /1000000000 by 1000000000 elements; at most/],
  ['x = 1:1e9', /1 by 1000000000 elements; at most/],
  ['x(1e9) = 1', /index 1000000000; whole numbers/],
  ['x(9e6, 9e6) = 1', /9000000 by 9000000 elements; at most/],
  ['x = 1:0.1:Inf', /a range of finite numbers/],
  [`x = zeros(3e3);${'y = x + 1;'.repeat(100)}`, /200000000 elements touched/],
  [`x = ${'('.repeat(100_000)}`, /at most 200 deep/],
  [`x = ${'['.repeat(100_000)}`, /at most 200 deep/],
  [`x = ${'{'.repeat(100_000)}`, /at most 200 deep/],
  [`x = ${'-'.repeat(100_000)}1`, /at most 200 deep/],
  [`x = 1${'+1'.repeat(100_000)}`, /at most 200 deep/],
  [`x = 1${"'".repeat(100_000)}`, /at most 200 deep/],
  [`x = 1${'^1'.repeat(100_000)}`, /at most 200 deep/],
  [`x = zeros(${'1,'.repeat(200_000)}1)`, /dimensions/],
  ['if 1\n'.repeat(100_000), /at most 200 deep/],
  ['%{\nx = 1', /%\} for the block comment/],
  ['if 1\nx = 1', /an end for this if/],
  ['x = 1;\nend\ny = 2', /nothing behind the end/],
  ['function x = f\nx = 1;\nfunction y = g\n', /function y = g/],
  ['x += 1', /^1: x \+= 1; assignments/],
  ['!rm -rf .', /assignments/],
  ['x = @sin', /an expression here/],
  ['x = end', /end only where something is indexed/],
  ['\u0000\u0001PNG', /assignments/],
];

describe('the language of case files', () => {
  for (const [text, expected] of SNIPPETS) {
    it(`carries out ${JSON.stringify(text)}`, () => {
      if (expected instanceof RegExp) assert.throws(() => held(text), expected);
      else assert.deepEqual(held(text), expected);
    });
  }
  for (const [text, says] of REFUSED) {
    it(`refuses ${JSON.stringify(text.slice(0, 50))}`, () => {
      assert.throws(() => held(text), { message: says });
    });
  }
});
