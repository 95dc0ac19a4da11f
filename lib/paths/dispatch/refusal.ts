import type { DispatchStatus } from '../../contract';
import { type Fault, type GridError, gridError } from '../../errors';

export type PlanCommandName = 'accept_plan' | 'reject_plan' | 'abort_plan';

/** What is said of a command about a plan that is not there for it: what there is instead. */
export function refusalOf(
  command: PlanCommandName,
  id: string | undefined,
  status: DispatchStatus,
): GridError {
  const at = id === undefined ? command : `${command} "${id}"`;
  const say = command === 'abort_plan' ? whyNotAborted : whyNotDecided;
  return gridError('STALE_PLAN', say(at, status));
}

/** For the operator: such as `refused: accept_plan "a"; allowed: b, which is proposed now`. */
export function describeRefusal({ fault: { at, allowed, remedy } }: GridError): string {
  const sentence = allowed === undefined ? at : `${at}; allowed: ${allowed}`;
  return `refused: ${sentence}${remedy === undefined ? '' : `. ${remedy}`}`;
}

function whyNotDecided(at: string, { proposed, carrying }: DispatchStatus): Fault {
  if (proposed !== null) return { at, allowed: `${proposed}, which is proposed now` };
  if (carrying === null) {
    return { at: `${at}: no plan is proposed now`, remedy: 'Wait for the next proposal' };
  }
  return {
    at: `${at}: plan ${carrying.plan_id} is being carried out`,
    remedy: 'Wait for its end, or end it with abort_plan',
  };
}

function whyNotAborted(at: string, { carrying }: DispatchStatus): Fault {
  if (carrying === null) return { at: `${at}: no plan is being carried out` };
  return { at, allowed: `${carrying.plan_id}, which is being carried out` };
}
