import type { TrainingDistribution } from '../drift/distribution';
import type { Evaluation, Figures } from '../metrics';
import type { Origin } from '../origin';
import type { Derivation } from '../table/derive';
import type { Feature, LeftOut } from '../table/encode';
import type { MemberName } from './members';
import type { Pool } from './pool';

export const ENSEMBLE_FORMAT = 'gridloom-risk-ensemble';
export const ENSEMBLE_VERSION = 1;
export const CARD_FILE = 'card.json';

/** What a model says of itself: where it comes from, how good it is, and what it is not good for. */
export interface EnsembleCard {
  format: typeof ENSEMBLE_FORMAT;
  format_version: typeof ENSEMBLE_VERSION;
  id: string;
  /** In a models folder; 1 where nothing is said. */
  version?: string;
  trained_on: Origin;
  /** ISO 8601, UTC. */
  trained_at: string;
  /** The period that a probability speaks of, in words. */
  horizon: string;
  /** The same in hours, where it is known. */
  horizon_h?: number;
  /** How many times more often than their hazards say elements failed in the rows. */
  acceleration?: number;
  /** The column of the outcome. */
  target: string;
  /** In the order of a feature row. */
  features: (Feature & { unit?: string })[];
  derived: Derivation[];
  left_out: LeftOut[];
  /** The package that trained it. */
  software: string;
  seed: number;
  data: {
    /** The file, or what the rows are. */
    file: string;
    rows: number;
    failures: number;
    /** Of all rows and labels, as the trainer saw them. */
    sha256: string;
    /** What the rows were used for, where parts have uses of their own. */
    parts?: Record<string, number>;
  };
  /** `sample_size`, ψ: rows that each tree isolates. */
  members: Partial<Record<MemberName, { trees: number; sample_size?: number }>>;
  /** `vote_smoothing` is ½ where nothing is said. */
  combination: { rule: string; pools: Pool[]; vote_smoothing?: number };
  thresholds: { f1: number };
  /** On rows that the models measured have not seen; null where there are none. */
  metrics: {
    method: string;
    folds: Figures[];
    mean: Figures;
    members?: Partial<Record<MemberName, Figures>>;
  } | null;
  /** On held-out rows of a history, against the prior and a logistic regression. */
  evaluation?: Evaluation;
  /** Of the training rows, for the watch on drift. */
  training_distribution?: TrainingDistribution;
  not_good_for: string[];
  /** SHA-256 of the other files. */
  files: Record<string, string>;
}
