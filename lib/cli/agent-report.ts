import type { Evaluation, GapFigures, StateFigures } from '../paths';

/** The evaluation with the agent's own figures first. */
export type EvaluationReport = ReturnType<typeof reportEvaluation>;

export function reportEvaluation(network: string, model: string, evaluation: Evaluation) {
  const { agent, trials, day, kind, seed, ...others } = evaluation;
  return { network, model, kind, seed, ...agent, ...others, trials, day };
}

export function describeEvaluation(report: EvaluationReport): string {
  const { network, kind, seed, trials, day, ...own } = report;
  const { decision_ms, states, exact_references, proposals, untrained, estimates, greedy, fixed } = own;
  const main: StateFigures = {
    states,
    exact_references,
    agent: own,
    proposals,
    untrained,
    estimates,
    greedy,
    fixed,
  };
  return [
    `network     ${network} (${kind}), seed ${seed}`,
    `decision    ${decision_ms.median.toFixed(3)} ms, 95 %: ${decision_ms.p95.toFixed(3)} ms, checked by power flow`,
    '',
    'gap to the exact or best known answer, %: mean, 95 %, largest; hits',
    ...table('loads', main),
    ...Object.entries(trials).flatMap(([name, figures]) => table(name, figures)),
    '',
    'days: cost in MWh, operations a day',
    ...day.map((one) => {
      const part = (name: string, { cost_mwh, operations }: { cost_mwh: number; operations: number }) =>
        `${name} ${cost_mwh.toPrecision(6)} (${operations.toFixed(1)})`;
      return `  an operation at ${one.switching_cost_percent.toFixed(0)} %: ${[
        part('agent', one.agent),
        part('hourly greedy', one.hourly_greedy),
        part('restless greedy', one.restless_greedy),
        part('one configuration', one.fixed),
        part('in hindsight', one.hindsight),
      ].join(', ')}`;
    }),
    '',
  ].join('\n');
}

function table(name: string, figures: StateFigures): string[] {
  const { states, exact_references: exact, agent, untrained, estimates, greedy, fixed } = figures;
  const row = (label: string, gaps: GapFigures): string => {
    const numbers = [gaps.mean_gap_percent, gaps.p95_gap_percent, gaps.max_gap_percent];
    const texts = numbers.map((value) => value.toFixed(4).padStart(10)).join('');
    return `    ${label.padEnd(18)}${texts}   ${gaps.exact_hits} of ${states}`;
  };
  return [
    `  ${name}, ${exact} of ${states} references exact`,
    row('agent', agent),
    row('greedy exchange', greedy),
    row('one configuration', fixed),
    ...(estimates === null ? [] : [row('estimates alone', estimates)]),
    row('its network alone', figures.proposals),
    row('untrained', untrained),
  ];
}
