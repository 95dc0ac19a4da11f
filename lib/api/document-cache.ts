/** Documents that are made once, however many ask at the same time: the newest, by number and by length. */
export class DocumentCache {
  private readonly documents = new Map<string, Promise<Buffer>>();
  private readonly lengths = new Map<string, number>();
  private bytes = 0;

  constructor(
    private readonly most: number,
    private readonly mostBytes: number,
  ) {}

  get size(): number {
    return this.documents.size;
  }

  /** The document of that name. A failed one is not kept. */
  get(name: string, write: () => Promise<Buffer>): Promise<Buffer> {
    const kept = this.documents.get(name);
    if (kept !== undefined) return kept;
    const document = write();
    this.documents.set(name, document);
    document.then(
      ({ length }) => this.count(name, document, length),
      () => this.drop(name, document),
    );
    this.makeRoom();
    return document;
  }

  private count(name: string, document: Promise<Buffer>, length: number): void {
    if (this.documents.get(name) !== document) return;
    this.lengths.set(name, length);
    this.bytes += length;
    this.makeRoom();
  }

  /** The newest stays, however long it is. */
  private makeRoom(): void {
    for (const [name, document] of this.documents) {
      const fits = this.documents.size <= this.most && this.bytes <= this.mostBytes;
      if (fits || this.documents.size === 1) return;
      this.drop(name, document);
    }
  }

  private drop(name: string, document: Promise<Buffer>): void {
    if (this.documents.get(name) !== document) return;
    this.documents.delete(name);
    this.bytes -= this.lengths.get(name) ?? 0;
    this.lengths.delete(name);
  }
}
