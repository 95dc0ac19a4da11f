import { strict as assert } from 'node:assert';
import {
  BlockLu,
  factorPattern,
  orderByMinimumDegree,
  type Pattern,
  patternOfEdges,
} from '../../lib/powerflow/sparse';
import { denseOf } from '../support/dense';
import { randomStream } from '../support/random';

/** A connected random graph: a tree and a share of chords. */
function randomPattern(size: number, chords: number, seed: number): Pattern {
  const random = randomStream(seed);
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 1; i < size; i++) {
    from.push(i);
    to.push(Math.floor(random() * i));
  }
  for (let c = 0; c < chords; c++) {
    from.push(Math.floor(random() * size));
    to.push(Math.floor(random() * size));
  }
  return patternOfEdges(size, Int32Array.from(from), Int32Array.from(to));
}

/** Fill of an ordering, by elimination on a dense boolean matrix. */
function fill(pattern: Pattern, order: ArrayLike<number>): number {
  const n = pattern.size;
  const joined = Array.from({ length: n }, () => new Set<number>());
  for (let i = 0; i < n; i++) {
    for (let k = pattern.start[i]; k < pattern.start[i + 1]; k++) joined[i].add(pattern.column[k]);
  }
  let entries = 0;
  for (let k = 0; k < n; k++) {
    const pivot = order[k];
    const neighbours = [...joined[pivot]];
    entries += neighbours.length;
    for (const a of neighbours) {
      joined[a].delete(pivot);
      for (const b of neighbours) if (a !== b) joined[a].add(b);
    }
  }
  return entries;
}

describe('minimum degree ordering', () => {
  for (let seed = 1; seed <= 40; seed++) {
    it(`is a permutation with little fill (graph ${seed})`, () => {
      const size = 5 + seed * 7;
      const pattern = randomPattern(size, seed % 4 === 0 ? 0 : (size * (seed % 3)) >> 2, seed);
      const order = orderByMinimumDegree(pattern);
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        Array.from({ length: size }, (_, i) => i),
      );
      const natural = fill(
        pattern,
        Array.from({ length: size }, (_, i) => i),
      );
      const ordered = fill(pattern, order);
      if (seed % 4 === 0) assert.equal(ordered, size - 1, 'a tree needs no fill');
      else assert.ok(ordered <= natural, `${ordered} entries, ${natural} in natural order`);
    });
  }

  it('takes a dense graph and single nodes', () => {
    const from: number[] = [];
    const to: number[] = [];
    for (let i = 0; i < 12; i++) {
      for (let j = 0; j < i; j++) {
        from.push(i);
        to.push(j);
      }
    }
    const dense = patternOfEdges(15, Int32Array.from(from), Int32Array.from(to));
    assert.equal(new Set(orderByMinimumDegree(dense)).size, 15);
  });
});

describe('block LU', () => {
  for (let seed = 1; seed <= 20; seed++) {
    it(`solves what dense elimination with row exchanges solves (matrix ${seed})`, () => {
      const size = 4 + seed * 3;
      const graph = randomPattern(size, size >> 1, seed);
      const order = orderByMinimumDegree(graph);
      const pattern = relabelled(graph, order);
      const random = randomStream(seed + 1000);
      const matrix = {
        start: pattern.start,
        column: pattern.column,
        value: Float64Array.from({ length: 4 * pattern.column.length }, () => random() - 0.5),
        diagonal: Float64Array.from(
          { length: 4 * size },
          (_, k) => (k % 4 === 0 || k % 4 === 3 ? 6 : 0) + random(),
        ),
        rowScale: new Float64Array(2 * size).fill(6),
      };
      const b = Float64Array.from({ length: 2 * size }, () => random() - 0.5);
      const expected = denseSolve(denseOf(matrix), [...b]);
      const lu = new BlockLu(factorPattern(pattern));
      assert.ok(lu.factor(matrix) > 0.1);
      lu.solve(b);
      for (let i = 0; i < b.length; i++) assert.ok(Math.abs(b[i] - expected[i]) < 1e-12);
    });
  }

  it('reports a pivot that vanishes, and what is not a number', () => {
    const pattern = patternOfEdges(2, Int32Array.of(0), Int32Array.of(1));
    const lu = new BlockLu(factorPattern(pattern));
    const zero = {
      ...pattern,
      value: new Float64Array(8),
      diagonal: Float64Array.of(1, 0, 0, 1, 0, 0, 0, 0),
      rowScale: new Float64Array(4).fill(1),
    };
    assert.equal(lu.factor(zero), 0);
    zero.diagonal[0] = Number.NaN;
    assert.ok(Number.isNaN(lu.factor(zero)));
  });
});

/** The pattern with its rows in another order. */
function relabelled({ size, start, column }: Pattern, order: Int32Array): Pattern {
  const rank = new Int32Array(size);
  order.forEach((row, k) => {
    rank[row] = k;
  });
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 0; i < size; i++) {
    for (let k = start[i]; k < start[i + 1]; k++) {
      from.push(rank[i]);
      to.push(rank[column[k]]);
    }
  }
  return patternOfEdges(size, Int32Array.from(from), Int32Array.from(to));
}

/** Gauss's elimination with the largest pivot of each column. */
function denseSolve(a: number[][], b: number[]): number[] {
  const n = b.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
    [a[k], a[pivot], b[k], b[pivot]] = [a[pivot], a[k], b[pivot], b[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j < n; j++) a[i][j] -= factor * a[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) b[i] -= a[i][j] * b[j];
    b[i] /= a[i][i];
  }
  return b;
}
