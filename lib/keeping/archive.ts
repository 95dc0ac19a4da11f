/**
 * State to take up again: every part visits what it has to know, in a fixed order, and an archive either writes it down or
 * puts it back. One visit for both, so that they cannot differ.
 */
import { endianness } from 'node:os';
import type { Random } from '../random';

type Numbers = Float64Array | Int32Array | Uint8Array;

export interface Archive {
  /** Elements in place; as many as there were. */
  array(values: Numbers): void;
  /** However many there were: gives what the array is from now on. */
  copy<T extends Numbers>(values: T): T;
  /** Gives what the value is from now on. */
  number(value: number): number;
  flag(value: boolean): boolean;
  /** Anything that JSON holds, or nothing. */
  json<T>(value: T): T;
  random(random: Random): void;
}

/** All elements have the same bits: one stands for all. */
const FILL = 0x80;
const JSON_TAG = 0x7f;
const HEAD_BYTES = 5;
/** One that is longer is damaged. */
const MOST_ELEMENTS = 1 << 24;

export class ArchiveWriter implements Archive {
  private readonly parts: Uint8Array[] = [];

  /** What was written, in memory of its own. */
  bytes(): Uint8Array {
    const length = this.parts.reduce((sum, part) => sum + part.length, 0);
    const all = new Uint8Array(length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  array(values: Numbers): void {
    const bytes = bytesOf(values);
    const size = values.BYTES_PER_ELEMENT;
    // Each element equals the one before it.
    const same = values.length > 1 && Buffer.compare(bytes.subarray(size), bytes.subarray(0, -size)) === 0;
    this.put(tagOf(values) | (same ? FILL : 0), values.length, same ? bytes.slice(0, size) : bytes.slice());
  }

  copy<T extends Numbers>(values: T): T {
    this.array(values);
    return values;
  }

  number(value: number): number {
    this.array(Float64Array.of(value));
    return value;
  }

  flag(value: boolean): boolean {
    this.array(Uint8Array.of(value ? 1 : 0));
    return value;
  }

  json<T>(value: T): T {
    const text = Buffer.from(JSON.stringify({ value }));
    this.put(JSON_TAG, text.length, text);
    return value;
  }

  random(random: Random): void {
    this.array(random.state());
  }

  private put(tag: number, length: number, bytes: Uint8Array): void {
    const head = new Uint8Array(HEAD_BYTES);
    head[0] = tag;
    new DataView(head.buffer).setUint32(1, length, true);
    this.parts.push(head, bytes);
  }
}

/** Throws where the bytes are not of the same visit; what was visited before is then changed. */
export class ArchiveReader implements Archive {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** Throws where there is more than was visited. */
  end(): void {
    if (this.at !== this.bytes.length)
      throw new Error(`${this.bytes.length - this.at} bytes more than a state has`);
  }

  array(values: Numbers): void {
    const { tag, length } = this.head();
    const expected = `${values.length} elements of type ${tagOf(values)}`;
    if ((tag & ~FILL) !== tagOf(values) || length !== values.length) {
      throw new Error(`${length} elements of type ${tag & ~FILL}, not ${expected}`);
    }
    const target = bytesOf(values);
    if ((tag & FILL) === 0) target.set(this.take(values.byteLength));
    else
      Buffer.from(target.buffer, target.byteOffset, target.length).fill(this.take(values.BYTES_PER_ELEMENT));
  }

  copy<T extends Numbers>(values: T): T {
    const begin = this.at;
    const { length } = this.head();
    this.at = begin;
    if (length > MOST_ELEMENTS) throw new Error(`${length} elements`);
    const found = new (values.constructor as new (length: number) => T)(length);
    this.array(found);
    return found;
  }

  number(): number {
    const value = new Float64Array(1);
    this.array(value);
    return value[0];
  }

  flag(): boolean {
    const value = new Uint8Array(1);
    this.array(value);
    return value[0] === 1;
  }

  json<T>(_value: T): T {
    const { tag, length } = this.head();
    if (tag !== JSON_TAG) throw new Error(`elements of type ${tag}, not JSON`);
    const { value } = JSON.parse(Buffer.from(this.take(length)).toString()) as { value: T };
    return value;
  }

  random(random: Random): void {
    const state = random.state();
    this.array(state);
    random.resume(state);
  }

  private head(): { tag: number; length: number } {
    const head = this.take(HEAD_BYTES);
    return { tag: head[0], length: new DataView(head.buffer, head.byteOffset).getUint32(1, true) };
  }

  private take(length: number): Uint8Array {
    const taken = this.bytes.subarray(this.at, this.at + length);
    if (taken.length < length) throw new Error('it is cut off');
    this.at += length;
    return taken;
  }
}

function bytesOf(values: Numbers): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

const TYPES = [Float64Array, Int32Array, Uint8Array];
/** The bytes are those of memory. */
const ORDER = endianness() === 'LE' ? 0 : 0x10;

function tagOf(values: Numbers): number {
  return ORDER + TYPES.findIndex((type) => values instanceof type);
}
