import type { RiskModelInfo } from '../../lib/contract';
import { gridError, toGridError } from '../../lib/errors';
import type {
  AssetTable,
  Comparison,
  Explanation,
  ModelNotUsed,
  ModelSource,
  RiskScores,
  TrainingProgress,
  TrainingRequest,
} from '../../lib/risk';
import type { MethodsOf, Session, WorkerPool } from '../../lib/workers';
import { notUsed } from './not-used';

type ScorerSession = Session<MethodsOf<'risk-scorer'>>;
type TrainerSession = Session<MethodsOf<'risk-trainer'>>;

interface Current {
  session: ScorerSession;
  info: RiskModelInfo;
  source: ModelSource;
}

export interface ModelListener {
  /** Something that the status shows is different. */
  changed(): void;
  /** Something that the user should read; the session goes on as well as it can. */
  problem(error: Error): void;
  /** A training has come to an end: what the new model was held against, and whether it took over. */
  compared?(comparison: Comparison): void;
}

/**
 * The model of one node: the newest of the models folder, else the one that comes with the package, else the prior; swapped
 * for a new one while the old one scores. After `close` nothing is reported and no thread is held.
 */
export class ModelSession {
  /** How far a training has come; undefined where none runs. */
  training: TrainingProgress | undefined;
  /** What the last training or start came to, where that was no new model. */
  failure: string | undefined;
  /** False where the model lives in memory only. */
  saved = true;
  /** A graph in the models folder that could not be used. */
  graphNotUsed: string | undefined;
  closed = false;
  private current: Current | undefined;
  private trainer: TrainerSession | undefined;
  private opening = false;
  private coming: Promise<ScorerSession> | undefined;

  constructor(
    private readonly pool: WorkerPool,
    private readonly place: Pick<ModelSource, 'folder' | 'shipped'>,
    private readonly seed: number,
    private readonly listener: ModelListener,
  ) {}

  get info(): RiskModelInfo | undefined {
    return this.current?.info;
  }

  /** Opens what there is; resolves when that has come to an end, however it ends. */
  async start(): Promise<void> {
    if (this.opening) return;
    this.opening = true;
    try {
      await this.open(this.place);
    } catch (thrown) {
      if (this.closed) return;
      this.failure = 'the model cannot be opened';
      this.listener.problem(thrown as Error);
      this.listener.changed();
    } finally {
      this.opening = false;
    }
  }

  /**
   * Trains a new model in the background; the one in use scores until then, and goes on where the new one is not better.
   * @throws GridError BUSY where a training runs already
   */
  retrain(request: TrainingRequest = {}, seed = this.seed): void {
    if (this.training !== undefined) {
      throw gridError('BUSY', { at: 'retrain', remedy: 'Wait for the training that runs' });
    }
    void this.train(request, seed);
  }

  /** Takes the model in use out of use; the one before it serves. Rejected with INVALID_COMMAND where it cannot be. */
  async rollBack(): Promise<void> {
    const { current } = this;
    if (current === undefined) throw gridError('NOT_READY', { at: 'rollback', got: 'no model' });
    if (this.saved) await current.session.call('withdraw');
    await this.open(this.place);
  }

  /** Scores rows, n × 10; undefined where nothing is ready. */
  async score(
    rows: Float64Array,
    assets: AssetTable,
  ): Promise<{ scores: RiskScores; info: RiskModelInfo } | undefined> {
    const { current } = this;
    if (current === undefined) return undefined;
    try {
      return { scores: await current.session.call('score', rows, assets), info: current.info };
    } catch (thrown) {
      if (toGridError(thrown).code === 'WORKER_FAILED' && this.current === current) {
        this.current = undefined;
        void this.start();
      }
      throw thrown;
    }
  }

  /** Why the model says what it says of rows, n × 10. Rejected as `RiskScorer.explain`, and with NOT_READY where nothing is. */
  async explain(rows: Float64Array): Promise<{ explanation: Explanation; info: RiskModelInfo }> {
    const { current } = this;
    if (current === undefined) throw gridError('NOT_READY', { at: 'explanation', got: 'no model' });
    return { explanation: await current.session.call('explain', rows), info: current.info };
  }

  async close(): Promise<void> {
    this.closed = true;
    const sessions = [this.current?.session, this.trainer];
    this.current = undefined;
    this.trainer = undefined;
    await Promise.all(sessions.map((session) => session?.close()));
    // Node-RED may end the process next, which native code that is being loaded does not survive in order.
    await this.coming?.catch(() => undefined);
  }

  private async open(source: ModelSource): Promise<void> {
    this.graphNotUsed = undefined;
    this.coming = this.pool.open(
      'risk-scorer',
      { ...source, orPrior: true },
      { finishes: true, onProgress: (event) => this.reportNotUsed(event as ModelNotUsed) },
    );
    const session = await this.coming;
    const info = await session.call('info');
    if (this.closed) return session.close();
    const before = this.current;
    this.current = { session, info, source };
    this.failure = undefined;
    this.saved = source.files === undefined;
    this.listener.changed();
    await before?.session.close();
  }

  private async train(request: TrainingRequest, seed: number): Promise<void> {
    this.progress({ step: 'start', fraction: 0 });
    try {
      const source = await this.runTraining(request, seed);
      if (source !== undefined) await this.open(source);
    } catch (thrown) {
      if (this.closed) return;
      this.failure = 'training failed';
      this.listener.problem(thrown as Error);
    } finally {
      this.training = undefined;
      if (!this.closed) this.listener.changed();
    }
  }

  /** Where the new model is; undefined where the present one goes on. */
  private async runTraining(request: TrainingRequest, seed: number): Promise<ModelSource | undefined> {
    const { folder } = this.place;
    const current = this.current?.source ?? this.place;
    const init = { folder, seed, trained_at: new Date().toISOString(), current };
    const trainer = await this.pool.open('risk-trainer', init, {
      dedicated: true,
      onProgress: (progress) => this.progress(progress as TrainingProgress),
    });
    if (this.closed) {
      await trainer.close();
      return undefined;
    }
    this.trainer = trainer;
    try {
      const result = await trainer.call('train', request);
      const comparison = 'rejected' in result ? result.rejected : result.comparison;
      if (comparison !== null && !this.closed) this.listener.compared?.(comparison);
      if ('rejected' in result) {
        this.failure = 'the new model is not better and was not kept';
        return undefined;
      }
      if ('saved_to' in result) return this.place;
      this.listener.problem(gridError('FOLDER_NOT_WRITABLE', result.not_saved));
      return { ...this.place, files: result.files };
    } finally {
      this.trainer = undefined;
      await trainer.close();
    }
  }

  private progress(progress: TrainingProgress): void {
    if (this.closed) return;
    this.training = progress;
    this.listener.changed();
  }

  private reportNotUsed(event: ModelNotUsed): void {
    if (this.closed) return;
    if ('not_used' in event) this.graphNotUsed = event.not_used;
    this.listener.problem(notUsed(event));
  }
}
