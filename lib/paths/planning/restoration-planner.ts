import type { Outage, SwitchingStep, UnservedNode } from '../../contract';
import type { Grid } from '../../grid';
import type { Archive } from '../../keeping';
import { createPowerFlow, findIslands, type OperatingPoint, type PowerFlow } from '../../powerflow';
import { type Restoration, resupply, type UnservedLoad } from '../restoration';
import type { Clock, OptimizerState } from '../types';
import { DemandMemory } from './demand-memory';
import type { Draft } from './issue';
import { presentPoint, riskOf, unsolvable } from './present';

/** What is to be done about loads without supply. */
export interface RestorationAnswer {
  readonly outage: Outage;
  /** Null where nothing can be switched for them. */
  readonly draft: Draft | null;
  /** False where the time was up before all was tried. */
  readonly complete: boolean;
  readonly loss_mw: number;
}

/** Which loads a state leaves without supply, and the plan that supplies them again. */
export class RestorationPlanner {
  private readonly memory: DemandMemory;
  private readonly flow: PowerFlow;

  constructor(
    private readonly grid: Grid,
    private readonly clock: Clock,
  ) {
    this.memory = new DemandMemory(grid);
    this.flow = createPowerFlow(grid);
  }

  keep(archive: Archive): void {
    this.memory.keep(archive);
  }

  /** The state with the demand that the dark buses would take. Learns the demand of the others. */
  complete(state: OptimizerState): { point: OperatingPoint; energized: Uint8Array } {
    const point = presentPoint(this.grid, state);
    const { energized } = findIslands(this.grid, point.live);
    this.memory.note(state, energized);
    return { point: { ...point, ...this.memory.all() }, energized };
  }

  /** Undefined where no load is without supply. Throws NO_SOLUTION where the rest has no power flow. */
  answer(
    state: OptimizerState,
    { point, energized }: { point: OperatingPoint; energized: Uint8Array },
    timeLimit_ms: number,
  ): RestorationAnswer | undefined {
    const { grid } = this;
    const dark: number[] = [];
    for (let bus = 0; bus < grid.busCount; bus++) {
      if (grid.busUsable[bus] === 1 && energized[bus] === 0 && point.demand_mw[bus] > 0) dark.push(bus);
    }
    if (dark.length === 0) return undefined;
    const before = this.solve(state, point);
    const request = {
      isolate: this.faultsToIsolate(state, energized),
      failed: state.in_service.map((healthy) => 1 - healthy),
      timeLimit_ms: Math.max(0, timeLimit_ms),
    };
    const restoration = resupply(grid, request, this.clock, point);
    const outage = this.describeOutage(dark, point, restoration);
    const draft =
      restoration.steps.length === 0 ? null : this.draft(state, point, before, restoration, outage);
    return { outage, draft, complete: restoration.proof === 'enumerated', loss_mw: before.loss_mw };
  }

  /** Losses and risk of a configuration. Throws NO_SOLUTION. */
  solve(state: OptimizerState, point: OperatingPoint): { loss_mw: number; risk: number } {
    const outcome = this.flow.solve(point);
    if (outcome.status === 'not_converged') throw unsolvable(this.grid, state.sequence, outcome);
    return {
      loss_mw: outcome.state.loss_mw,
      risk: riskOf(state.failure_probability, outcome.state),
    };
  }

  /** Failed edges that are still closed where it is dark: what is supplied again must not meet them. */
  private faultsToIsolate({ closed, in_service }: OptimizerState, energized: Uint8Array): string[] {
    const { network, from, to, switchable } = this.grid;
    return network.branches
      .filter((_, k) => closed[k] === 1 && in_service[k] === 0 && switchable[k] === 1)
      .filter(({ id }) => {
        const k = this.grid.branchIndex.get(id)!;
        return energized[from[k]] === 0 || energized[to[k]] === 0;
      })
      .map(({ id }) => id);
  }

  private describeOutage(dark: readonly number[], point: OperatingPoint, { unserved }: Restoration): Outage {
    const { buses } = this.grid.network;
    return {
      nodes: dark.map((bus) => buses[bus].id),
      demand_mw: dark.reduce((sum, bus) => sum + point.demand_mw[bus], 0),
      nominal_demand: dark.filter((bus) => this.memory.seen[bus] === 0).map((bus) => buses[bus].id),
      unserved: byNode(unserved),
    };
  }

  private draft(
    state: OptimizerState,
    point: OperatingPoint,
    before: { loss_mw: number; risk: number },
    { steps, loss_mw }: Restoration,
    { demand_mw, unserved }: Outage,
  ): Draft {
    const live = point.live.slice();
    for (const { operation, branch } of steps) {
      live[this.grid.branchIndex.get(branch)!] = operation === 'close' ? 1 : 0;
    }
    return {
      purpose: 'restoration',
      steps: steps.map(
        ({ operation, branch, loss_mw: loss }): SwitchingStep => ({ operation, edge: branch, loss_mw: loss }),
      ),
      loss_before_mw: before.loss_mw,
      loss_after_mw: loss_mw,
      risk_before: before.risk,
      risk_after: this.solve(state, { ...point, live }).risk,
      sequence: state.sequence,
      unserved_before_mw: demand_mw,
      unserved_after_mw: unserved.reduce((sum, load) => sum + load.demand_mw, 0),
      unserved,
    };
  }
}

/** The classes of a node share its fate. */
function byNode(unserved: readonly UnservedLoad[]): UnservedNode[] {
  const nodes = new Map<string, UnservedNode>();
  for (const { bus, p_mw, reason, at } of unserved) {
    const demand_mw = (nodes.get(bus)?.demand_mw ?? 0) + p_mw;
    nodes.set(bus, { node: bus, demand_mw, reason, at });
  }
  return [...nodes.values()];
}
