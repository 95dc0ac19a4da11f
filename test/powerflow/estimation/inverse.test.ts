import { strict as assert } from 'node:assert';
import {
  factorPattern,
  LdlFactors,
  patternOfEdges,
  positionOf,
  SparseInverse,
  type SymmetricMatrix,
} from '../../../lib/powerflow/sparse';
import { Random } from '../../../lib/random';

/** A random matrix AᵀA + shift on the pattern of a random graph's normal equations. */
function randomMatrix(
  seed: number,
  shift: number,
): { matrix: SymmetricMatrix & { size: number }; dense: number[][] } {
  const random = new Random(seed, 9);
  const size = 2 + random.below(30);
  const edges = Array.from({ length: random.below(3 * size) }, () => [
    random.below(size),
    random.below(size),
  ]);
  const pattern = patternOfEdges(
    size,
    Int32Array.from(edges, ([f]) => f),
    Int32Array.from(edges, ([, t]) => t),
  );
  const dense = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const [f, t] of edges) {
    if (f === t) continue;
    const b = random.between(0.5, 2);
    dense[f][f] += b;
    dense[t][t] += b;
    dense[f][t] -= b;
    dense[t][f] -= b;
  }
  for (let i = 0; i < size; i++) dense[i][i] += shift;
  const value = new Float64Array(pattern.column.length);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      if (i !== j && dense[i][j] !== 0) value[positionOf(pattern, i, j)] = dense[i][j];
  return { matrix: { ...pattern, diagonal: Float64Array.from(dense, (row, i) => row[i]), value }, dense };
}

describe('the sparse inverse', () => {
  it('has the entries of the inverse, wherever the factors have one', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { matrix, dense } = randomMatrix(seed, 0.1);
      const factors = new LdlFactors(factorPattern(matrix));
      assert.equal(factors.factor(matrix), -1);
      const inverse = new SparseInverse(factors);
      inverse.compute();
      const { upperStart, upperColumn, size } = factors.pattern;
      for (let j = 0; j < size; j++) {
        const column = new Float64Array(size);
        column[j] = 1;
        factors.solve(column);
        // The column is that of the inverse: the matrix times it is the unit vector.
        for (let i = 0; i < size; i++) {
          const product = dense[i].reduce((sum, a, k) => sum + a * column[k], 0);
          assert.ok(Math.abs(product - Number(i === j)) < 1e-9);
        }
        assert.ok(Math.abs(inverse.diagonal[j] - column[j]) < 1e-9, `seed ${seed}, (${j}, ${j})`);
        for (let i = 0; i < j; i++) {
          for (let q = upperStart[i]; q < upperStart[i + 1]; q++)
            if (upperColumn[q] === j)
              assert.ok(Math.abs(inverse.upper[q] - column[i]) < 1e-9, `(${i}, ${j})`);
        }
      }
    }
  });
});

describe('the factors of a singular matrix', () => {
  it('have one zero pivot for each connected part of a graph, and give a vector of its null space', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { matrix, dense } = randomMatrix(seed, 0);
      const factors = new LdlFactors(factorPattern(matrix));
      const vanished = factors.factorSemidefinite(matrix);
      const part = dense.map((_, i) => i);
      for (let round = 0; round < dense.length; round++)
        for (const [i, row] of dense.entries())
          for (const [j, a] of row.entries()) if (a !== 0) part[i] = part[j] = Math.min(part[i], part[j]);
      assert.equal(vanished.length, new Set(part).size, `seed ${seed}`);
      const vector = new Float64Array(dense.length);
      for (const [n, row] of vanished.entries()) vector[row] = 1 + n;
      factors.solveUpper(vector);
      for (const row of dense)
        assert.ok(Math.abs(row.reduce((sum, a, k) => sum + a * vector[k], 0)) < 1e-9, `seed ${seed}`);
    }
  });
});
