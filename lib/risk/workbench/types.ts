import type { Report } from '../ensemble/judge';
import type { TableRequest } from './load';

export interface TrainRequest extends TableRequest {
  target: string;
  /** A file with the fold of each row. */
  folds?: string;
  /** A column of times: the latest fifth is held out. */
  split?: string;
  seed: number;
  out: string;
  /** Goes into the card, ISO 8601 in UTC. */
  trained_at: string;
}

export interface CrossValidateRequest extends TableRequest {
  target: string;
  folds: string;
  seed: number;
}

export interface ScoreRequest {
  model: string;
  file: string;
  header: boolean;
}

export interface BoostRequest extends TableRequest {
  target: string;
  depth: number;
  eta: number;
  rounds: number;
}

export interface AnomalyRequest extends TableRequest {
  label: string;
  seeds: number;
}

export interface ImportRequest {
  file: string;
  out: string;
  /** Names of the inputs in their order, where the file has none or others are wanted. */
  features?: readonly string[];
  /** Goes into the card, ISO 8601 in UTC. */
  imported_at: string;
}

export interface ImportSummary {
  source: string;
  member: string;
  trees: number;
  nodes: number;
  features: string[];
}

export interface Trained extends Report {
  out: string;
  rows: number;
  failures: number;
  features: string[];
  left_out: { name: string; reason: string }[];
}

/** Heavy work on a user's rows and models, as a worker service. */
export interface RiskWorkbench {
  train(request: TrainRequest): Promise<Trained>;
  evaluate(request: ScoreRequest & { target: string }): Promise<Report>;
  crossValidate(request: CrossValidateRequest): Promise<Report & { folds: number }>;
  score(request: ScoreRequest): Promise<{ predictions: Float64Array }>;
  boost(request: BoostRequest): Promise<{ predictions: Float64Array }>;
  importTrees(request: ImportRequest): Promise<ImportSummary>;
  exportGraph(request: { model: string }): Promise<{ graph: Uint8Array; id: string }>;
  anomaly(request: AnomalyRequest): Promise<{ auc: number; by_seed: number[] }>;
}

export interface WorkbenchProgress {
  step: string;
  /** 0 to 1 over the whole call. */
  fraction: number;
}
