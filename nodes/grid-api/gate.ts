import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import { Access, type AuditLog, isBoundToLoopback, KeyRing, keyFile, Tokens } from '../../lib/access';
import { auditLog } from '../audit-log';
import type { AccessSettings } from './access-settings';

/** Access control of one grid-api: what its dialog and its API share. */
export interface Gate {
  access: Access;
  keys: KeyRing;
  /** Undefined where Node-RED has no folder for it. */
  audit: AuditLog | undefined;
  /** What whoever runs it should know, for the status; undefined where all is well. */
  remark(): string | undefined;
}

export function openGate(RED: NodeAPI, node: Node, settings: AccessSettings): Gate {
  const clock = () => new Date();
  const folder = folderOf(RED);
  const store =
    folder === undefined
      ? undefined
      : keyFile(path.join(folder, `${node.id}.keys.json`), (message) => node.error(message));
  const keys = new KeyRing({ store, clock, randomBytes });
  const { mode, trustedProxies, requestsPerSecond } = settings;
  // The server may begin to listen after the flows have started, and on another address after a restart.
  const isLocal = () => isBoundToLoopback(RED.server?.address());
  const tokens = settings.tokens && new Tokens(settings.tokens, clock);
  const access = new Access({
    mode,
    isLocal,
    keys,
    tokens,
    trustedProxies,
    requestsPerSecond,
    now: () => performance.now(),
  });
  const audit = auditLog(RED);
  return {
    access,
    keys,
    audit,
    remark: () => {
      const local = isLocal();
      const required = mode === 'always' || (mode === 'auto' && !local);
      const remarks = [
        mode === 'never' && !local ? 'open to everybody' : '',
        required && keys.size === 0 && tokens === undefined ? 'no keys yet' : '',
        !local && hasOpenEditor(RED) ? 'editor open to everybody' : '',
      ].filter(Boolean);
      return remarks.length === 0 ? undefined : remarks.join(', ');
    },
  };
}

/** Whoever reaches an editor without adminAuth can make keys there, and change the flow itself. */
function hasOpenEditor(RED: NodeAPI): boolean {
  const { adminAuth, httpAdminRoot } = RED.settings as { adminAuth?: unknown; httpAdminRoot?: unknown };
  return adminAuth === undefined && httpAdminRoot !== false;
}

/** Below Node-RED's own folder; the runtime without one (as in tests of flows) keeps keys in memory alone. */
function folderOf(RED: NodeAPI): string | undefined {
  const { userDir } = RED.settings as { userDir?: string };
  return userDir === undefined ? undefined : path.join(userDir, 'grid-api');
}
