import type { Snapshot } from '../../contract';
import { gridError } from '../../errors';
import type { SwitchingCommand } from '../command-request';
import type { CommandAnswer } from '../documents';

/** Hands a command to the flow and says so. UNKNOWN_ELEMENT for a switch that the newest state does not have. */
export function handOver(
  { edges, grid_id }: Snapshot,
  command: SwitchingCommand,
  hand: ((command: SwitchingCommand) => void) | undefined,
): CommandAnswer {
  if (command.command === 'set_switch' && !edges.some(({ id }) => id === command.edge)) {
    throw gridError('UNKNOWN_ELEMENT', {
      at: 'edge id',
      got: command.edge,
      allowed: `an id among the edges of grid "${grid_id}"`,
    });
  }
  if (hand === undefined) throw gridError('NOT_READY', { at: 'nobody takes commands here' });
  hand(command);
  return { handed_over: true, command };
}
