import type { Snapshot, SnapshotEdge, SnapshotNode, SupplyPath } from '../contract';
import type { HistoryPoint, TickHead, Totals } from './documents';

/** What the store remembered when a tick came in. */
export interface Memory {
  history(): HistoryPoint[];
  history_limit: number;
  totals: Totals;
}

/** One state of the grid with the documents prepared from it: each is written at most once, and when first asked. */
export class Tick {
  private readonly documents = new Map<string, Promise<Buffer>>();
  private index?: GridIndex;

  constructor(
    readonly snapshot: Snapshot,
    readonly etag: string,
    readonly memory: Memory,
  ) {}

  get head(): TickHead {
    const { grid_id, sequence, timestamp } = this.snapshot;
    return { grid_id, sequence, timestamp };
  }

  /** The document of that name. A failed one is not kept. At most one for each endpoint and each node. */
  document(name: string, write: () => Promise<Buffer>): Promise<Buffer> {
    let document = this.documents.get(name);
    if (document === undefined) {
      document = write();
      this.documents.set(name, document);
      document.catch(() => this.documents.delete(name));
    }
    return document;
  }

  get grid(): GridIndex {
    this.index ??= new GridIndex(this.snapshot);
    return this.index;
  }
}

/** A snapshot by node. */
export class GridIndex {
  private readonly nodes = new Map<string, SnapshotNode>();
  private readonly edges = new Map<string, SnapshotEdge[]>();
  private readonly paths = new Map<string, SupplyPath>();

  constructor(snapshot: Snapshot) {
    for (const node of snapshot.nodes) this.nodes.set(node.id, node);
    for (const edge of snapshot.edges) {
      for (const end of new Set([edge.from, edge.to])) {
        const known = this.edges.get(end);
        if (known === undefined) this.edges.set(end, [edge]);
        else known.push(edge);
      }
    }
    for (const path of snapshot.optimization?.paths ?? []) this.paths.set(path.node, path);
  }

  node(id: string): SnapshotNode | undefined {
    return this.nodes.get(id);
  }

  edgesOf(id: string): readonly SnapshotEdge[] {
    return this.edges.get(id) ?? [];
  }

  pathTo(id: string): SupplyPath | undefined {
    return this.paths.get(id);
  }
}
