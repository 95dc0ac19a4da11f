import type { NodeDef } from 'node-red';
import type { OperatingMode } from '../../lib/contract';
import { gridError } from '../../lib/errors';
import { isBlank, numberSetting } from '../number-setting';

export interface PathOptimizeDef extends NodeDef {
  model: string;
  risk_weight: number | string;
  seed: number | string;
  mode: string;
  min_operation_interval_s: number | string;
  time_limit_ms: number | string;
  warn_probability: number | string;
  agent_folder: string;
  learning: boolean;
  switching_cost_percent: number | string;
  keepState?: boolean;
}

export interface PathOptimizeSettings {
  risk_weight: number;
  seed: number;
  mode: OperatingMode;
  min_operation_interval_s: number;
  time_limit_ms: number;
  warn_probability: number;
  /** Absent where the agent is the one that comes with the package, if any. */
  agent_folder?: string;
  learning: boolean;
  switching_cost_percent: number;
}

const MODES: readonly OperatingMode[] = ['advisory', 'automatic'];

/** Reads the node's settings; what is blank takes its usual value. Throws INVALID_SETTING. */
export function readSettings(def: Partial<PathOptimizeDef>): PathOptimizeSettings {
  return {
    risk_weight: numberSetting('risk_weight', def.risk_weight, { usual: 0.1, least: 0, most: 1_000_000 }),
    seed: numberSetting('seed', def.seed, { usual: 1, least: 0, most: 2 ** 32 - 1 }),
    mode: modeSetting(def.mode),
    min_operation_interval_s: numberSetting('min_operation_interval_s', def.min_operation_interval_s, {
      ...{ usual: 5, least: 0, most: 86_400 },
    }),
    time_limit_ms: numberSetting('time_limit_ms', def.time_limit_ms, {
      usual: 1000,
      least: 0,
      most: 600_000,
    }),
    warn_probability: numberSetting('warn_probability', def.warn_probability, {
      ...{ usual: 0.5, least: 0, most: 1 },
    }),
    ...(isBlank(def.agent_folder) ? {} : { agent_folder: def.agent_folder }),
    learning: def.learning === true,
    switching_cost_percent: numberSetting('switching_cost_percent', def.switching_cost_percent, {
      ...{ usual: 0.5, least: 0, most: 1000 },
    }),
  };
}

function modeSetting(value: unknown): OperatingMode {
  if (isBlank(value)) return 'advisory';
  const mode = MODES.find((known) => known === value);
  if (mode !== undefined) return mode;
  throw gridError('INVALID_SETTING', { at: 'mode', got: value, allowed: MODES.join(', ') });
}
