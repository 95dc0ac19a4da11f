import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { parseOptimizeCommand, type Snapshot } from '../../lib/contract';
import { type GridError, toGridError } from '../../lib/errors';
import { Dispatcher } from '../../lib/paths';
import { weeklyShapes } from '../../lib/scada';
import { networkOf } from '../grid-model/network-of';
import { removeState, stateFolder } from '../state-folder';
import { commandOf, decide, messagesOf, obey } from './decide';
import { keepDispatcher, openKept } from './kept';
import { type Answer, OptimizationDesk } from './optimization-desk';
import { type PathOptimizeDef, readSettings } from './settings';
import { describeStatus } from './status';

interface OptimizeMessage extends NodeMessage {
  risk_weight?: unknown;
}

/** Files of what was decided, and of what the optimiser knows. */
const KEPT = ['dispatcher', 'optimizer'];

export = function pathOptimize(RED: NodeAPI): void {
  function PathOptimize(this: Node, def: PathOptimizeDef): void {
    RED.nodes.createNode(this, def);
    const folder = stateFolder(RED, this.id, def);
    let closed = false;
    let latest: Answer | undefined;
    const show = (error: GridError): GridError => {
      const text = error.code.toLowerCase().replaceAll('_', ' ');
      this.status({ fill: 'red', shape: 'ring', text });
      return error;
    };

    const open = async () => {
      const settings = readSettings(def);
      const network = await networkOf(RED, def.model);
      const onFault = (error: GridError): void => this.warn(error.message);
      const kept = await Promise.all(KEPT.map((name) => folder && openKept(folder, name, onFault)));
      const [decided, learned] = kept.map((one) => one || undefined);
      const dispatcher = keepDispatcher(() => new Dispatcher(settings), network.id, decided, onFault);
      const keep = (now: boolean): void => decided?.save(() => dispatcher.state(network.id), now);
      const onSnapshot = (snapshot: Snapshot): void => {
        this.send([null, ...messagesOf({ plan: null, messages: dispatcher.see(snapshot) })]);
      };
      const desk = new OptimizationDesk(
        {
          network,
          ...settings,
          ...(settings.learning ? { learn_by: weeklyShapes().shapes } : {}),
        },
        onSnapshot,
        { kept: learned, onFault },
      );
      const close = async (): Promise<void> => {
        keep(true);
        await Promise.all([decided?.close(), learned?.close()]);
        await desk.close();
      };
      return { settings, dispatcher, desk, keep, close };
    };
    const opening = open();
    opening.catch((thrown) => this.error(show(toGridError(thrown)).message));

    this.on('input', async (msg: OptimizeMessage, send, done) => {
      try {
        const { desk, dispatcher, settings, keep } = await opening;
        const command = commandOf(msg.payload);
        if (command !== undefined && command.command !== 'optimize') {
          const outcome = obey(dispatcher, command);
          keep(true);
          send([null, ...messagesOf(outcome)]);
          if (latest !== undefined) this.status(describeStatus(latest, desk.skipped, dispatcher.status));
          // A refusal is news for the operator; before the first state there is none who could be told.
          const unheard = outcome.messages.length === 0 ? outcome.refusal : undefined;
          return done(unheard && show(unheard));
        }
        const asked = parseOptimizeCommand({
          risk_weight: msg.risk_weight,
          ...(command ?? { command: 'optimize' }),
        });
        const riskWeight = asked.risk_weight ?? settings.risk_weight;
        const answer = command
          ? await desk.takeRequest(riskWeight)
          : await desk.takeSnapshot(msg.payload, riskWeight);
        if (closed || answer === null) return done();
        const whatIf = command !== undefined && asked.risk_weight !== undefined;
        const outcome = decide(dispatcher, answer, whatIf);
        keep(outcome.plan !== null);
        msg.payload = answer.snapshot;
        send([msg, ...messagesOf(outcome)]);
        latest = answer;
        this.status(describeStatus(answer, desk.skipped, dispatcher.status));
        done();
      } catch (thrown) {
        done(closed ? undefined : show(toGridError(thrown)));
      }
    });

    this.on('close', (removed: boolean, done: () => void) => {
      closed = true;
      const ended = opening.then(({ close }) => close());
      ended
        .catch(() => undefined)
        .then(() => (removed ? removeState(folder) : undefined))
        .finally(done);
    });
  }

  RED.nodes.registerType('path-optimize', PathOptimize);
};
