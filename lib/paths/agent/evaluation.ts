/** How good an agent's decisions are: against the exact or best known answer, and against simpler ways to decide. */
import type { Random } from '../../random';
import type { Clock } from '../types';
import { type Decision, decide, leastEstimates } from './decide';
import type { Prepared } from './model/model';
import { standingCost } from './pricing';
import type { Scenarios } from './scenarios';
import type { ConfigurationSpace, SwitchingState } from './types';

/** Of one way to decide, over many states. Gaps are shares of the best known objective, in per cent. */
export interface GapFigures {
  readonly mean_gap_percent: number;
  readonly p95_gap_percent: number;
  readonly max_gap_percent: number;
  /** States in which the decision is the best known. */
  readonly exact_hits: number;
}

export interface StateFigures {
  readonly states: number;
  /** States whose reference is exact; in the others it is the best known. */
  readonly exact_references: number;
  readonly agent: GapFigures & { readonly decision_ms: { readonly median: number; readonly p95: number } };
  /** The best of what the network values most, by itself; and what an untrained network values most. */
  readonly proposals: GapFigures;
  readonly untrained: GapFigures;
  /** The options with the least estimates solved, without a network; null where the space has no estimates. */
  readonly estimates: GapFigures | null;
  readonly greedy: GapFigures;
  /** The one configuration that is the best for most states of training. */
  readonly fixed: GapFigures;
}

/** Objectives that differ by a smaller share are the same. */
const SAME = 1e-9;
/** Gaps are cut off here: a configuration without solution has no other. */
const LARGEST_GAP_PERCENT = 1000;
/** As many as an agent's decision solves. */
const SOLVED = 8;

export function evaluateStates(
  space: ConfigurationSpace,
  scenarios: Scenarios,
  agent: Prepared,
  untrained: Prepared,
  { states, random, clock }: { states: number; random: Random; clock: Clock },
): StateFigures {
  const gaps = {
    agent: new Gaps(),
    proposals: new Gaps(),
    untrained: new Gaps(),
    estimates: new Gaps(),
    greedy: new Gaps(),
    fixed: new Gaps(),
  };
  const times: number[] = [];
  let exact = 0;
  let estimated = true;
  for (let n = 0; n < states; n++) {
    const state = scenarios.state(random);
    const cost = (live: Uint8Array): number =>
      standingCost(space.solve({ live }), state, agent.encoder.scale_mw);
    space.begin(state);
    const reference = space.optimum(1);
    if (reference.exact) exact++;
    const began = clock();
    space.begin(state);
    const decision = decide(space, state, agent.library, agent.encoder, agent.network);
    times.push(clock() - began);
    const { chosen, greedy, options } = decision;
    const other = decide(space, state, agent.library, agent.encoder, untrained.network);
    const found = {
      agent: cost(chosen.option.live),
      proposals: cost(bestProposal(decision, state, agent)),
      untrained: cost(bestProposal(other, state, agent)),
      estimates: Math.min(
        ...leastEstimates(options, state, agent.encoder.scale_mw, SOLVED).map((k) => cost(options[k].live)),
      ),
      greedy: cost(greedy.option.live),
      fixed: cost(space.complete(agent.library[0])),
    };
    estimated &&= options[0].estimate !== null;
    const best = Math.min(cost(reference.live), ...Object.values(found));
    for (const name of ['agent', 'proposals', 'untrained', 'estimates', 'greedy', 'fixed'] as const) {
      gaps[name].add(found[name], best);
    }
  }
  return {
    states,
    exact_references: exact,
    agent: {
      ...gaps.agent.figures(),
      decision_ms: { median: quantile(times, 0.5), p95: quantile(times, 0.95) },
    },
    proposals: gaps.proposals.figures(),
    untrained: gaps.untrained.figures(),
    estimates: estimated ? gaps.estimates.figures() : null,
    greedy: gaps.greedy.figures(),
    fixed: gaps.fixed.figures(),
  };
}

/** What a network by itself would do: the best of its proposals, whatever greedy switching finds. */
function bestProposal(
  { checked, valued }: Decision,
  state: SwitchingState,
  { encoder }: Prepared,
): Uint8Array {
  const own = checked.filter(({ place }) => valued.includes(place));
  const cost = (k: number) => standingCost(own[k].worth, state, encoder.scale_mw);
  let best = 0;
  for (let k = 1; k < own.length; k++) if (cost(k) < cost(best)) best = k;
  return own[best].option.live;
}

class Gaps {
  private readonly gaps: number[] = [];
  private hits = 0;

  add(cost: number, best: number): void {
    const gap = best > 0 ? Math.min(LARGEST_GAP_PERCENT, (100 * (cost - best)) / best) : 0;
    this.gaps.push(gap);
    if (cost <= best * (1 + SAME)) this.hits++;
  }

  figures(): GapFigures {
    const { gaps, hits } = this;
    return {
      mean_gap_percent: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
      p95_gap_percent: quantile(gaps, 0.95),
      max_gap_percent: Math.max(...gaps),
      exact_hits: hits,
    };
  }
}

/** The smallest value that is not exceeded by this share of the values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
