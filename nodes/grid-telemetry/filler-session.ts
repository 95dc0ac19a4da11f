import type { Network } from '../../lib/contract';
import { toGridError } from '../../lib/errors';
import type { FilledState, FillerInput } from '../../lib/scada';
import { type MethodsOf, type Session, sharedPool } from '../../lib/workers';

type Opened = Promise<Session<MethodsOf<'telemetry-filler'>>>;

/** The filler in its worker thread. Where the thread dies, the next call opens another. */
export class FillerSession {
  private opened: Opened | undefined;

  constructor(private readonly network: Network) {}

  readonly fill = async (input: FillerInput): Promise<FilledState> => {
    this.opened ??= sharedPool().open('telemetry-filler', { network: this.network });
    const opening = this.opened;
    try {
      return await (await opening).call('fill', input);
    } catch (error) {
      if (toGridError(error).code === 'WORKER_FAILED' && this.opened === opening) this.opened = undefined;
      throw error;
    }
  };

  async close(): Promise<void> {
    const session = await this.opened?.catch(() => undefined);
    await session?.close();
  }
}
