import { type ErrorCode, type GridError, gridError, show } from '../errors';
import type { GridCommand, OptimizeCommand, OptimizerCommand } from './commands';
import * as compiled from './generated/validators';
import type { Network } from './network';
import type { OperatorMessage } from './operator';
import { READINGS } from './readings';
import type { Scenario, ScenarioEvent } from './scenario';
import type { IssuedPlan, Snapshot } from './snapshot';
import type { Validator, Violation } from './violation';

/** The value as a snapshot, or an INVALID_SNAPSHOT or INVALID_READING error that names the element and the field. */
export function parseSnapshot(value: unknown): Snapshot {
  if (compiled.validateSnapshot(value)) return value as Snapshot;
  const violation = compiled.validateSnapshot.errors?.[0];
  throw violationError(
    isReading(violation) ? 'INVALID_READING' : 'INVALID_SNAPSHOT',
    'snapshot',
    value,
    violation,
  );
}

/** Whether it is one of the ten readings of an edge that is refused, or absent. */
function isReading(violation: Violation | undefined): boolean {
  const field = violation?.params.missingProperty ?? violation?.instancePath.split('/').pop();
  return (READINGS as readonly unknown[]).includes(field) && violation!.instancePath.startsWith('/edges/');
}

/** The value as a command to the simulator, or an INVALID_COMMAND error. */
export function parseGridCommand(value: unknown): GridCommand {
  return parse<GridCommand>(compiled.validateGridCommand, 'INVALID_COMMAND', 'command', value);
}

/** The value as a command to the optimiser, or an INVALID_COMMAND error. */
export function parseOptimizerCommand(value: unknown): OptimizerCommand {
  const { validateOptimizerCommand } = compiled;
  return parse<OptimizerCommand>(
    validateOptimizerCommand,
    'INVALID_COMMAND',
    'command',
    value,
    OPTIMIZER_COMMANDS,
  );
}

/** The value as a switching plan, or an INVALID_COMMAND error. */
export function parseIssuedPlan(value: unknown): IssuedPlan {
  return parse<IssuedPlan>(compiled.validateIssuedPlan, 'INVALID_COMMAND', 'plan', value);
}

/** The value as a message to the operator, or an INVALID_COMMAND error. */
export function parseOperatorMessage(value: unknown): OperatorMessage {
  return parse<OperatorMessage>(compiled.validateOperatorMessage, 'INVALID_COMMAND', 'message', value);
}

/** The value as a request for an optimisation, or an INVALID_COMMAND error. */
export function parseOptimizeCommand(value: unknown): OptimizeCommand {
  return parse<OptimizeCommand>(compiled.validateOptimizeCommand, 'INVALID_COMMAND', 'command', value);
}

/** The value as a network document, or an INVALID_NETWORK error; what needs more than its form is `lib/grid`'s. */
export function parseNetwork(value: unknown): Network {
  return parse<Network>(compiled.validateNetwork, 'INVALID_NETWORK', 'network', value);
}

/** The value as a scenario document, or an INVALID_SCENARIO error. */
export function parseScenario(value: unknown): Scenario {
  return parse<Scenario>(compiled.validateScenario, 'INVALID_SCENARIO', 'scenario', value, EVENT_KINDS);
}

function parse<T>(
  validator: Validator,
  code: ErrorCode,
  whole: string,
  value: unknown,
  commands?: readonly string[],
): T {
  if (validator(value)) return value as T;
  throw violationError(code, whole, value, validator.errors?.[0], commands);
}

/**
 * An error in the user's words: `edges[3] "line-4" .humidity_percent` instead of a JSON pointer, with what was
 * got and what the schema allows. `commands` are those that are known where the value is a command.
 */
export function violationError(
  code: ErrorCode,
  whole: string,
  value: unknown,
  violation?: Violation,
  commands: readonly string[] = GRID_COMMANDS,
): GridError {
  if (violation === undefined) return gridError(code, { at: whole, got: value });
  const { keyword, params } = violation;
  const at = place(whole, value, violation.instancePath);
  switch (keyword) {
    case 'required':
      return gridError(code, {
        at: `${at}.${params.missingProperty}`,
        got: undefined,
        allowed: 'a value: the field is required',
      });
    case 'const':
      return gridError(code, { at, got: violation.data, allowed: show(params.allowedValue) });
    case 'enum':
      return gridError(code, {
        at,
        got: violation.data,
        allowed: (params.allowedValues as unknown[]).join(', '),
      });
    case 'discriminator':
      return gridError(code, {
        at: `${at}.${params.tag}`,
        got: params.tagValue,
        allowed: commands.join(', '),
      });
    case 'pattern':
      return gridError(code, {
        at,
        got: violation.data,
        allowed: violation.parentSchema?.description ?? violation.message,
      });
    case 'additionalProperties': {
      const names = Object.keys(violation.parentSchema?.properties ?? {});
      return gridError(code, {
        at: `${at}.${String(params.additionalProperty).slice(0, 40)}`,
        allowed: names.length === 0 ? 'nothing' : `${names.join(', ')} and nothing else`,
      });
    }
    case 'type':
      return gridError(code, { at, got: violation.data, allowed: describeType(String(params.type)) });
    default:
      return gridError(code, { at, got: violation.data, allowed: violation.message ?? keyword });
  }
}

export const GRID_COMMANDS = [
  'start',
  'stop',
  'step',
  'reset',
  'set_switch',
  'set_load',
  'inject_fault',
  'restore',
  'scenario',
  'abort_plan',
] as const satisfies readonly GridCommand['command'][];

export const OPTIMIZER_COMMANDS = [
  'optimize',
  'accept_plan',
  'reject_plan',
  'abort_plan',
  'set_mode',
] as const satisfies readonly OptimizerCommand['command'][];

const EVENT_KINDS = [
  'weather',
  'load',
  'ageing',
  'fault',
  'protection',
  'sensor_fault',
  'false_data',
] as const satisfies readonly ScenarioEvent['kind'][];

function describeType(type: string): string {
  return type === 'number' ? 'a finite number' : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function place(whole: string, value: unknown, pointer: string): string {
  let text = whole;
  let current: unknown = value;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    current =
      isRecord(current) || Array.isArray(current) ? (current as Record<string, unknown>)[key] : undefined;
    text += /^\d+$/.test(key) ? `[${key}]` : `.${key}`;
    if (isRecord(current) && typeof current.id === 'string') text += ` ${show(current.id)}`;
  }
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
