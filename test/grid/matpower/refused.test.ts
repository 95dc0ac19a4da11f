import { strict as assert } from 'node:assert';
import { GridError } from '../../../lib/errors';
import { builtinNetwork, NETWORK_FORMATS, readNetworkText, writeNetworkText } from '../../../lib/grid';
import { Random } from '../../../lib/random';
import { SMALL, smallWith } from './cases';

/** What is put below the tables of the small case, or in place of it, and what the error says. */
const BELOW: readonly [line: string, says: RegExp][] = [
  [
    'mpc.bus(2, 3) = NaN;',
    /^The network is not valid: f\.m: bus row 2 \(bus 2\), PD; got NaN; allowed: a finite number$/,
  ],
  ['mpc.bus(2, 3) = Inf;', /bus row 2 \(bus 2\), PD; got Infinity/],
  [
    'mpc.bus(2, 1) = 1;',
    /bus row 2 \(bus 1\), BUS_I; got 1; allowed: a number that no other bus has: row 1 has it/,
  ],
  ['mpc.bus(2, 1) = 2.5;', /bus row 2 \(bus 2\.5\), BUS_I; got 2\.5; allowed: a whole number/],
  ['mpc.bus(2, 2) = 5;', /bus row 2 \(bus 2\), BUS_TYPE; got 5; allowed: 1 \(PQ\)/],
  ['mpc.bus(1, 2) = 1;', /the bus table, BUS_TYPE; got "no slack"; allowed: one bus of type 3/],
  ['mpc.gen(1, 8) = 0;', /bus row 1 \(bus 1\), BUS_TYPE; got "3 without a generator"/],
  ['mpc.bus(3, 2) = 3; mpc.gen(2, 8) = 0;', /bus row 3 \(bus 7\), BUS_TYPE; got "3 without a generator"/],
  ['mpc.bus(3, 2) = 3;', /generators "G2"\.slack; got "a second slack/],
  ['mpc.gen(2, 1) = 9;', /gen row 2 \(at bus 9\), GEN_BUS; got 9; allowed: the number of a bus/],
  ['mpc.gen(2, 4) = NaN;', /gen row 2 \(at bus 7\), QMAX; got NaN; allowed: a number, or Inf/],
  ['mpc.gen(2, 6) = 0;', /gen row 2 \(at bus 7\), VG; got 0; allowed: a voltage above 0/],
  ['mpc.branch(3, 2) = 9;', /branch row 3 \(from bus 1 to 9\), T_BUS; got 9/],
  ['mpc.branch(3, 9) = -1;', /branch row 3 \(from bus 1 to 7\), TAP; got -1/],
  ['mpc.branch(2, [3 4]) = 0;', /f\.m: branches\[1\] "L2"\.r_pu and \.x_pu; got 0/],
  ['mpc.branch(3, 4) = Inf;', /branch row 3 .*BR_X; got Infinity/],
  ['mpc.branch(3, 2) = 1;', /branches\[2\] "L3"\.to/],
  ['mpc.bus(2, 2) = 4;', /loads\[0\] "D2"\.bus "2"; got "an isolated bus with a load/],
  ['mpc.branch([1 2], :) = [];', /f\.m: buses; got \["2"\]/],
  ['mpc.bus = mpc.bus(:, 1:12);', /the bus table; got "12 columns"; allowed: 13 to 200/],
  ['mpc.gen = mpc.gen(:, 1:7);', /the gen table; got "7 columns"/],
  ['mpc.branch = mpc.branch(:, 1:10);', /the branch table; got "10 columns"/],
  ['mpc.bus = [];', /the bus table; got "no rows"/],
  ['mpc.gen = [];', /the gen table; got "no rows"/],
  ["mpc.gen = 'none';", /f\.m: gen; got "a text"; allowed: a matrix of numbers/],
  ['mpc.baseMVA = 0;', /baseMVA; got 0; allowed: a number above 0/],
  ['mpc.baseMVA = [1 2];', /baseMVA; /],
  ["mpc.x = {{'a'}};", /f\.m: x\{1\}; got "a cell"/],
  [
    'for k = 1:2',
    /^The file cannot be used: f\.m:19: for k = 1:2; got "for k = 1:2"; allowed: assignments, if/,
  ],
  ['mpc = loadcase(mpc);', /f\.m:19: mpc = loadcase\(mpc\);; got "loadcase"/],
];

const WHOLE: readonly [what: string, file: string, text: string, says: RegExp][] = [
  ['nothing', 'f.m', '', /f\.m: baseMVA; got "none"; .*may be cut off/],
  ['only the first table', 'f.m', SMALL.slice(0, SMALL.indexOf('mpc.gen')), /f\.m: gen; got "none"/],
  [
    'an open bracket',
    'f.m',
    SMALL.slice(0, -10),
    /f\.m:14: mpc\.branch = \[; got "the end of the file"; allowed: a closing \]\. The file may be cut off$/,
  ],
  [
    'a row of another width',
    'f.m',
    SMALL.replace('0.05\t0.02', '0.05'),
    /f\.m:16: .*; got "13 columns in row 2"; allowed: 12, as in the rows before/,
  ],
  ['a letter in a table', 'f.m', SMALL.replace('0.05', 'O.05'), /f\.m:15: .*; got "O"; allowed: variables/],
  ['a web page', 'f.m', '<!DOCTYPE html>\n<html>', /f\.m:1: <!DOCTYPE html>; got/],
  ['a web page as JSON', 'f.json', '<!DOCTYPE html>', /f\.json; got ".*"; allowed: a JSON document/],
  ['JSON without tables', 'f.json', '{"baseMVA": 100}', /f\.json: bus; allowed: a number|f\.json: bus/],
  [
    'a JSON row of another width',
    'f.json',
    '{"baseMVA":1,"bus":[[1,3],[2]],"gen":[],"branch":[]}',
    /f\.json: the bus table; got "2 columns"/,
  ],
  [
    'a JSON text for a number',
    'f.json',
    '{"baseMVA":1,"bus":[[1,"three"]],"gen":[],"branch":[]}',
    /f\.json: bus; .*allowed: rows of numbers/,
  ],
  [
    'a JSON object in a table',
    'f.json',
    '{"baseMVA":1,"bus":[[1,{}]],"gen":[],"branch":[]}',
    /f\.json: bus\[0\]\[1\]; got \{\}/,
  ],
  ['a JSON base of text', 'f.json', '{"baseMVA":"1","bus":[]}', /f\.json: baseMVA; got "1"/],
  [
    'a JSON field that is no name',
    'f.json',
    '{"baseMVA":1,"bus":[],"gen":[],"branch":[],"a b":1}',
    /names of letters/,
  ],
  [
    'deep JSON',
    'f.json',
    `{"baseMVA":1,"bus":[],"gen":[],"branch":[],"a":${'{"a":'.repeat(50)}1${'}'.repeat(50)}}`,
    /at most 8 deep/,
  ],
  [
    'deeper JSON',
    'f.json',
    `{"a":${'['.repeat(100_000)}`,
    /f\.json; got "a deeper one"; allowed: JSON at most 64/,
  ],
  ['many texts without an end', 'f.m', `x = {${"'';".repeat(1_000_000)}`, /at most 500000 expressions/],
  ['another JSON document', 'f.json', '{"name": "gridloom"}', /f\.json: network\.format; allowed: a value/],
];

const error =
  (says: RegExp) =>
  (thrown: unknown): boolean => {
    assert.ok(thrown instanceof GridError);
    assert.match(thrown.message, says);
    assert.doesNotMatch(thrown.message, /\n/);
    return true;
  };

describe('a MATPOWER case that is none', () => {
  for (const [line, says] of BELOW) {
    it(`is refused with ${line}`, () => {
      assert.throws(() => readNetworkText(smallWith(line), 'f.m'), error(says));
    });
  }
  for (const [what, file, text, says] of WHOLE) {
    it(`is refused with ${what}`, () => assert.throws(() => readNetworkText(text, file), error(says)));
  }

  const intact = [
    ['f.m', smallWith("mpc.bus_name = {'a'; 'b'; 'c'};", 'mpc.bus(:, [3 4]) = mpc.bus(:, [3 4]) / 1e3;')],
    ...NETWORK_FORMATS.map((format) => [
      format === 'matpower' ? 'f.m' : 'f.json',
      writeNetworkText(builtinNetwork('riverside'), format),
    ]),
  ] as const;

  /** A network, or a GridError: anything else fails the test. */
  const survives = (text: string, file: string): boolean => {
    try {
      const network = readNetworkText(text, file);
      if (file === 'f.m') {
        for (const format of NETWORK_FORMATS) {
          const again = format === 'matpower' ? 'a.m' : 'a.json';
          assert.deepEqual(readNetworkText(writeNetworkText(network, format), again), network);
        }
      }
      return true;
    } catch (thrown) {
      if (thrown instanceof GridError) return false;
      throw new Error(`${(thrown as Error).stack} of\n${text}`);
    }
  };

  it('is refused wherever it is cut off before its last table ends', () => {
    for (let length = 0; length < SMALL.length - 4; length += 3) {
      assert.equal(survives(SMALL.slice(0, length), 'f.m'), false, `cut at ${length}`);
    }
    for (const [file, text] of intact) {
      for (let length = 0; length < text.length; length += 97) survives(text.slice(0, length), file);
    }
  });

  it('is refused or read, whatever becomes of its characters', () => {
    const random = new Random(5);
    const characters = '0123456789.-+eE[](){};,:\'"%#\n\t =*/^~&|<>abcINFmpc\u0000é';
    let read = 0;
    for (let round = 0; round < 1500; round++) {
      const [file, text] = intact[random.below(intact.length)];
      let changed = text;
      for (let change = random.below(4); change >= 0; change--) {
        const at = random.below(changed.length);
        const put = characters[random.below(characters.length)];
        const gone = [0, 1, random.below(30)][random.below(3)];
        changed = changed.slice(0, at) + put + changed.slice(at + gone);
      }
      if (survives(changed, file)) read++;
    }
    assert.ok(read > 20 && read < 1400, `${read} were read`);
  });
});
