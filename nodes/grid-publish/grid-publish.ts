import path from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeMessage, NodeStatus } from 'node-red';
import { parseOperatorMessage, parseSnapshot, type Snapshot } from '../../lib/contract';
import { type GridError, gridError } from '../../lib/errors';
import { instruments } from '../../lib/instruments';
import { jsonCodec, StateFile } from '../../lib/keeping';
import {
  type Command,
  DEFAULT_ROOT,
  type GridBroker,
  GridPublisher,
  type RaisedAlarms,
} from '../../lib/mqtt';
import type { GridBrokerNode } from '../grid-broker/grid-broker';
import { auditLog } from '../audit-log';
import { numberSetting } from '../number-setting';
import { auditEntryOf } from './audit-entry';
import { type Keeping, removeState, stateFolder } from '../state-folder';

interface GridPublishDef extends NodeDef, Keeping {
  broker: string;
  root: string;
  alarm_threshold: number | string;
  hysteresis: number | string;
  element_topics: boolean;
}

export = function gridPublish(RED: NodeAPI): void {
  function GridPublishNode(this: Node, def: GridPublishDef): void {
    RED.nodes.createNode(this, def);
    const folder = stateFolder(RED, this.id, def);
    const alarms = folder === undefined ? undefined : alarmFile(folder, (error) => this.warn(error.message));
    const publisher = openPublisher(this, def, alarms);

    this.on('input', async (msg: NodeMessage, send, done) => {
      try {
        if (isOperatorMessage(msg.payload)) {
          publisher?.tell(parseOperatorMessage(msg.payload));
          return done();
        }
        const snapshot = parseSnapshot(msg.payload);
        send([msg, null]);
        // What would be is no state of the grid.
        const whatIf = snapshot.optimization?.what_if === true;
        if (publisher !== undefined && !whatIf) await publish(this, publisher, snapshot);
        done();
      } catch (error) {
        this.status({ fill: 'red', shape: 'ring', text: brief((error as Error).message) });
        done(error as Error);
      }
    });

    this.on('close', (removed: boolean, done: () => void) => {
      const ended = Promise.all([publisher?.close(removed), alarms?.close()]);
      void ended.then(() => (removed ? removeState(folder) : undefined)).finally(done);
    });
  }

  RED.nodes.registerType('grid-publish', GridPublishNode);

  /** Undefined, with the reason in the status, where the settings cannot work: snapshots then only pass through. */
  function openPublisher(
    node: Node,
    def: GridPublishDef,
    alarms: StateFile<RaisedAlarms> | undefined,
  ): GridPublisher | undefined {
    try {
      const publisher: GridPublisher = new GridPublisher(brokerOf(def.broker), settingsOf(def), {
        onCommand: (command: Command) => node.send([null, { topic: 'command', payload: command }]),
        onCommandError: (error) => node.error(error.message),
        onTaken: (taken) => auditLog(RED)?.record(auditEntryOf(taken)),
        raisedBefore: alarms?.read(),
        onAlarms: (raised) => alarms?.save(() => raised),
        onChange: () => node.status(statusOf(publisher)),
      });
      node.status(statusOf(publisher));
      return publisher;
    } catch (error) {
      node.status({ fill: 'red', shape: 'ring', text: brief((error as Error).message) });
      node.error((error as Error).message);
      return undefined;
    }
  }

  function brokerOf(id: string): GridBroker {
    const node = RED.nodes.getNode(id) as GridBrokerNode | null;
    if (node?.broker !== undefined) return node.broker;
    throw gridError('INVALID_SETTING', {
      at: node === null ? 'no broker chosen' : 'the chosen grid-broker does not work',
      ...(id ? { got: id } : {}),
      allowed: 'a grid-broker node that is deployed and enabled',
      ...(node === null ? {} : { remedy: node.state().error }),
    });
  }
};

/** The edges whose alarms stand outlast the process. */
function alarmFile(folder: string, onFault: (error: GridError) => void): StateFile<RaisedAlarms> {
  const codec = jsonCodec((value) => {
    const { grid_id, edges } = value as RaisedAlarms;
    if (typeof grid_id !== 'string' || !edges.every((id) => typeof id === 'string'))
      throw new Error('no alarms');
    return { grid_id, edges };
  });
  const file = path.join(folder, 'alarms.state');
  return new StateFile({ file, format: 'gridloom-raised-alarms', version: 1, codec, onFault });
}

/** What path-optimize tells the operator, and no snapshot. */
function isOperatorMessage(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'kind' in payload && 'severity' in payload;
}

function settingsOf({ root, alarm_threshold, hysteresis, element_topics = true }: GridPublishDef) {
  return {
    root: root || DEFAULT_ROOT,
    alarm_threshold: numberSetting('alarm_threshold', alarm_threshold, { usual: 0.5, least: 0, most: 1 }),
    hysteresis: numberSetting('hysteresis', hysteresis, { usual: 0.05, least: 0, most: 1 }),
    element_topics,
  };
}

async function publish(node: Node, publisher: GridPublisher, snapshot: Snapshot): Promise<void> {
  const began_ms = performance.now();
  const outcome = await publisher.publish(snapshot);
  if (outcome === 'published') instruments.record('publish', performance.now() - began_ms);
  else if (outcome === 'skipped') instruments.skip('publish');
  node.status(statusOf(publisher));
}

/** Such as "online, 12 clients, tick 17, 2 skipped", or "waiting, 12 stored". */
function statusOf(publisher: GridPublisher): NodeStatus {
  const { connected, clients, error, warning, stored = 0 } = publisher.state();
  const kept = stored > 0 ? `, ${stored} stored` : '';
  if (error !== undefined) return { fill: 'red', shape: 'ring', text: `${brief(error)}${kept}` };
  if (!connected) return { fill: 'yellow', shape: 'ring', text: `waiting${kept}` };
  const parts = ['online'];
  if (clients !== undefined) parts.push(clients === 1 ? '1 client' : `${clients} clients`);
  if (publisher.sequence !== undefined) parts.push(`tick ${publisher.sequence}`);
  if (publisher.skipped > 0) parts.push(`${publisher.skipped} skipped`);
  if (stored > 0) parts.push(`${stored} stored`);
  if (warning !== undefined)
    return { fill: 'yellow', shape: 'dot', text: `${parts.join(', ')}; ${brief(warning)}` };
  return { fill: 'green', shape: 'dot', text: parts.join(', ') };
}

/** What and where; the log has the rest. */
function brief(message: string): string {
  return message.split('; ')[0] as string;
}
