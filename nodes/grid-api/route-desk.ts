import type { Network, NodeRoutes, Snapshot } from '../../lib/contract';
import { GridError, gridError, toGridError } from '../../lib/errors';
import { type EdgeTable, type MeasuredBranches, readBranches } from '../../lib/paths';
import { type MethodsOf, type Session, sharedPool } from '../../lib/workers';

/** Answers that may be waited for at the same time. */
const MOST_WAITING = 32;

type FinderSession = Session<MethodsOf<'route-finder'>>;

/**
 * Has a worker find the alternatives and the backup of a node. Network and thread are taken when first asked for; a
 * snapshot goes to the thread once, however many nodes are asked about.
 */
export class RouteDesk {
  private opening: Promise<{ table: EdgeTable; session: FinderSession }> | undefined;
  private observed: Snapshot | undefined;
  private waiting = 0;
  private closed = false;

  constructor(private readonly network: () => Promise<Network>) {}

  /**
   * NOT_READY where there is no network, WRONG_GRID where the snapshot is not of it, BUSY where too many wait, and
   * what the finder throws.
   */
  async find(snapshot: Snapshot, node: string, count: number): Promise<NodeRoutes> {
    if (this.waiting >= MOST_WAITING) {
      throw gridError('BUSY', {
        at: `${MOST_WAITING} answers are being waited for`,
        remedy: 'Ask again in a moment',
      });
    }
    this.waiting++;
    this.opening ??= this.open();
    const { opening } = this;
    try {
      const { table, session } = await opening;
      const observing = this.observe(table, session, snapshot);
      // At once, so that no other snapshot comes between: the thread works in the order in which it is called.
      const answering = session.call('routesOf', node, count);
      const [, answer] = await Promise.all([observing, answering]);
      return answer;
    } catch (error) {
      // A thread that failed is not asked again: the next request opens a new one.
      if (toGridError(error).code === 'WORKER_FAILED' && this.opening === opening) await this.drop();
      throw error;
    } finally {
      this.waiting--;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.drop();
  }

  private observe(table: EdgeTable, session: FinderSession, snapshot: Snapshot): Promise<void> | undefined {
    if (this.observed === snapshot) return undefined;
    const branches = branchesOf(table, snapshot);
    this.observed = snapshot;
    return session.call('observe', branches, snapshot.optimization?.risk_weight ?? 0);
  }

  private async open() {
    try {
      if (this.closed)
        throw gridError('NOT_READY', { at: 'the API is being redeployed', remedy: 'Ask again' });
      const network = await this.network().catch((thrown) => {
        throw gridError('NOT_READY', {
          at: `grid-api has no network (${toGridError(thrown).fault.at})`,
          remedy: 'Give grid-api the grid-model that the snapshots are of',
        });
      });
      // The whole grid is compiled in the thread: of a large one that takes longer than the event loop may be held.
      const { branches } = network;
      const branchIndex = new Map(branches.map(({ id }, index) => [id, index]));
      const session = await sharedPool().open('route-finder', { network });
      return { table: { network, branchIndex, branchCount: branches.length }, session };
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }

  private async drop(): Promise<void> {
    const { opening } = this;
    this.opening = undefined;
    this.observed = undefined;
    await opening?.then(({ session }) => session.close()).catch(() => undefined);
  }
}

function branchesOf(table: EdgeTable, { grid_id, edges }: Snapshot): MeasuredBranches {
  const { id } = table.network;
  const remedy = 'Give grid-api the grid-model that the snapshots are of';
  if (id !== grid_id) {
    throw gridError('WRONG_GRID', {
      at: 'network of grid-api',
      got: id,
      allowed: `the network of grid "${grid_id}"`,
      remedy,
    });
  }
  try {
    return readBranches(table, edges).branches;
  } catch (error) {
    if (!(error instanceof GridError)) throw error;
    const { at, got, allowed } = error.fault;
    throw gridError('WRONG_GRID', { at: `network of grid-api: ${at}`, got, allowed, remedy });
  }
}
