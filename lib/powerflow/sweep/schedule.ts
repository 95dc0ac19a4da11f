/** What the buses of a tree take by an operating point, per unit, and the voltages that are held in it. */
import type { Grid } from '../../grid';
import type { OperatingPoint } from '../types';
import { HELD, type SweepTree } from './tree';
import type { TreeNewton } from './tree-newton';

export class Schedule {
  /** Demand at buses in service that no generator reaches. */
  unserved_mw = 0;
  /** A bus in service that no generator reaches; −1 where there is none. */
  darkBus = -1;
  /** A bus with a number that no equation reads, only the result, and that is none; −1 where there is none. */
  spoiltBus = -1;
  private readonly holders: Int32Array;

  constructor(
    private readonly grid: Grid,
    private readonly tree: SweepTree,
    private readonly newton: TreeNewton,
  ) {
    const holds = (g: number): boolean => grid.generatorUsable[g] === 1 && grid.holdsVoltage[g] === 1;
    this.holders = Int32Array.from([...grid.network.generators.keys()].filter(holds));
  }

  /** The reactive power taken where a voltage is held is an unknown of the solver, and stays as it is. */
  read(point: OperatingPoint): void {
    const { grid, tree } = this;
    const { s } = this.newton;
    const { position, kind } = tree;
    const perUnit = 1 / grid.base_mva;
    this.spoiltBus = -1;
    for (let k = 0; k < tree.size; k++) {
      const bus = tree.bus[k];
      s[2 * k] = point.demand_mw[bus] * perUnit;
      if (kind[k] !== HELD) s[2 * k + 1] = point.demand_mvar[bus] * perUnit;
      else if (!Number.isFinite(point.demand_mvar[bus])) this.spoiltBus = bus;
    }
    for (let g = 0; g < grid.generatorCount; g++) {
      const k = position[grid.generatorBus[g]];
      if (grid.generatorUsable[g] === 0 || k < 0 || tree.balancing[grid.generatorBus[g]] === g) continue;
      s[2 * k] -= point.generation_mw[g] * perUnit;
      if (grid.holdsVoltage[g] === 1) continue;
      if (kind[k] !== HELD) s[2 * k + 1] -= point.generation_mvar[g] * perUnit;
      else if (!Number.isFinite(point.generation_mvar[g])) this.spoiltBus = grid.generatorBus[g];
    }
    this.readVoltages(point);
    this.findUnserved(point);
  }

  /** The last generator at a bus sets its voltage. */
  private readVoltages({ vm_set_pu }: OperatingPoint): void {
    const { grid, tree, holders } = this;
    const { set } = this.newton;
    for (let n = 0; n < holders.length; n++) {
      const bus = grid.generatorBus[holders[n]];
      const k = tree.position[bus];
      if (k >= 0) set[k] = vm_set_pu[holders[n]] / tree.ratio[k];
    }
  }

  private findUnserved({ demand_mw }: OperatingPoint): void {
    const { grid, tree } = this;
    this.unserved_mw = 0;
    this.darkBus = -1;
    for (let bus = 0; bus < grid.busCount; bus++) {
      if (grid.busUsable[bus] === 0 || tree.position[bus] >= 0) continue;
      this.darkBus = bus;
      this.unserved_mw += Math.max(0, demand_mw[bus]);
      if (!Number.isFinite(demand_mw[bus])) this.spoiltBus = bus;
    }
  }
}
