/** Training and trying as worker services: this border is where the clock comes in. */
import type { Network } from '../../contract';
import { gridError } from '../../errors';
import { sha256 } from '../../folders';
import { compileGrid, type Grid } from '../../grid';
import { Random } from '../../random';
import { type DayFigures, evaluateDays } from './day-evaluation';
import { evaluateStates, type StateFigures } from './evaluation';
import { DISCOUNT } from './learner';
import { type AgentCard, CARD_HEAD, NOT_GOOD_FOR } from './model/card';
import { exportNetwork } from './model/export';
import { writeAgentFile } from './model/file';
import { fingerprintOf } from './model/fingerprint';
import { prepare, untrained } from './model/model';
import { loadAgent } from './model/shipped';
import { AGENT_FILE, CARD_FILE, checkAgentFolder, GRAPH_FILE, saveAgent } from './model/store';
import type { WeeklyShapes } from '../types';
import { nominalState } from './nominal-state';
import { Scenarios } from './scenarios';
import { createSpace, scaleOf, spaceKindOf } from './spaces';
import { type Training, type TrainingProgress, trainAgent } from './training';
import type { ConfigurationSpace } from './types';
import { TRIALS, type Trial, trialDistribution, usualDistribution } from './usual';

export interface AgentWorkbenchInit {
  network: Network;
  shapes: WeeklyShapes;
  /** Of the shapes, for the card. */
  shapesName: string;
}

export interface TrainingRequest {
  /** The folder that the agent is written to. */
  out: string;
  seed: number;
  time_limit_s: number;
  /** Days played, at most. */
  episodes: number;
  /** For the card. */
  software: string;
  trainedAt: string;
}

export interface TrainingSummary {
  known_configurations: number;
  states: number;
  exact: boolean;
  episodes: number;
  elapsed_s: number;
  scale_mw: number;
}

export interface EvaluationRequest {
  folder: string;
  states: number;
  days: number;
  seed: number;
}

/** Days are tried at these costs of an operation, as shares of the losses of an hour at nominal load. */
const SWITCHING_COSTS = [0.02, 0.1];

export interface Evaluation extends StateFigures {
  kind: 'radial' | 'meshed';
  seed: number;
  /** The other trials. */
  trials: Record<Exclude<Trial, 'loads'>, StateFigures>;
  day: DayFigures[];
}

export interface AgentWorkbench {
  /** Throws FOLDER_NOT_WRITABLE and INVALID_SETTING for the folder, INVALID_SETTING for a grid without choice. */
  train(request: TrainingRequest): TrainingSummary;
  /** Throws INVALID_MODEL and WRONG_GRID. */
  evaluate(request: EvaluationRequest): Evaluation;
}

/** It reports `TrainingProgress` while it trains. Throws INVALID_NETWORK. */
export function openAgentWorkbench(
  { network, shapes, shapesName }: AgentWorkbenchInit,
  context?: { report(progress: TrainingProgress): void },
): AgentWorkbench {
  const grid = compileGrid(network);
  const clock = () => performance.now();
  return {
    train: (request) => {
      checkAgentFolder(request.out);
      const scale_mw = scaleOf(grid);
      const space = createSpace(grid, scale_mw);
      refuseNoChoice(grid, space);
      const scenarios = new Scenarios(grid, scale_mw, usualDistribution(grid, shapes));
      const { seed, episodes, time_limit_s } = request;
      const options = { seed, episodes, time_limit_ms: 1000 * time_limit_s };
      const report = (progress: TrainingProgress) => context?.report(progress);
      const training = trainAgent(grid, space, scenarios, scale_mw, options, clock, report);
      saveAgent(request.out, filesOf(grid, space, scenarios, training, request, shapesName));
      const { model, states, exact, elapsed_ms } = training;
      return {
        ...{ states, exact, scale_mw, episodes: training.episodes },
        known_configurations: model.library.length,
        elapsed_s: elapsed_ms / 1000,
      };
    },
    evaluate: ({ folder, states, days, seed }) => {
      const kind = spaceKindOf(grid);
      const model = loadAgent(folder, grid);
      const space = createSpace(grid, model.scale_mw);
      const agent = prepare(grid, space, model);
      const other = untrained(grid, space, model, seed);
      const usual = usualDistribution(grid, shapes);
      const tried = (trial: Trial): StateFigures => {
        const scenarios = new Scenarios(grid, model.scale_mw, trialDistribution(grid, usual, trial));
        const random = new Random(seed, 100 + TRIALS.indexOf(trial));
        return evaluateStates(space, scenarios, agent, other, { states, random, clock });
      };
      const scenarios = new Scenarios(grid, model.scale_mw, trialDistribution(grid, usual, 'loads'));
      const [risks, shifted_loads, other_classes, outages] = TRIALS.slice(1).map(tried);
      return {
        kind,
        seed,
        ...tried('loads'),
        trials: { risks, shifted_loads, other_classes, outages },
        day: SWITCHING_COSTS.map((share) =>
          evaluateDays(space, scenarios, agent, {
            days,
            random: new Random(seed, 200),
            switching_cost_mw: share * model.scale_mw,
          }),
        ),
      };
    },
  };
}

/** Where no switch may be operated without cutting something off, there is nothing to learn. */
function refuseNoChoice(grid: Grid, space: ConfigurationSpace): void {
  const nominal = nominalState(grid);
  if (!space.begin(nominal) || space.options([nominal.point.live]).length > 1) return;
  throw gridError('INVALID_NETWORK', {
    at: `network "${grid.network.id}"`,
    got: 'one configuration only',
    allowed: 'a grid with switches that can be operated so that all keep supply, such as open ties',
  });
}

function filesOf(
  grid: Grid,
  space: ConfigurationSpace,
  { distribution }: Scenarios,
  training: Training,
  { seed, software, trainedAt }: TrainingRequest,
  shapesName: string,
): Record<string, string | Uint8Array> {
  const { network } = grid;
  const kind = spaceKindOf(grid);
  const { model, states, exact, episodes, curve, elapsed_ms } = training;
  const agent = writeAgentFile(grid, kind, space.free, model);
  const print = fingerprintOf(network);
  const graph = exportNetwork(prepare(grid, space, model).network, network.id, {
    network_sha256: print,
    agent_sha256: sha256(agent),
  });
  const { outages, ...drawn } = distribution;
  const card: AgentCard = {
    ...CARD_HEAD,
    network: { id: network.id, name: network.name, sha256: print },
    kind,
    software,
    trained_at: trainedAt,
    seed,
    elapsed_s: elapsed_ms / 1000,
    ...{ states, exact, days: episodes, known_configurations: model.library.length },
    distribution: {
      ...drawn,
      shapes: shapesName,
      outages: outages.map((k) => network.branches[k].id),
    },
    discount: DISCOUNT,
    learning_curve: curve,
    not_good_for: NOT_GOOD_FOR,
    files: { [AGENT_FILE]: sha256(agent), [GRAPH_FILE]: sha256(graph) },
  };
  return { [AGENT_FILE]: agent, [GRAPH_FILE]: graph, [CARD_FILE]: `${JSON.stringify(card, null, 2)}\n` };
}
