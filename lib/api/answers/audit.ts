import type { AuditEntry } from '../../access';
import { gridError } from '../../errors';
import type { AuditDocument } from '../documents';

export async function auditDocument(
  newest: ((limit: number) => Promise<AuditEntry[]>) | undefined,
  limit: number,
): Promise<AuditDocument> {
  if (newest === undefined) {
    throw gridError('NOT_READY', {
      at: 'there is no audit log: Node-RED has no folder for it',
      remedy: 'Set userDir in the settings of Node-RED',
    });
  }
  const entries = await newest(limit);
  return { entries: entries.map((entry) => ({ ...entry, command: entry.command && { ...entry.command } })) };
}
