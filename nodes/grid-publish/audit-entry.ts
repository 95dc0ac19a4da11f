import type { AuditEntry } from '../../lib/access';
import type { TakenCommand } from '../../lib/mqtt';

/** A command that came over MQTT as the audit log has it; the status is what HTTP would have answered. */
export function auditEntryOf({ topic, from, command, error }: TakenCommand): AuditEntry {
  return {
    time: new Date().toISOString(),
    who: from === undefined ? 'a client of the MQTT broker' : whoOf(from),
    address: from?.address ?? 'unknown',
    action: `MQTT ${topic}`,
    command: command ?? null,
    result: error === undefined ? 'handed_over' : 'refused',
    status: error?.status ?? 202,
    code: error?.code ?? null,
  };
}

function whoOf({ user, clientId }: NonNullable<TakenCommand['from']>): string {
  return `${user === '' ? 'nobody' : `MQTT user ${user}`} (client ${clientId})`;
}
