import type { UnservedReason } from './types';

const REASON: Record<UnservedReason, string> = {
  no_tie: 'no switch leads there',
  rating: 'it would overload',
  voltage: 'the voltage would leave its band at',
  supply: 'it would take more than there is at',
  no_solution: 'the power flow has no solution',
  operations: 'no legal configuration within the operations allowed',
  time: 'the time was up',
};

/** Why a load stays dark, in words: such as "it would overload L5". */
export function describeReason({ reason, at }: { reason: UnservedReason; at: string | null }): string {
  return at === null ? REASON[reason] : `${REASON[reason]} ${at}`;
}
