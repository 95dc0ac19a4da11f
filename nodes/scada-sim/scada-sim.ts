import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import { parseGridCommand, parseIssuedPlan } from '../../lib/contract';
import { type GridError, toGridError } from '../../lib/errors';
import { networkOf } from '../grid-model/network-of';
import { removeState, stateFolder } from '../state-folder';
import { readSettings, type ScadaSimDef } from './settings';
import { Source } from './source';

export = function scadaSim(RED: NodeAPI): void {
  function ScadaSim(this: Node, def: ScadaSimDef): void {
    RED.nodes.createNode(this, def);
    const showError = (error: unknown): string => {
      const { message } = toGridError(error);
      this.status({ fill: 'red', shape: 'ring', text: message.slice(0, 80) });
      return message;
    };
    const folder = stateFolder(RED, this.id, def);
    let source: Source | undefined;
    let refused: GridError | undefined;
    try {
      source = new Source({
        settings: readSettings(def),
        network: networkOf(RED, def.model),
        newRunId: randomUUID,
        file: folder && path.join(folder, 'run.state'),
        now_s: () => Date.now() / 1000,
        onSnapshot: (snapshot) => {
          this.send({ topic: 'snapshot', payload: snapshot });
          const { sequence, metrics, data_source } = snapshot;
          const skipped = data_source?.skipped_ticks ? `, ${data_source.skipped_ticks} skipped` : '';
          const unserved = metrics.unserved_mw > 0 ? `, ${metrics.unserved_mw.toFixed(1)} MW dark` : '';
          const plan = source?.progress ? `, ${source.progress}` : '';
          const text = `tick ${sequence}: ${metrics.demand_mw.toFixed(1)} MW${unserved}, loss ${metrics.loss_percent.toFixed(2)} %${skipped}${plan}`;
          this.status({ fill: metrics.unserved_mw > 0 ? 'yellow' : 'green', shape: 'dot', text });
        },
        onNotice: (error) => this.warn(error.message),
        onError: (error) => this.error(showError(error)),
      });
    } catch (error) {
      refused = toGridError(error);
      this.error(showError(error));
    }
    if (source !== undefined && def.autostart !== false) source.start();
    else if (source !== undefined) this.status({ fill: 'grey', shape: 'ring', text: 'scada-sim.stopped' });

    this.on('input', async (msg, _send, done) => {
      try {
        if (refused !== undefined) throw refused;
        if (isPlan(msg.payload)) {
          const plan = parseIssuedPlan(msg.payload);
          // A proposal is the operator's to accept.
          if (plan.released) await source?.carryOut(plan);
          return done();
        }
        const payload = typeof msg.payload === 'string' ? { command: msg.payload } : msg.payload;
        const command = parseGridCommand(payload);
        await source?.command(command);
        if (command.command === 'stop')
          this.status({ fill: 'grey', shape: 'ring', text: 'scada-sim.stopped' });
        done();
      } catch (error) {
        showError(error);
        done(toGridError(error));
      }
    });

    this.on('close', (removed: boolean, done: () => void) => {
      const closed = source?.close() ?? Promise.resolve();
      void closed.then(() => (removed ? removeState(folder) : undefined)).finally(done);
    });
  }

  RED.nodes.registerType('scada-sim', ScadaSim);
};

/** What is a switching plan and no command. */
function isPlan(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'steps' in payload && !('command' in payload);
}
