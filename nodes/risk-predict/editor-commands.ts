import type { NodeAPI } from 'node-red';
import { toGridError } from '../../lib/errors';
import type { RiskCommand } from './commands';

/** A node that obeys the buttons of its dialogue in the editor. */
export interface Obedient {
  obey(command: RiskCommand): Promise<void>;
}

const COMMANDS: Readonly<Record<string, RiskCommand>> = {
  retrain: { command: 'retrain', request: {} },
  rollback: { command: 'rollback' },
};

/** POST risk-predict/ID/COMMAND on the editor's own server, for those who may deploy flows. */
export function serveEditorCommands(RED: NodeAPI): void {
  RED.httpAdmin.post(
    '/risk-predict/:id/:command',
    RED.auth.needsPermission('flows.write'),
    async ({ params }, response) => {
      const node = RED.nodes.getNode(String(params.id)) as unknown as Partial<Obedient> | null;
      const command = COMMANDS[String(params.command)];
      if (typeof node?.obey !== 'function' || command === undefined) return void response.sendStatus(404);
      try {
        await node.obey(command);
        response.sendStatus(202);
      } catch (thrown) {
        const { status, message } = toGridError(thrown);
        response.status(status).type('text/plain').send(message);
      }
    },
  );
}
