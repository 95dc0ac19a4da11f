import {
  type GridCommand,
  type OptimizeCommand,
  type OptimizerCommand,
  parseGridCommand,
  parseOptimizeCommand,
  parseOptimizerCommand,
} from '../contract';
import { GridError, gridError } from '../errors';
import type { PlanRequest, SwitchRequest } from './documents';

/** What the API hands to the flow for an operator: as it would stand on the MQTT topic of commands. */
export type SwitchingCommand = Extract<
  GridCommand | OptimizerCommand,
  { command: 'set_switch' | 'accept_plan' | 'reject_plan' | 'abort_plan' }
>;

/** The body of POST grid/optimize as a command; no body means the optimiser's own settings. INVALID_BODY. */
export function optimizeCommand(body: unknown): OptimizeCommand {
  return asBody(() => parseOptimizeCommand({ command: 'optimize', ...(body as object) }));
}

/** The body of POST grid/plan as a command. INVALID_BODY. */
export function planCommand(body: unknown): SwitchingCommand {
  const { command, ...rest } = body as PlanRequest;
  return asBody(() => parseOptimizerCommand({ ...rest, command: `${command}_plan` }) as SwitchingCommand);
}

/** The body of POST grid/switch as a command. INVALID_BODY. */
export function switchCommand(body: unknown): SwitchingCommand {
  const { edge, closed } = body as SwitchRequest;
  return asBody(() => parseGridCommand({ command: 'set_switch', edge, closed }) as SwitchingCommand);
}

/** What the check of commands, which MQTT has too, says of a command, said of the body that it was made from. */
function asBody<T>(parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    if (!(thrown instanceof GridError)) throw thrown;
    const { fault } = thrown;
    throw gridError('INVALID_BODY', { ...fault, at: fault.at.replace(/^command/, 'body') });
  }
}
