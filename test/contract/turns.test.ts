import { strict as assert } from 'node:assert';
import { writeDocument } from '../../lib/contract';

/** Longer than what a turn has for all. */
const SLICE_MS = 6;

function busy(ms: number): void {
  const began = performance.now();
  while (performance.now() - began < ms);
}

describe('documents that are written at the same time', () => {
  it('share a turn of the event loop: one long slice of one of them', async () => {
    let turn = 0;
    let done = false;
    const count = () => {
      turn += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const turns: number[] = [];
    const elements = Array.from({ length: 120 }, (_, i) => i);
    const shape = (i: number) => {
      // The first slice of each is written when it is asked for.
      if (i === 50 || i === 100) {
        turns.push(turn);
        busy(SLICE_MS);
      }
      return { i };
    };
    const documents = await Promise.all(
      Array.from({ length: 5 }, () => writeDocument({}, { name: 'list', elements, shape })),
    );
    done = true;
    const whole = JSON.stringify({ list: elements.map((i) => ({ i })) });
    assert.ok(documents.every((document) => document.toString() === whole));
    assert.equal(turns.length, 10);
    assert.equal(new Set(turns).size, turns.length, `slices in turns ${turns}`);
  });
});
