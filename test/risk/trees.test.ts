import assert from 'node:assert/strict';
import { GridError } from '../../lib/errors';
import { Random } from '../../lib/random';
import { decodeTrees, encodeTrees } from '../../lib/risk/trees/encoding';
import { ceilFloat32, joinTrees, TreeBuilder, type TreeEnsemble } from '../../lib/risk/trees/ensemble';
import { sumLeaves } from '../../lib/risk/trees/evaluate';

describe('risk: trees', () => {
  it('send a row left below the threshold, right at it, and by default where it is missing', () => {
    const rows = Float32Array.of(0.99, 0, 1, 0, Number.NaN, 0);
    assert.deepEqual([...sumLeaves(stump(true), rows)], [10, 20, 10]);
    assert.deepEqual([...sumLeaves(stump(false), rows)], [10, 20, 20]);
  });

  it('add up over trees that were joined', () => {
    const joined = joinTrees([stump(true), stump(false), stump(false)], 2);
    assert.deepEqual([...sumLeaves(joined, Float32Array.of(Number.NaN, 0, 5, 0))], [50, 60]);
    assert.deepEqual([...sumLeaves(joined, Float32Array.of(Number.NaN, 0, 5, 0), 1)], [10, 20]);
  });

  it('come back from their text as they were', () => {
    const trees = joinTrees([stump(true), stump(false)], 2);
    assert.deepEqual(decodeTrees(encodeTrees(trees), 'file', 2), trees);
  });

  const damages: [string, (text: string) => string, RegExp][] = [
    ['cut short', (text) => text.slice(0, -20), /a\.json, its text.*JSON, whole/],
    [
      'of another format',
      (text) => text.replace('gridloom-trees', 'xgboost'),
      /a\.json, format; got "xgboost"/,
    ],
    [
      'of another version',
      (text) => text.replace('"version":2', '"version":3'),
      /version; got 3; allowed: 1 or 2/,
    ],
    [
      'for other features',
      (text) => text.replace('"feature_count":2', '"feature_count":9'),
      /feature_count; got 9/,
    ],
    ['with a circle', () => changed((trees) => trees.left.set([0], 0)), /child of node 0; got 0/],
    ['with a child outside', () => changed((trees) => trees.right.set([7], 0)), /child of node 0; got 7/],
    [
      'with a feature outside',
      () => changed((trees) => trees.feature.set([2], 0)),
      /feature of node 0; got 2/,
    ],
    ['with NaN in it', () => changed((trees) => trees.value.set([Number.NaN], 1)), /node 1.*finite/],
    ['with a part missing', (text) => text.replace('"value"', '"worth"'), /value.*base64/],
    [
      'with a part too short',
      (text) => text.replace(/"left":"[^"]*"/, '"left":"AAAA/w=="'),
      /left; got "1 entries"/,
    ],
  ];
  for (const [name, damage, message] of damages) {
    it(`are refused ${name}`, () => {
      const text = damage(encodeTrees(stump(true)));
      assert.throws(
        () => decodeTrees(text, 'a.json', 2),
        (error) =>
          error instanceof GridError && error.code === 'INVALID_MODEL' && message.test(error.message),
      );
    });
  }

  it('are read of version 1, which had no cover', () => {
    const old = encodeTrees(stump(true)).replace('"version":2', '"version":1');
    assert.deepEqual(decodeTrees(old, 'a.json', 2), stump(true));
    const covered = { ...stump(true), cover: Float32Array.from(stump(true).feature, () => 3) };
    assert.deepEqual(decodeTrees(encodeTrees(covered), 'a.json', 2), covered);
    const short = { ...covered, cover: Float32Array.of(1) };
    assert.throws(() => decodeTrees(encodeTrees(short), 'a.json', 2), /cover; got "1 entries"/);
  });

  for (const width of [1, 3, 257]) {
    it(`are walked abreast as one by one, whatever their number and depth, and with rows of any kind: ${width} features`, () => {
      const random = new Random(8);
      const grid = () => Math.round(random.normal() * 4) / 4;
      const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      const rows = Float32Array.from({ length: 300 * width }, (_, k) =>
        k > 150 * width && random.next() < 0.2 ? special[random.below(3)]! : grid(),
      );
      for (let count = 0; count <= 14; count++) {
        const builder = new TreeBuilder(width);
        for (let tree = 0; tree < count; tree++)
          growAtRandom(builder, builder.startTree(), 6, random, grid, width);
        const trees = builder.finish();
        sumLeaves(trees, rows).forEach((sum, row) => {
          const x = rows.subarray(width * row, width * row + width);
          let expected = 0;
          for (const root of trees.roots) expected += leafOf(trees, root, x);
          assert.equal(sum, expected, `${count} trees, row ${row}`);
        });
      }
    });
  }

  it('keep the side of every 32-bit float when a threshold is rounded', () => {
    for (const x of [0.1, -0.1, 1e-50, -1e-50, 0, 3.3333333333, -7.7777777777, 16777217]) {
      const rounded = ceilFloat32(x);
      assert.equal(rounded, Math.fround(rounded));
      for (const v of neighbours(x)) assert.equal(v < x, v < rounded, `${v} against ${x}`);
    }
  });
});

function stump(defaultLeft: boolean): TreeEnsemble {
  const builder = new TreeBuilder(2);
  const split = { feature: 0, threshold: 1, default_left: defaultLeft };
  const [left, right] = builder.split(builder.startTree(), split);
  builder.leaf(left, 10);
  builder.leaf(right, 20);
  return builder.finish();
}

function changed(change: (trees: TreeEnsemble) => void): string {
  const trees = stump(true);
  change(trees);
  return encodeTrees(trees);
}

/** The 32-bit floats next to x on either side. */
function neighbours(x: number): number[] {
  const word = new Float32Array([x]);
  const bits = new Int32Array(word.buffer);
  const middle = bits[0]!;
  return [-2, -1, 0, 1, 2].map((step) => {
    bits[0] = middle + step;
    return word[0]!;
  });
}

function growAtRandom(
  builder: TreeBuilder,
  node: number,
  depth: number,
  random: Random,
  value: () => number,
  width: number,
): void {
  if (depth === 0 || random.next() < 0.2) {
    builder.leaf(node, random.normal());
    return;
  }
  const split = { feature: random.below(width), threshold: value(), default_left: random.next() < 0.5 };
  for (const child of builder.split(node, split))
    growAtRandom(builder, child, depth - 1, random, value, width);
}

function leafOf(trees: TreeEnsemble, node: number, x: Float32Array): number {
  const feature = trees.feature[node]!;
  if (feature < 0) return trees.value[node]!;
  const value = x[feature]!;
  const left = Number.isNaN(value) ? trees.default_left[node] === 1 : value < trees.threshold[node]!;
  return leafOf(trees, left ? trees.left[node]! : trees.right[node]!, x);
}
