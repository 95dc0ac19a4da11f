import type { NodeAPI } from 'node-red';
import { hashPassword } from '../../lib/mqtt';
import { readHashes } from './embedded-settings';

/** A row of the dialogue's list of users: with a password where one was typed. */
interface Row {
  name: string;
  /** What the user was called before. */
  previous?: string;
  password?: string;
}

const MAX_ROWS = 1_000;
const MAX_PASSWORD_LENGTH = 1_024;

/**
 * POST grid-broker/ID/hashes on the editor's own server, for those who may deploy flows: takes the list of users and
 * answers with the credential to deploy, in which passwords are hashed. So none is stored, or deployed, as it was typed.
 */
export function serveHashes(RED: NodeAPI): void {
  RED.httpAdmin.post(
    '/grid-broker/:id/hashes',
    RED.auth.needsPermission('flows.write'),
    async (request, response) => {
      const { users, undeployed } = request.body as { users?: unknown; undeployed?: unknown };
      if (!Array.isArray(users) || users.length > MAX_ROWS || !users.every(isRow)) {
        return void response.status(400).json({ error: 'users: a list of names and passwords' });
      }
      const stored = RED.nodes.getCredentials(String(request.params.id)) as { hashes?: string } | undefined;
      const before = Object.assign(
        readHashes(stored?.hashes),
        readHashes(typeof undeployed === 'string' ? undeployed : undefined),
      );
      response.json({ hashes: JSON.stringify(await hashesOf(users, before)) });
    },
  );
}

/** One after the other, as each takes a thread and 16 MiB. */
async function hashesOf(users: readonly Row[], before: Readonly<Record<string, string>>) {
  const hashes: [string, string][] = [];
  for (const { name, previous = name, password } of users) {
    const hash = password ? await hashPassword(password) : before[previous];
    if (hash !== undefined) hashes.push([name.trim(), hash]);
  }
  return Object.fromEntries(hashes);
}

function isRow(value: unknown): value is Row {
  const { name, previous = '', password = '' } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    typeof previous === 'string' &&
    typeof password === 'string' &&
    password.length <= MAX_PASSWORD_LENGTH
  );
}
