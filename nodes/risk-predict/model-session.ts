import type { RiskModelInfo } from '../../lib/contract';
import { gridError, toGridError } from '../../lib/errors';
import type { AssetTable, ModelNotUsed, ModelSource, RiskScores, TrainingProgress } from '../../lib/risk';
import type { MethodsOf, Session, WorkerPool } from '../../lib/workers';

type ScorerSession = Session<MethodsOf<'risk-scorer'>>;
type TrainerSession = Session<MethodsOf<'risk-trainer'>>;

interface Current {
  session: ScorerSession;
  info: RiskModelInfo;
}

export interface ModelListener {
  /** Something that the status shows is different. */
  changed(): void;
  /** Something that the user should read; the session goes on as well as it can. */
  problem(error: Error): void;
}

/**
 * The model of one node: opened from the models folder, trained where there is none, and swapped for a new one while
 * the old one scores. After `close` nothing is reported and no thread is held.
 */
export class ModelSession {
  /** How far a training has come; undefined where none runs. */
  training: TrainingProgress | undefined;
  /** Why there is no model and none on the way. */
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
    private readonly folder: string,
    private readonly seed: number,
    private readonly listener: ModelListener,
  ) {}

  get info(): RiskModelInfo | undefined {
    return this.current?.info;
  }

  /** Opens the newest model, or trains one; resolves when that has come to an end, however it ends. */
  async start(): Promise<void> {
    if (this.opening || this.training !== undefined) return;
    this.opening = true;
    try {
      await this.open({ folder: this.folder });
    } catch (thrown) {
      if (this.closed) return;
      if (toGridError(thrown).code !== 'NOT_READY') this.listener.problem(thrown as Error);
      // Asked for meanwhile, a training runs already.
      if (this.training === undefined) await this.train(this.seed);
    } finally {
      this.opening = false;
    }
  }

  /**
   * Trains a new model in the background; the one in use scores until then.
   * @throws GridError BUSY where a training runs already
   */
  retrain(seed = this.seed): void {
    if (this.training !== undefined) {
      throw gridError('BUSY', { at: 'retrain', remedy: 'Wait for the training that runs' });
    }
    void this.train(seed);
  }

  /** Scores rows, n × 10; undefined where no model is ready. */
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
    this.coming = this.pool.open('risk-scorer', source, {
      finishes: true,
      onProgress: (event) => this.reportNotUsed(event as ModelNotUsed),
    });
    const session = await this.coming;
    const info = await session.call('info');
    if (this.closed) return session.close();
    const before = this.current;
    this.current = { session, info };
    this.failure = undefined;
    this.saved = source.files === undefined;
    this.listener.changed();
    await before?.session.close();
  }

  private async train(seed: number): Promise<void> {
    this.progress({ step: 'start', fraction: 0 });
    try {
      const source = await this.runTraining(seed);
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

  private async runTraining(seed: number): Promise<ModelSource | undefined> {
    const init = { folder: this.folder, seed, trained_at: new Date().toISOString() };
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
      const result = await trainer.call('train');
      if ('saved_to' in result) return { folder: this.folder };
      this.listener.problem(gridError('FOLDER_NOT_WRITABLE', result.not_saved));
      return { folder: this.folder, files: result.files };
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
    const { problem } = event;
    if ('not_used' in event) {
      this.graphNotUsed = event.not_used;
      const remedy = `${problem.remedy ?? 'Replace or remove it'}. The model's own trees serve`;
      this.listener.problem(gridError('INVALID_MODEL', { ...problem, remedy }));
      return;
    }
    const { set_aside } = event;
    const remedy =
      set_aside === null ? 'It could not be renamed; remove it' : `It was set aside as ${set_aside}`;
    this.listener.problem(gridError('INVALID_MODEL', { ...problem, remedy }));
  }
}
