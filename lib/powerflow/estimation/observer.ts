/** Which rows determine the state: the measurements, what is known besides, and what has to stand in for sensors. */
import type { Grid } from '../../grid';
import { nominalInjections } from './nominal';
import { describeObservability, isOpen, type NullVectors, nullVectors } from './observability';
import { type EstimationPlan, planEstimation } from './plan';
import { P, P_FROM, Q, type Row } from './rows';
import type { Situation } from './situation';
import type { Observability, PseudoInjections, PseudoMeasurement } from './types';
import { PseudoPool, zeroInjections } from './virtual';

export interface Observed {
  rows: Row[];
  /** Of the measurements and what is known besides. */
  observability: Observability;
  pseudo: PseudoMeasurement[];
  /** Buses that stay open. */
  open: number[];
}

export class Observer {
  /** Joins every bus with its neighbours' neighbours, and so serves any rows where only their places count. */
  private readonly plan: EstimationPlan;

  constructor(private readonly grid: Grid) {
    const everywhere = grid.network.buses.map((_, element) => ({
      quantity: P,
      element,
      z: 0,
      sigma: 1,
      unit: 1,
      origin: 0,
    }));
    this.plan = planEstimation(grid, everywhere);
  }

  /** Adds zero injections, and pseudo-measurements where they are needed and not forbidden. */
  observe(
    measured: readonly Row[],
    situation: Situation,
    pseudo: PseudoInjections | false | undefined,
  ): Observed {
    const { grid } = this;
    const alive = measured.filter((row) => this.isAlive(row, situation));
    const rows = [...alive, ...zeroInjections(grid, situation, alive)];
    let vectors = nullVectors(grid, this.plan, situation, rows);
    const observability = describeObservability(grid, situation, vectors);
    let open = this.openBuses(vectors);
    if (pseudo === false || open.length === 0) return { rows, observability, pseudo: [], open };
    const pool = new PseudoPool(grid, situation, rows, pseudo ?? nominalInjections(grid));
    const standIns: Row[] = [];
    while (open.length > 0) {
      const taken = pool.take(vectors);
      if (taken.length === 0) break;
      standIns.push(...taken);
      rows.push(...taken);
      vectors = nullVectors(grid, this.plan, situation, rows);
      open = this.openBuses(vectors);
    }
    return { rows, observability, pseudo: standIns.map(describePseudo), open };
  }

  private isAlive({ quantity, element }: Row, { live, islands }: Situation): boolean {
    if (quantity < P_FROM) return islands.energized[element] === 1;
    return live[element] === 1 && islands.energized[this.grid.from[element]] === 1;
  }

  private openBuses({ active, reactive }: NullVectors): number[] {
    return this.grid.network.buses.flatMap((_, bus) =>
      isOpen(active, bus) || isOpen(reactive, bus) ? [bus] : [],
    );
  }
}

function describePseudo({ quantity, element, z, sigma, unit }: Row): PseudoMeasurement {
  const name = quantity === P ? 'p_injection_mw' : quantity === Q ? 'q_injection_mvar' : 'vm_pu';
  return { quantity: name, bus: element, value: z * unit, sigma: sigma * unit };
}
