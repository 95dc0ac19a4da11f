import { GRID_COMMANDS, OPTIMIZER_COMMANDS, parseGridCommand, parseOptimizerCommand } from '../contract';
import { gridError } from '../errors';
import type { Received } from './broker';
import { MAX_COMMAND_BYTES } from './limits';
import type { Command } from './payloads';

/** A message of the command topic as a command for scada-sim or path-optimize, or an INVALID_COMMAND error. */
export function parseCommand({ payload, retain }: Received): Command {
  if (retain) {
    throw gridError('INVALID_COMMAND', {
      at: 'a retained message on the command topic',
      allowed: 'messages without the retain flag, which would be executed again at every reconnection',
      remedy: 'Clear it with an empty retained message',
    });
  }
  if (payload.length > MAX_COMMAND_BYTES) {
    throw gridError('INVALID_COMMAND', {
      at: 'command',
      got: `${payload.length} bytes`,
      allowed: `at most ${MAX_COMMAND_BYTES} bytes`,
    });
  }
  return parseEither(parseJson(payload.toString()));
}

/** The command's name, for the answer to a message whether or not it can be used. */
export function commandName({ payload }: Received): string | null {
  if (payload.length > MAX_COMMAND_BYTES) return null;
  try {
    const name: unknown = JSON.parse(payload.toString())?.command;
    return typeof name === 'string' ? name.slice(0, 128) : null;
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw gridError('INVALID_COMMAND', {
      at: 'command',
      got: text,
      allowed: 'a JSON object such as {"command":"step"}',
    });
  }
}

/** `abort_plan`, which both know, is path-optimize's: it tells scada-sim. */
function parseEither(value: unknown): Command {
  const name = (value as { command?: unknown } | null)?.command;
  if (OPTIMIZER_COMMANDS.some((known) => known === name)) return parseOptimizerCommand(value);
  if (typeof name !== 'string' || GRID_COMMANDS.some((known) => known === name)) {
    return parseGridCommand(value);
  }
  throw gridError('INVALID_COMMAND', {
    at: 'command.command',
    got: name,
    allowed: [...new Set([...GRID_COMMANDS, ...OPTIMIZER_COMMANDS])].join(', '),
  });
}
