import { strict as assert } from 'node:assert';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import {
  createDcPowerFlow,
  createPowerFlow,
  createSweep,
  nominalPoint,
  type OperatingPoint,
} from '../../lib/powerflow';

describe('figures that no equation reads', () => {
  // The slack G1 and the station G2 hold voltages; S1 is dark once L1 and L6 are open.
  const grid = compileGrid(builtinNetwork('riverside'));
  const at = (id: string): number => grid.busIndex.get(id)!;
  const reactive: Record<string, (point: OperatingPoint, value: number) => void> = {
    'reactive demand at the slack': (point, value) => point.demand_mvar.fill(value, at('G1'), at('G1') + 1),
    'reactive demand where a voltage is held': (point, value) =>
      point.demand_mvar.fill(value, at('G2'), at('G2') + 1),
  };
  const active: typeof reactive = {
    'demand at the slack': (point, value) => point.demand_mw.fill(value, at('G1'), at('G1') + 1),
    'demand without supply': (point, value) => {
      for (const id of ['L1', 'L6', 'L7', 'L9']) point.live[grid.branchIndex.get(id)!] = 0;
      point.demand_mw[at('S1')] = value;
    },
  };

  for (const [name, spoil] of Object.entries({ ...reactive, ...active })) {
    it(`leave nothing solved where they are none, and harm no later solve: ${name}`, () => {
      const solvers = [
        createPowerFlow(grid),
        createSweep(grid),
        ...(name in active ? [createDcPowerFlow(grid)] : []),
      ];
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (const solver of solvers) {
          const point = nominalPoint(grid);
          spoil(point, value);
          assert.equal(
            solver.solve(point).status,
            'not_converged',
            `${solver.constructor.name} with ${value}`,
          );
          assert.equal(solver.solve(nominalPoint(grid)).status, 'converged');
        }
      }
    });
  }
});
