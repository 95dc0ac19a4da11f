import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import { type GridError, gridError, toGridError } from '../../lib/errors';
import { networkOf } from '../grid-model/network-of';
import { removeState, stateFolder } from '../state-folder';
import { LiveSource } from './live';
import { ReplaySource } from './replay';
import { type GridTelemetryDef, readSettings } from './settings';
import { COMMANDS, type SourceOptions, type TelemetryCommand, type TelemetrySource } from './source';

export = function gridTelemetry(RED: NodeAPI): void {
  function GridTelemetry(this: Node, def: GridTelemetryDef): void {
    RED.nodes.createNode(this, def);
    const folder = stateFolder(RED, this.id, def);
    let refused: GridError | undefined;
    const refuse = (thrown: unknown): void => {
      refused = toGridError(thrown);
      this.status({ fill: 'red', shape: 'ring', text: refused.message.slice(0, 80) });
      this.error(refused.message);
    };
    let source: TelemetrySource | undefined;
    try {
      source = openSource(RED, this, def, folder);
      source.begin().catch(refuse);
    } catch (error) {
      refuse(error);
    }

    this.on('input', async (msg, _send, done) => {
      try {
        if (refused !== undefined) throw refused;
        const command = commandOf(msg.payload);
        if (command === undefined) await source?.accept({ ...msg });
        else await source?.command(command);
        done();
      } catch (error) {
        done(toGridError(error));
      }
    });

    this.on('close', (removed: boolean, done: () => void) => {
      const closed = source?.close() ?? Promise.resolve();
      void closed.then(() => (removed ? removeState(folder) : undefined)).finally(done);
    });
  }

  RED.nodes.registerType('grid-telemetry', GridTelemetry);
};

function openSource(
  RED: NodeAPI,
  node: Node,
  def: GridTelemetryDef,
  folder: string | undefined,
): TelemetrySource {
  const settings = readSettings(def);
  const options: SourceOptions = {
    settings,
    network: networkOf(RED, def.model),
    newRunId: randomUUID,
    file: folder && path.join(folder, 'run.state'),
    onNotice: ({ message }) => node.warn(message),
    onSnapshot: (snapshot) => node.send({ topic: 'snapshot', payload: snapshot }),
    onStatus: (fill, text) => node.status({ fill, shape: fill === 'grey' ? 'ring' : 'dot', text }),
    onError: ({ message }) => {
      node.status({ fill: 'red', shape: 'ring', text: message.slice(0, 80) });
      node.error(message);
    },
  };
  if (settings.mode === 'replay') return new ReplaySource(options);
  return new LiveSource(options, () => ({ wall_s: Date.now() / 1000, steady_s: performance.now() / 1000 }));
}

/** A payload that is a command and nothing besides; any other is telemetry. Throws INVALID_COMMAND. */
function commandOf(payload: unknown): TelemetryCommand | undefined {
  if (typeof payload !== 'object' || payload === null || !('command' in payload)) return undefined;
  const { command, ...others } = payload as { command: unknown };
  if (Object.keys(others).some((field) => field !== 'file' && field !== 'text')) return undefined;
  if (COMMANDS.some((name) => name === command)) return payload as TelemetryCommand;
  throw gridError('INVALID_COMMAND', { at: 'command', got: command, allowed: COMMANDS.join(', ') });
}
