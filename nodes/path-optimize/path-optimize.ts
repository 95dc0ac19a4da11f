import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { parseOptimizeCommand, type SwitchingPlan } from '../../lib/contract';
import { type GridError, toGridError } from '../../lib/errors';
import { networkOf } from '../grid-model/network-of';
import { numberSetting } from '../number-setting';
import { type Answer, OptimizationDesk } from './optimization-desk';
import { describeStatus } from './status';

interface PathOptimizeDef extends NodeDef {
  model: string;
  risk_weight: number | string;
  seed: number | string;
}

interface OptimizeMessage extends NodeMessage {
  risk_weight?: unknown;
}

export = function pathOptimize(RED: NodeAPI): void {
  function PathOptimize(this: Node, def: PathOptimizeDef): void {
    RED.nodes.createNode(this, def);
    let closed = false;
    let sentPlan = '';
    const opening = openDesk(RED, def);
    opening.catch((thrown) => this.error(show(toGridError(thrown)).message));

    const show = (error: GridError): GridError => {
      const text = error.code.toLowerCase().replaceAll('_', ' ');
      this.status({ fill: 'red', shape: 'ring', text });
      return error;
    };

    /** The plan as a message of its own, if it is another than the one sent last. */
    const newPlan = (msg: NodeMessage, plan: SwitchingPlan | null): NodeMessage | null => {
      const key = (plan?.steps ?? []).map(({ operation, edge }) => `${operation} ${edge}`).join('\n');
      if (key === sentPlan) return null;
      sentPlan = key;
      return plan === null ? null : { topic: msg.topic, payload: plan };
    };

    this.on('input', async (msg: OptimizeMessage, send, done) => {
      try {
        const { desk, settings } = await opening;
        const request = commandOf(msg.payload);
        const asked = parseOptimizeCommand({
          risk_weight: msg.risk_weight,
          ...(request ?? { command: 'optimize' }),
        });
        const riskWeight = asked.risk_weight ?? settings.risk_weight;
        const answer: Answer | null = request
          ? await desk.takeRequest(riskWeight)
          : await desk.takeSnapshot(msg.payload, riskWeight);
        if (closed || answer === null) return done();
        const { optimization } = answer.snapshot;
        msg.payload = answer.snapshot;
        // A request with a weight of its own only asks what would be: its plan is not one to carry out.
        const whatIf = request !== undefined && asked.risk_weight !== undefined;
        send([msg, whatIf ? null : newPlan(msg, optimization.plan)]);
        this.status(describeStatus(answer, desk.skipped));
        done();
      } catch (thrown) {
        done(closed ? undefined : show(toGridError(thrown)));
      }
    });

    this.on('close', (_removed: boolean, done: () => void) => {
      closed = true;
      opening.then(({ desk }) => desk.close()).then(done, () => done());
    });
  }

  RED.nodes.registerType('path-optimize', PathOptimize);
};

async function openDesk(RED: NodeAPI, def: PathOptimizeDef) {
  const settings = {
    risk_weight: numberSetting('risk_weight', def.risk_weight, { usual: 0.1, least: 0, most: 1_000_000 }),
    seed: numberSetting('seed', def.seed, { usual: 1, least: 0, most: 2 ** 32 - 1 }),
  };
  const network = await networkOf(RED, def.model);
  return { settings, desk: new OptimizationDesk({ network, seed: settings.seed }) };
}

/** What is a command and no snapshot; text is the name of one. */
function commandOf(payload: unknown): object | undefined {
  if (typeof payload === 'string') return { command: payload };
  return typeof payload === 'object' && payload !== null && 'command' in payload ? payload : undefined;
}
