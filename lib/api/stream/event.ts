/** What the live stream tells of. */
export const EVENT_KINDS = ['state', 'risk', 'plan', 'alarm'] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** One event: written once, when the first reader gets it, and for all of them. */
export class StreamEvent {
  private written?: Promise<Buffer>;

  /** `number` grows with every event of a stream; `body` gives JSON on one line. */
  constructor(
    readonly kind: EventKind,
    readonly number: number,
    private readonly instance: string,
    private readonly body: () => Buffer | Promise<Buffer>,
  ) {}

  /** As it goes over the wire (HTML standard, server-sent events); undefined where there is nothing to tell. */
  frame(): Promise<Buffer | undefined> {
    this.written ??= this.write();
    return this.written.catch(() => undefined);
  }

  private async write(): Promise<Buffer> {
    const head = `id: ${this.instance}-${this.number}\nevent: ${this.kind}\ndata: `;
    return Buffer.concat([Buffer.from(head), await this.body(), Buffer.from('\n\n')]);
  }
}

/** The number of an event by its id; undefined for one of another start, or of none. */
export function numberOf(id: string, instance: string): number | undefined {
  if (!id.startsWith(`${instance}-`)) return undefined;
  const digits = id.slice(instance.length + 1);
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}
