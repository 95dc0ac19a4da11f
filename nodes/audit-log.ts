import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { AuditLog } from '../lib/access';

/** One log for all nodes of a user directory, whichever way a command came in: by its file. */
const logs = new Map<string, AuditLog>();

/** Undefined where Node-RED has no user directory. */
export function auditLog(RED: NodeAPI): AuditLog | undefined {
  const { userDir } = RED.settings as { userDir?: string };
  if (userDir === undefined) return undefined;
  const file = path.resolve(userDir, 'gridloom/audit.jsonl');
  let log = logs.get(file);
  if (log === undefined) {
    const onError = ({ message }: Error) => RED.log.error(`The audit log cannot be written: ${message}`);
    log = new AuditLog({ file, onError });
    logs.set(file, log);
  }
  return log;
}
