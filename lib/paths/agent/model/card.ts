import type { Distribution } from '../scenarios';
import type { SpaceKind } from '../spaces';
import type { TrainingProgress } from '../training';

const FORMAT = 'gridloom-agent-card';
const VERSION = 1;

/** What an agent is: how it came about and what it is good for. */
export interface AgentCard {
  format: typeof FORMAT;
  format_version: typeof VERSION;
  network: { id: string; name: string; sha256: string };
  kind: SpaceKind;
  software: string;
  trained_at: string;
  seed: number;
  elapsed_s: number;
  /** States with exact answers, whether all of them are exact, and days played. */
  states: number;
  exact: boolean;
  days: number;
  known_configurations: number;
  /** How loads, risks, outages and costs were drawn; the shapes by their name. */
  distribution: Omit<Distribution, 'shapes' | 'outages'> & { shapes: string; outages: string[] };
  discount: number;
  learning_curve: readonly TrainingProgress[];
  /** `gridloom agent evaluate` on states that it was not trained on. */
  evaluation?: unknown;
  not_good_for: string[];
  /** SHA-256 of the other files. */
  files: Record<string, string>;
}

export const CARD_HEAD = { format: FORMAT, format_version: VERSION } as const;

export const NOT_GOOD_FOR = [
  'other grids, and this one after branches, loads or generators were changed: train again',
  'loads far from the shapes and levels of the distribution: the power flow still checks every answer, but good ones may be missed',
  'more than one outage at a time: known configurations are repaired for it, which was not trained',
  'protection, cold-load pickup and switching times: it knows none of them',
];
