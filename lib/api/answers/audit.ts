import { type AuditEntry, MAX_AUDIT_ANSWER } from '../../access';
import { gridError } from '../../errors';
import type { AuditDocument } from '../documents';

/** Entries where the query does not say how many. */
const USUAL = 100;

export async function auditDocument(
  newest: ((limit: number) => Promise<AuditEntry[]>) | undefined,
  query: string | undefined,
): Promise<AuditDocument> {
  if (newest === undefined) {
    throw gridError('NOT_READY', {
      at: 'there is no audit log: Node-RED has no folder for it',
      remedy: 'Set userDir in the settings of Node-RED',
    });
  }
  const asked = new URLSearchParams(query).get('limit');
  const entries = await newest(Math.min(Number(asked ?? USUAL), MAX_AUDIT_ANSWER));
  return { entries: entries.map((entry) => ({ ...entry, command: entry.command && { ...entry.command } })) };
}
