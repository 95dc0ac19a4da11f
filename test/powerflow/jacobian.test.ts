import { compileGrid } from '../../lib/grid';
import { Admittance } from '../../lib/powerflow/admittance';
import { FIXED, Jacobian, PQ, PV } from '../../lib/powerflow/jacobian';
import { planPowerFlow } from '../../lib/powerflow/plan';
import { Random } from '../../lib/random';
import { denseOf } from '../support/dense';
import { near } from '../support/kirchhoff';
import { randomNetwork } from '../support/random-network';

const STEP = 1e-6;

describe('the Jacobian', () => {
  it('is what central differences of the injections are, for every pair of buses of random networks', () => {
    for (let seed = 1; seed <= 25; seed++) {
      const grid = compileGrid(randomNetwork(seed));
      const { pattern, order } = planPowerFlow(grid);
      const y = new Admittance(grid, pattern, order);
      y.assemble(Uint8Array.from(grid.network.branches, ({ closed }) => (closed ? 1 : 0)));
      const random = new Random(seed, 5);
      const v = Float64Array.from({ length: grid.busCount }, () => random.between(0.9, 1.1));
      const theta = Float64Array.from({ length: grid.busCount }, () => random.between(-0.5, 0.5));
      const kind = Uint8Array.from(v, () => [FIXED, PV, PQ][random.below(3)]);
      const jacobian = new Jacobian(y);
      jacobian.evaluate(v, theta, kind);
      const dense = denseOf(jacobian);
      const free = new Uint8Array(grid.busCount).fill(PQ);
      for (let column = 0; column < 2 * grid.busCount; column++) {
        const j = column >> 1;
        const isAngle = column % 2 === 0;
        const at = (sign: number): Float64Array => {
          const [v1, theta1] = [v.slice(), theta.slice()];
          if (isAngle) theta1[j] += sign * STEP;
          else v1[j] *= 1 + sign * STEP;
          jacobian.evaluate(v1, theta1, free);
          return Float64Array.from({ length: 2 * v.length }, (_, row) =>
            row % 2 === 0 ? jacobian.p[row >> 1] : jacobian.q[row >> 1],
          );
        };
        const [above, below] = [at(1), at(-1)];
        for (let row = 0; row < above.length; row++) {
          const i = row >> 1;
          const fixed = kind[i] === FIXED || (row % 2 === 1 && kind[i] === PV);
          const expected = fixed ? Number(row === column) : (above[row] - below[row]) / (2 * STEP);
          near(dense[row][column], expected, 1e-5, `network ${seed}, row ${row}, column ${column}`);
        }
      }
    }
  });
});
