/** The shipped agents: gaps to the exact answers, days with a cost of operations, and decisions a second. */
import { builtinNetwork, compileGrid } from '../lib/grid';
import { openAgentWorkbench, type StateFigures, shippedAgent } from '../lib/paths';
import { weeklyShapes } from '../lib/scada';
import { rounded } from './timing';

type Row = Record<string, number | string>;

const NETWORKS = ['riverside', 'ieee33'];
const STATES = 200;
const DAYS = 20;
const SEED = 42;

export async function benchAgent(): Promise<Record<string, Row[]>> {
  const gaps: Row[] = [];
  const days: Row[] = [];
  for (const name of NETWORKS) {
    const network = builtinNetwork(name);
    const folder = shippedAgent(compileGrid(network));
    if (folder === null) throw new Error(`no agent comes with the package for ${name}`);
    const { shapes, name: shapesName } = weeklyShapes();
    const bench = openAgentWorkbench({ network, shapes, shapesName });
    const evaluation = bench.evaluate({ folder, states: STATES, days: DAYS, seed: SEED });
    gaps.push(gapRow(name, 'loads', evaluation));
    for (const [trial, figures] of Object.entries(evaluation.trials)) gaps.push(gapRow(name, trial, figures));
    for (const day of evaluation.day) {
      const cost = ({ cost_mwh, operations }: { cost_mwh: number; operations: number }) =>
        `${cost_mwh.toPrecision(5)} (${operations.toFixed(1)})`;
      days.push({
        network: name,
        operation_percent: day.switching_cost_percent,
        agent: cost(day.agent),
        hourly_greedy: cost(day.hourly_greedy),
        restless_greedy: cost(day.restless_greedy),
        fixed: cost(day.fixed),
        hindsight: cost(day.hindsight),
      });
    }
  }
  return { agent_gaps: gaps, agent_days: days };
}

function gapRow(network: string, trial: string, figures: StateFigures): Row {
  const { states, exact_references, agent, proposals, untrained, estimates, greedy, fixed } = figures;
  const gap = (one: { mean_gap_percent: number; exact_hits: number }) =>
    `${one.mean_gap_percent.toFixed(4)} (${one.exact_hits})`;
  return {
    network,
    trial,
    states,
    exact_references,
    agent: gap(agent),
    largest_percent: rounded(agent.max_gap_percent),
    greedy: gap(greedy),
    fixed: gap(fixed),
    estimates: estimates === null ? 'none' : gap(estimates),
    network_alone: gap(proposals),
    untrained: gap(untrained),
    median_ms: rounded(agent.decision_ms.median),
    p95_ms: rounded(agent.decision_ms.p95),
  };
}
