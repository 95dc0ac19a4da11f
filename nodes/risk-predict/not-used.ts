import { type GridError, gridError } from '../../lib/errors';
import type { ModelNotUsed } from '../../lib/risk';

/** What the user reads of a model that could not be used: what is wrong with it, and what became of it. */
export function notUsed(event: ModelNotUsed): GridError {
  return gridError('INVALID_MODEL', { ...event.problem, remedy: remedyOf(event) });
}

function remedyOf(event: ModelNotUsed): string {
  if ('not_used' in event) {
    return `${event.problem.remedy ?? 'Replace or remove it'}. The model's own trees serve`;
  }
  if ('shipped' in event) return 'It comes with the package: install that again. The prior serves';
  if ('passed_over' in event)
    return `${event.problem.remedy ?? 'Mend that'}. ${event.passed_over} stays where it is; the model of the package serves`;
  const { set_aside } = event;
  return set_aside === null ? 'It could not be renamed; remove it' : `It was set aside as ${set_aside}`;
}
