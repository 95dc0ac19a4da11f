import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { parseSnapshot, SequenceGuard, type Snapshot } from '../../lib/contract';
import { toGridError } from '../../lib/errors';
import { instruments } from '../../lib/instruments';
import { evidenceOf } from '../../lib/risk';
import { sharedPool } from '../../lib/workers';
import { isCommand, type RiskCommand, readCommand } from './commands';
import { type Obedient, serveEditorCommands } from './editor-commands';
import { ExplainerEntry } from './explainers';
import { addExplanations, edgesToExplain, explanationOf } from './explaining';
import { ModelSession } from './model-session';
import { addRisk, assetsOf, rowsOf, worstEdge } from './scoring';
import { modelsFolder, type RiskPredictDef, readSettings, SHIPPED_MODELS } from './settings';
import { type Shown, statusOf } from './status';

type Settings = ReturnType<typeof readSettings>;

export = function riskPredict(RED: NodeAPI): void {
  function RiskPredict(this: Node & Partial<Obedient>, def: RiskPredictDef): void {
    RED.nodes.createNode(this, def);
    try {
      this.obey = run(this, modelsFolder(RED, def), readSettings(RED, def));
    } catch (thrown) {
      const error = toGridError(thrown);
      this.error(error.message);
      this.status({ fill: 'red', shape: 'ring', text: error.code });
      this.on('input', (_msg, _send, done) => done(error));
    }
  }

  serveEditorCommands(RED);
  // Read from settings.js: where models are kept, unless a node says otherwise.
  RED.nodes.registerType('risk-predict', RiskPredict, {
    settings: { riskPredictModelsFolder: { value: '', exportable: false } },
  });
};

function run(node: Node, folder: string, { seed, history, retrain_h }: Settings): Obedient['obey'] {
  const guard = new SequenceGuard();
  let busy = false;
  const shown: Shown = { skipped: 0 };

  const show = () => node.status(statusOf(model, shown));
  const model = new ModelSession(sharedPool(), { folder, shipped: SHIPPED_MODELS }, seed, {
    changed: show,
    problem: (error) => node.error(error.message),
    compared: (comparison) => node.send([null, { topic: 'retrained', payload: comparison }]),
  });

  async function obey(command: RiskCommand): Promise<void> {
    if (command.command === 'rollback') return model.rollBack();
    const { rows } = command.request;
    model.retrain(rows === undefined ? { ...command.request, file: history } : command.request, command.seed);
  }

  node.on('input', async (msg, send, done) => {
    try {
      if (isCommand(msg.payload)) await obey(readCommand(msg.payload as { command: unknown }));
      else if (busy) skip();
      else {
        await instruments.time('risk', () => addRiskTo(msg));
        if (!model.closed) send(msg);
      }
      if (!model.closed) show();
      done();
    } catch (thrown) {
      if (model.closed) return done();
      const error = toGridError(thrown);
      // The thread has died: the next snapshot has another.
      if (error.code === 'WORKER_FAILED') skip();
      node.status({ fill: 'red', shape: 'ring', text: error.code });
      done(error);
    }
  });

  function skip(): void {
    shown.skipped++;
    instruments.skip('risk');
  }

  async function addRiskTo(msg: NodeMessage): Promise<void> {
    busy = true;
    try {
      const snapshot = parseSnapshot(msg.payload);
      guard.check(snapshot);
      const scored = await model.score(rowsOf(snapshot.edges), assetsOf(snapshot.edges));
      if (scored !== undefined) {
        await addRisk(snapshot, scored.scores, scored.info);
        await explainTo(snapshot, (msg as { explain?: unknown }).explain);
        explainer.scores(snapshot);
      }
      shown.worst = scored && worstEdge(snapshot.edges);
      shown.drift = snapshot.risk_drift;
    } finally {
      busy = false;
    }
  }

  /** Where no trained model serves there is nothing to explain: the snapshot goes on without. */
  async function explainTo(snapshot: Snapshot, wanted: unknown): Promise<void> {
    const edges = edgesToExplain(wanted, snapshot);
    if (edges.length === 0) return;
    try {
      addExplanations(edges, (await model.explain(rowsOf(edges))).explanation);
    } catch (thrown) {
      node.warn(toGridError(thrown).message);
    }
  }

  const explainer = new ExplainerEntry(async (edge) => {
    if (model.info === undefined || model.info.trained_on === 'none') return null;
    const { explanation, info } = await model.explain(rowsOf([edge]));
    const told = explanationOf(explanation, 0);
    const failure_evidence = evidenceOf(told.contributions);
    return { model_id: info.id, model_version: info.version, ...told, failure_evidence };
  });

  const schedule = retrain_h > 0 ? setInterval(retrainNow, retrain_h * 3_600_000) : undefined;
  function retrainNow(): void {
    if (model.training === undefined) model.retrain({ file: history });
  }
  node.on('close', (done: () => void) => {
    clearInterval(schedule);
    explainer.close();
    void model.close().finally(done);
  });
  node.status({ fill: 'grey', shape: 'ring', text: 'opening the model' });
  void model.start();
  return obey;
}
