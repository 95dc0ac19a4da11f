import { strict as assert } from 'node:assert';
import {
  factorPattern,
  LdlFactors,
  patternOfEdges,
  positionOf,
  type SymmetricMatrix,
} from '../../lib/powerflow/sparse';
import { near } from '../support/kirchhoff';
import { randomStream } from '../support/random';

/** A weighted graph's Laplacian plus a diagonal, some of the weights negative. */
function randomMatrix(size: number, seed: number): SymmetricMatrix & { dense: number[][] } {
  const random = randomStream(seed);
  const from: number[] = [];
  const to: number[] = [];
  for (let i = 1; i < size; i++) {
    from.push(i, Math.floor(random() * size));
    to.push(Math.floor(random() * i), Math.floor(random() * size));
  }
  const pattern = patternOfEdges(size, Int32Array.from(from), Int32Array.from(to));
  const dense = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const value = new Float64Array(pattern.column.length);
  for (let i = 0; i < size; i++) {
    dense[i][i] += 1 + random();
    for (let k = pattern.start[i]; k < pattern.start[i + 1]; k++) {
      const j = pattern.column[k];
      if (j < i) continue;
      const weight = 10 * random() - 2;
      value[k] = value[positionOf(pattern, j, i)] = -weight;
      dense[i][j] = dense[j][i] = -weight;
      dense[i][i] += weight;
      dense[j][j] += weight;
    }
  }
  const diagonal = Float64Array.from(dense, (row, i) => row[i]);
  return { ...pattern, value, diagonal, dense };
}

describe('LDLᵀ factors', () => {
  it('solve what the dense matrix multiplies, before and after another matrix', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const size = 2 + seed;
      const random = randomStream(seed + 99);
      const { dense, ...matrix } = randomMatrix(size, seed);
      const factors = new LdlFactors(factorPattern({ size, start: matrix.start, column: matrix.column }));
      const doubled = {
        ...matrix,
        value: matrix.value.map((a) => 2 * a),
        diagonal: matrix.diagonal.map((a) => 2 * a),
      };
      for (const [factored, scale] of [
        [matrix, 1],
        [doubled, 2],
      ] as const) {
        assert.equal(factors.factor(factored), -1);
        const x = Array.from({ length: size }, random);
        const y = Float64Array.from(dense, (row) => scale * row.reduce((sum, a, j) => sum + a * x[j], 0));
        factors.solve(y);
        for (let i = 0; i < size; i++) near(y[i], x[i], 1e-8, `unknown ${i} of matrix ${seed}`);
      }
    }
  });

  it('report the row of a pivot that vanishes, and of what is not a number', () => {
    const pattern = patternOfEdges(3, Int32Array.of(0, 1), Int32Array.of(1, 2));
    const factors = new LdlFactors(factorPattern(pattern));
    const value = new Float64Array(4).fill(-1);
    // The Laplacian of a path: regular but for its last row.
    assert.equal(factors.factor({ ...pattern, value, diagonal: Float64Array.of(1, 2, 1) }), 2);
    assert.equal(factors.factor({ ...pattern, value, diagonal: Float64Array.of(1, 2, 1.5) }), -1);
    assert.equal(factors.factor({ ...pattern, value, diagonal: Float64Array.of(1, Number.NaN, 1) }), 1);
    assert.equal(factors.factor({ ...pattern, value, diagonal: Float64Array.of(0, 2, 1) }), 0);
  });
});
