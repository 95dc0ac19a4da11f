import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { parseSnapshot, SequenceGuard } from '../../lib/contract';
import { toGridError } from '../../lib/errors';
import { sharedPool } from '../../lib/workers';
import { ModelSession } from './model-session';
import { addRisk, assetsOf, rowsOf, worstEdge } from './scoring';
import { modelsFolder, type RiskPredictDef, retrainSeed, seedOf } from './settings';

export = function riskPredict(RED: NodeAPI): void {
  function RiskPredict(this: Node, def: RiskPredictDef): void {
    RED.nodes.createNode(this, def);
    try {
      run(this, modelsFolder(RED, def), seedOf(def));
    } catch (thrown) {
      const error = toGridError(thrown);
      this.error(error.message);
      this.status({ fill: 'red', shape: 'ring', text: error.code });
      this.on('input', (_msg, _send, done) => done(error));
    }
  }

  // Read from settings.js: where models are kept, unless a node says otherwise.
  RED.nodes.registerType('risk-predict', RiskPredict, {
    settings: { riskPredictModelsFolder: { value: '', exportable: false } },
  });
};

function run(node: Node, folder: string, seed: number): void {
  const guard = new SequenceGuard();
  let busy = false;
  let skipped = 0;
  let worst: string | undefined;

  const show = () => node.status(statusOf(model, worst, skipped));
  const model = new ModelSession(sharedPool(), folder, seed, {
    changed: show,
    problem: (error) => node.error(error.message),
  });

  node.on('input', async (msg, send, done) => {
    try {
      if (isCommand(msg.payload)) model.retrain(retrainSeed(msg.payload));
      else if (busy) skipped++;
      else {
        await addRiskTo(msg);
        if (!model.closed) send(msg);
      }
      if (!model.closed) show();
      done();
    } catch (thrown) {
      if (model.closed) return done();
      const error = toGridError(thrown);
      node.status({ fill: 'red', shape: 'ring', text: error.code });
      done(error);
    }
  });

  async function addRiskTo(msg: NodeMessage): Promise<void> {
    busy = true;
    try {
      const snapshot = parseSnapshot(msg.payload);
      guard.check(snapshot);
      const scored = await model.score(rowsOf(snapshot.edges), assetsOf(snapshot.edges));
      if (scored !== undefined) addRisk(snapshot, scored.scores, scored.info);
      worst = scored && worstEdge(snapshot.edges);
    } finally {
      busy = false;
    }
  }

  node.on('close', (done: () => void) => {
    void model.close().finally(done);
  });
  node.status({ fill: 'grey', shape: 'ring', text: 'opening the model' });
  void model.start();
}

function isCommand(payload: unknown): payload is { command: unknown; seed?: unknown } {
  return typeof payload === 'object' && payload !== null && 'command' in payload;
}

function statusOf(model: ModelSession, worst: string | undefined, skipped: number) {
  const { info, training, failure, saved, graphNotUsed } = model;
  const parts = worst === undefined ? [] : [worst];
  if (info !== undefined) {
    const origin =
      info.trained_on === 'unknown' ? 'trained on what is unknown' : info.trained_on.replaceAll('_', ' ');
    parts.push(`model ${info.id} v${info.version} (${origin})${saved ? '' : ', not saved'}`);
  }
  if (training !== undefined)
    parts.push(`training: ${training.step} ${Math.floor(training.fraction * 100)} %`);
  if (graphNotUsed !== undefined) parts.push(`${graphNotUsed} not used`);
  if (failure !== undefined) parts.push(failure);
  if (info === undefined) parts.push('snapshots pass without risk');
  if (skipped > 0) parts.push(`${skipped} skipped`);
  const fill = info !== undefined ? 'green' : training !== undefined ? 'blue' : 'red';
  return { fill, shape: saved ? 'dot' : 'ring', text: parts.join(', ') } as const;
}
