/** Who proposes improvements: the agent of configurations where the grid suits it, else that of single operations. */
import type { AgentInfo } from '../../contract';
import type { Grid } from '../../grid';
import type { Archive } from '../../keeping';
import { Advisor, knowsAllOf, loadAgent, readAgentCard, shippedAgent, spaceKindOf } from '../agent';
import { SwitchingAgent, type Turn } from '../operations/agent';
import type { Incidence } from '../routing';
import type { OptimizerInit, OptimizerState } from '../types';

export interface Improver {
  readonly info: AgentInfo;
  /** `learn`: whether an episode of learning may follow. */
  takeTurn(state: OptimizerState, riskWeight: number, learn: boolean): Turn;
  /** What was decided and learned. */
  keep(archive: Archive): void;
}

/** What an operation has to earn where nothing is said, per cent of the losses of an hour at nominal load. */
const USUAL_SWITCHING_COST_PERCENT = 0.5;

/**
 * A radial grid is kept radial, and one of few switches is known whole: there the agent of configurations decides,
 * trained where a folder or the package has one for this grid. Throws INVALID_MODEL and WRONG_GRID for a folder.
 */
export function openImprover(grid: Grid, incidence: Incidence, init: OptimizerInit): Improver {
  const { agent_folder, learn_by = null, seed } = init;
  const folder = agent_folder ?? shippedAgent(grid);
  if (folder === null && spaceKindOf(grid) === 'meshed' && !knowsAllOf(grid)) {
    return new OperationsImprover(grid, incidence, seed);
  }
  const model = folder === null ? null : loadAgent(folder, grid);
  const card = folder === null ? undefined : readAgentCard(folder);
  const percent = init.switching_cost_percent ?? USUAL_SWITCHING_COST_PERCENT;
  const advisor = new Advisor(grid, { model, seed, learnBy: learn_by, switchingShare: percent / 100 });
  return {
    info: {
      kind: 'configurations',
      trained_on: model === null ? null : 'simulated_loads',
      trained_at: card?.trained_at ?? null,
      learning: learn_by !== null,
    },
    takeTurn: (state, riskWeight, learn) => advisor.takeTurn(state, riskWeight, learn),
    keep: (archive) => advisor.keep(archive),
  };
}

/** It always learns: from everything that it solves. */
class OperationsImprover implements Improver {
  readonly info: AgentInfo = { kind: 'operations', trained_on: null, trained_at: null, learning: true };
  private readonly agent: SwitchingAgent;

  constructor(grid: Grid, incidence: Incidence, seed: number) {
    this.agent = new SwitchingAgent(grid, incidence, seed);
  }

  takeTurn(state: OptimizerState, riskWeight: number): Turn {
    return this.agent.takeTurn(state, riskWeight);
  }

  keep(archive: Archive): void {
    this.agent.keep(archive);
  }
}
