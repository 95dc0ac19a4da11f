import { setImmediate } from 'node:timers/promises';

/** Lets no more than so many bytes pass between two turns of the event loop, whoever sends them. */
export class Pace {
  private passed = 0;
  private nextTurn: Promise<void> | undefined;

  constructor(private readonly bytesPerTurn: number) {}

  /** Resolves when there is room. */
  async room(): Promise<void> {
    while (this.passed >= this.bytesPerTurn) {
      this.nextTurn ??= setImmediate().then(() => {
        this.passed = 0;
        this.nextTurn = undefined;
      });
      await this.nextTurn;
    }
  }

  count(bytes: number): void {
    this.passed += bytes;
  }
}
