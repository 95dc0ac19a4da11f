import type { Request, Response } from 'express';
import type { Node, NodeAPI } from 'node-red';
import { readKeyWish } from '../../lib/access';
import { readBody } from '../../lib/api';
import { gridError, toGridError } from '../../lib/errors';
import type { Gate } from './gate';

/** A grid-api node that is deployed and works. */
export interface GatedNode extends Node {
  gate?: Gate;
}

/**
 * The keys of a grid-api node, for its dialog: on the editor's own server, for those who may deploy flows. What is
 * issued and revoked counts at once, and is kept without a deploy.
 */
export function serveKeyDesk(RED: NodeAPI): void {
  const { httpAdmin, auth } = RED;
  const gateOf = ({ params }: Request): Gate => {
    const node = RED.nodes.getNode(String(params.id)) as GatedNode | null;
    if (node?.gate !== undefined) return node.gate;
    throw gridError('NOT_FOUND', { at: 'grid-api node', got: params.id, remedy: 'Deploy it first' });
  };

  httpAdmin.get(
    '/grid-api/:id/keys',
    auth.needsPermission('flows.read'),
    answered(async (request) => ({ keys: gateOf(request).keys.list() })),
  );
  httpAdmin.post(
    '/grid-api/:id/keys',
    auth.needsPermission('flows.write'),
    answered(async (request) => {
      const gate = gateOf(request);
      const { key, secret } = await gate.keys.issue(readKeyWish(await bodyOf(request)));
      record(gate, request, `issue key ${key.id} (${key.name}; ${key.scopes.join(', ')})`);
      return { id: key.id, secret };
    }),
  );
  httpAdmin.delete(
    '/grid-api/:id/keys/:key',
    auth.needsPermission('flows.write'),
    answered(async (request) => {
      const gate = gateOf(request);
      const id = String(request.params.key);
      const known = gate.keys.revoke(id);
      record(gate, request, `revoke key ${id}`);
      if (await known) return { revoked: id };
      throw gridError('NOT_FOUND', { at: 'key', got: id });
    }),
  );
}

function answered(answer: (request: Request) => Promise<object>) {
  return async (request: Request, response: Response): Promise<void> => {
    response.set('Cache-Control', 'no-store');
    try {
      response.json(await answer(request));
    } catch (thrown) {
      const { status, message } = toGridError(thrown);
      response.status(status).type('text/plain').send(message);
    }
  };
}

/** Only JSON that says so: what a page of another origin can send without being asked for is refused. */
async function bodyOf(request: Request): Promise<unknown> {
  if (request.is('application/json') === false) {
    throw gridError('UNSUPPORTED_MEDIA_TYPE', { at: 'header Content-Type', allowed: 'application/json' });
  }
  if (request.body !== undefined) return request.body;
  try {
    return JSON.parse((await readBody(request)).toString());
  } catch {
    throw gridError('INVALID_BODY', { at: 'body', allowed: 'JSON' });
  }
}

function record({ audit }: Gate, request: Request, action: string): void {
  const { user, socket } = request as Request & { user?: { username?: string } };
  audit?.record({
    time: new Date().toISOString(),
    who: `editor ${user?.username ?? 'without a name'}`,
    address: socket.remoteAddress ?? '',
    action,
    command: null,
    result: 'done',
    status: 200,
    code: null,
  });
}
