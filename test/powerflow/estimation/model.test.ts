import { compileGrid } from '../../../lib/grid';
import { Admittance } from '../../../lib/powerflow/admittance';
import { Curvature } from '../../../lib/powerflow/estimation/curvature';
import { MeasurementModel } from '../../../lib/powerflow/estimation/model';
import { planEstimation } from '../../../lib/powerflow/estimation/plan';
import type { Row } from '../../../lib/powerflow/estimation/rows';
import { MEASURED_QUANTITIES } from '../../../lib/powerflow/estimation/types';
import { Random } from '../../../lib/random';
import { near } from '../../support/kirchhoff';
import { randomNetwork } from '../../support/random-network';

const STEP = 1e-6;

/** Every quantity of every element, the model, and a state. */
function sceneOf(seed: number) {
  const grid = compileGrid(randomNetwork(seed));
  const rows: Row[] = MEASURED_QUANTITIES.flatMap((_, quantity) =>
    Array.from({ length: quantity < 4 ? grid.busCount : grid.branchCount }, (_, element) => ({
      quantity,
      element,
      z: 0,
      sigma: 1,
      unit: 1,
      origin: 0,
    })),
  );
  const plan = planEstimation(grid, rows);
  const y = new Admittance(grid, plan.branches, plan.order);
  y.assemble(Uint8Array.from(grid.network.branches, ({ closed }) => (closed ? 1 : 0)));
  const model = new MeasurementModel(grid, rows, y, plan.order.rank);
  const curvature = new Curvature(y, plan.order.rank);
  const random = new Random(seed, 6);
  const v = Float64Array.from({ length: grid.busCount }, () => random.between(0.9, 1.1));
  const theta = Float64Array.from({ length: grid.busCount }, () => random.between(-0.5, 0.5));
  /** At the state, one unknown moved: an angle, or the logarithm of a voltage. */
  const evaluateAt = (column: number, step: number): void => {
    const [v1, theta1] = [v.slice(), theta.slice()];
    if (column % 2 === 0) theta1[column >> 1] += step;
    else v1[column >> 1] *= Math.exp(step);
    model.evaluate(v1, theta1);
  };
  /** A row of H, by unknown. */
  const rowOf = (r: number): Float64Array => {
    const row = new Float64Array(2 * grid.busCount);
    for (let a = model.start[r]; a < model.start[r + 1]; a++) row[model.column[a]] += model.value[a];
    return row;
  };
  return { grid, rows, model, curvature, v, theta, evaluateAt, rowOf };
}

describe('the measurement model', () => {
  it('has the derivatives that central differences give, for every quantity in random networks', () => {
    for (let seed = 1; seed <= 15; seed++) {
      const { grid, rows, model, evaluateAt, rowOf } = sceneOf(seed);
      evaluateAt(0, 0);
      const dense = rows.map((_, r) => rowOf(r));
      for (let column = 0; column < 2 * grid.busCount; column++) {
        const [above, below] = [1, -1].map((sign) => {
          evaluateAt(column, sign * STEP);
          return model.h.slice();
        });
        for (const [r, { quantity, element }] of rows.entries()) {
          const expected = (above[r] - below[r]) / (2 * STEP);
          const size = 1 + Math.abs(expected);
          near(
            dense[r][column],
            expected,
            1e-5 * size,
            `${seed}: ${MEASURED_QUANTITIES[quantity]} ${element}`,
          );
        }
      }
    }
  });

  it('has the second derivatives that central differences of the first give', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const { grid, rows, model, curvature, v, theta, evaluateAt, rowOf } = sceneOf(seed);
      const size = 2 * grid.busCount;
      evaluateAt(0, 0);
      const second = rows.map((row, r) => {
        const dense = Array.from({ length: size }, () => new Float64Array(size));
        curvature.visit(row, v, theta, (a, b, value) => {
          const [i, j] = [model.column[model.start[r] + a], model.column[model.start[r] + b]];
          dense[i][j] += value;
          if (a !== b) dense[j][i] += value;
        });
        return dense;
      });
      for (let column = 0; column < size; column++) {
        const [above, below] = [1, -1].map((sign) => {
          evaluateAt(column, sign * STEP);
          return rows.map((_, r) => rowOf(r));
        });
        for (const [r, { quantity, element }] of rows.entries()) {
          for (let other = 0; other < size; other++) {
            const expected = (above[r][other] - below[r][other]) / (2 * STEP);
            const got = second[r][other][column];
            const what = `${seed}: ${MEASURED_QUANTITIES[quantity]} ${element}, ${other} and ${column}`;
            near(got, expected, 1e-5 * (1 + Math.abs(expected)), what);
          }
        }
      }
    }
  });
});
