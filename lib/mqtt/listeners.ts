/** Callbacks that are called together. */
export class Listeners {
  private readonly all = new Set<() => void>();

  /** Returns what takes the listener out again. */
  add(listener: () => void): () => void {
    this.all.add(listener);
    return () => void this.all.delete(listener);
  }

  call(): void {
    for (const listener of [...this.all]) listener();
  }

  clear(): void {
    this.all.clear();
  }
}
