import { readFile, rm, stat } from 'node:fs/promises';
import { type GridError, gridError, toGridError } from '../errors';
import type { Codec } from './codec';
import { type DocumentKind, readBody, writeParts } from './document';
import { writeDurably } from './durable-write';
import { MAX_STATE_BYTES, RETRY_MS, STATE_INTERVAL_MS } from './limits';
import { removeAside, setAside } from './set-aside';

export interface StateFileOptions<T> extends DocumentKind {
  file: string;
  codec: Codec<T>;
  /** Gets what could not be read (UNREADABLE_STATE) or written (FOLDER_NOT_WRITABLE): once until it is well again. */
  onFault(error: GridError): void;
  /** A document is on the disk. */
  onWritten?(value: T): void;
  /** Between two writings; a second where nothing is said. */
  interval_ms?: number;
  /** Between a writing that failed and the next. */
  retry_ms?: number;
}

/**
 * One document in one file, which is whole at every moment: it is the last one written or the one before, whenever the
 * process ends. One `StateFile` a file.
 */
export class StateFile<T> {
  private take: (() => T | undefined | Promise<T | undefined>) | undefined;
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last_ms = Number.NEGATIVE_INFINITY;
  private failed = false;
  private closed = false;

  constructor(private readonly options: StateFileOptions<T>) {}

  /** What is in the file; nothing where there is none. One that cannot be used is set aside as NAME.corrupt-N and reported. */
  async read(): Promise<T | undefined> {
    const { file, codec, onFault } = this.options;
    let document: Buffer;
    try {
      const { size } = await stat(file);
      if (size > MAX_STATE_BYTES) throw new Error(`${size} bytes, of at most ${MAX_STATE_BYTES}`);
      document = await readFile(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      onFault(gridError('UNREADABLE_STATE', { at: file, got: (error as Error).message }));
      return undefined;
    }
    try {
      return codec.decode(await readBody(document, this.options));
    } catch (error) {
      onFault(await setAside(file, error));
      return undefined;
    }
  }

  /**
   * Writes the document that `take` gives, as soon as the interval allows; called again before that, the newest `take`
   * counts. It is called when the document is written, and may give nothing where there is nothing to write any more.
   */
  save(take: () => T | undefined | Promise<T | undefined>): void {
    if (this.closed) return;
    this.take = take;
    this.plan();
  }

  /** Writes what is to be written without waiting for the interval; resolves when it is on the disk, or could not be written. */
  async flush(): Promise<void> {
    await this.writing;
    this.begin();
    await this.writing;
  }

  /** Flushes, and takes nothing more. */
  async close(): Promise<void> {
    await this.flush();
    this.end();
  }

  /** Closes, and removes the file with what was set aside of it. */
  async remove(): Promise<void> {
    this.end();
    await this.writing;
    await rm(this.options.file, { force: true });
    await removeAside(this.options.file);
  }

  private end(): void {
    this.closed = true;
    this.take = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private plan(): void {
    if (this.writing !== undefined || this.timer !== undefined || this.take === undefined) return;
    const { interval_ms = STATE_INTERVAL_MS, retry_ms = RETRY_MS } = this.options;
    const due_ms = this.last_ms + (this.failed ? retry_ms : interval_ms) - performance.now();
    this.timer = setTimeout(() => this.begin(), Math.max(0, due_ms));
    this.timer.unref();
  }

  private begin(): void {
    if (this.writing !== undefined || this.take === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.write(this.take).finally(() => {
      this.writing = undefined;
      this.plan();
    });
    this.take = undefined;
  }

  private async write(take: () => T | undefined | Promise<T | undefined>): Promise<void> {
    const { file, codec } = this.options;
    try {
      const value = await take();
      if (value === undefined) return;
      const parts = await writeParts(this.options, codec.encode(value));
      await writeDurably(file, parts).catch((error: Error) => {
        if (!this.closed) this.take ??= take;
        throw gridError('FOLDER_NOT_WRITABLE', {
          at: file,
          got: error.message,
          allowed: 'a file that can be written',
        });
      });
      this.failed = false;
      this.options.onWritten?.(value);
    } catch (error) {
      if (!this.failed) this.options.onFault(toGridError(error));
      this.failed = true;
    } finally {
      this.last_ms = performance.now();
    }
  }
}
