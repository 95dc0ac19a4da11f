import { compileGrid } from '../../../lib/grid';
import { Admittance } from '../../../lib/powerflow/admittance';
import { MeasurementModel } from '../../../lib/powerflow/estimation/model';
import { planEstimation } from '../../../lib/powerflow/estimation/plan';
import type { Row } from '../../../lib/powerflow/estimation/rows';
import { MEASURED_QUANTITIES } from '../../../lib/powerflow/estimation/types';
import { Random } from '../../../lib/random';
import { near } from '../../support/kirchhoff';
import { randomNetwork } from '../../support/random-network';

const STEP = 1e-6;

describe('the measurement model', () => {
  it('has the derivatives that central differences give, for every quantity in random networks', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const grid = compileGrid(randomNetwork(seed));
      const rows: Row[] = MEASURED_QUANTITIES.flatMap((_, quantity) =>
        Array.from({ length: quantity < 4 ? grid.busCount : grid.branchCount }, (_, element) => ({
          quantity,
          element,
          z: 0,
          sigma: 1,
          origin: 0,
        })),
      );
      const plan = planEstimation(grid, rows);
      const y = new Admittance(grid, plan.branches, plan.order);
      y.assemble(Uint8Array.from(grid.network.branches, ({ closed }) => (closed ? 1 : 0)));
      const model = new MeasurementModel(grid, rows, y, plan.order.rank);
      const random = new Random(seed, 6);
      const v = Float64Array.from({ length: grid.busCount }, () => random.between(0.9, 1.1));
      const theta = Float64Array.from({ length: grid.busCount }, () => random.between(-0.5, 0.5));
      model.evaluate(v, theta, true);
      const dense = rows.map((_, r) => {
        const row = new Float64Array(2 * grid.busCount);
        for (let a = model.start[r]; a < model.start[r + 1]; a++) row[model.column[a]] += model.value[a];
        return row;
      });
      for (let column = 0; column < 2 * grid.busCount; column++) {
        const at = (sign: number): Float64Array => {
          const [v1, theta1] = [v.slice(), theta.slice()];
          if (column % 2 === 0) theta1[column >> 1] += sign * STEP;
          else v1[column >> 1] *= 1 + sign * STEP;
          model.evaluate(v1, theta1, true);
          return model.h.slice();
        };
        const [above, below] = [at(1), at(-1)];
        for (const [r, { quantity, element }] of rows.entries()) {
          const expected = (above[r] - below[r]) / (2 * STEP);
          near(
            dense[r][column],
            expected,
            1e-5,
            `network ${seed}, ${MEASURED_QUANTITIES[quantity]} ${element}`,
          );
        }
      }
    }
  });
});
