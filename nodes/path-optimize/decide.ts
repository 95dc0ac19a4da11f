import type { NodeMessage } from 'node-red';
import { type OptimizerCommand, type OperatorMessage, parseOptimizerCommand } from '../../lib/contract';
import type { Dispatcher, DispatchOutcome } from '../../lib/paths';
import type { Answer } from './optimization-desk';

export type PlanCommand = Exclude<OptimizerCommand, { command: 'optimize' }>;

/** What is a command and no snapshot; text is the name of one. Throws INVALID_COMMAND. */
export function commandOf(payload: unknown): OptimizerCommand | undefined {
  if (typeof payload === 'string') return parseOptimizerCommand({ command: payload });
  const isCommand = typeof payload === 'object' && payload !== null && 'command' in payload;
  return isCommand ? parseOptimizerCommand(payload) : undefined;
}

export function obey(dispatcher: Dispatcher, command: PlanCommand): DispatchOutcome {
  switch (command.command) {
    case 'accept_plan':
      return dispatcher.accept(command.id);
    case 'reject_plan':
      return dispatcher.reject(command.id);
    case 'set_mode':
      return dispatcher.setMode(command.mode);
  }
}

/**
 * What is proposed or released after an optimisation; the plan in its state is then as decided. `whatIf`: it only asked
 * what would be, so that its plan is not one to carry out.
 */
export function decide(
  dispatcher: Dispatcher,
  { snapshot: { optimization }, warnings }: Answer,
  whatIf: boolean,
): DispatchOutcome {
  const news = dispatcher.report(optimization.outage, warnings);
  if (whatIf) return { plan: null, messages: news };
  const { plan, messages } = dispatcher.propose(optimization.plan, optimization.time_limit_reached);
  optimization.plan = dispatcher.shown(optimization.plan);
  if (optimization.plan === null) optimization.loss_after_mw = optimization.loss_before_mw;
  return { plan, messages: [...news, ...messages] };
}

/** The plan and the news as messages of the second and the third output. */
export function messagesOf({ plan, messages }: Pick<DispatchOutcome, 'plan' | 'messages'>) {
  return [
    plan === null ? null : ({ topic: 'plan', payload: plan } as NodeMessage),
    messages.map((payload: OperatorMessage): NodeMessage => ({ topic: 'operator', payload })),
  ];
}
