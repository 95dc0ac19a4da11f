import { strict as assert } from 'node:assert';
import { parseGridCommand, parseSnapshot, READINGS, SequenceGuard, serializeState } from '../lib/contract';
import { GridError } from '../lib/errors';
import { sampleSnapshot } from './support/snapshot';

describe('contract', () => {
  it('takes a snapshot as scada-sim sends it', () => {
    assert.doesNotThrow(() => parseSnapshot(sampleSnapshot()));
  });

  it('names the element, the value and what is allowed', () => {
    const snapshot = sampleSnapshot();
    snapshot.edges[2]!.humidity_percent = -5;
    assert.throws(
      () => parseSnapshot(snapshot),
      (error: GridError) =>
        error.code === 'INVALID_READING' &&
        error.fault.at === 'snapshot.edges[2] "L3".humidity_percent' &&
        error.fault.got === -5 &&
        /0/.test(error.fault.allowed ?? ''),
    );
  });

  for (const reading of READINGS) {
    it(`refuses NaN, text and absence in ${reading}`, () => {
      for (const wrong of [Number.NaN, 'hot', undefined, null]) {
        const snapshot = sampleSnapshot();
        Object.assign(snapshot.edges[0]!, { [reading]: wrong });
        if (wrong === undefined) delete (snapshot.edges[0] as unknown as Record<string, unknown>)[reading];
        assert.throws(
          () => parseSnapshot(snapshot),
          (error: GridError) => error instanceof GridError && error.message.includes(reading),
          `${wrong}`,
        );
      }
    });
  }

  it('says which commands there are', () => {
    assert.throws(() => parseGridCommand({ command: 'explode' }), /got "explode"; allowed: start, stop/);
    assert.throws(() => parseGridCommand({ command: 'set_switch', edge: 'L1' }), /command\.closed.*required/);
    assert.throws(() => parseGridCommand('restore'), GridError);
  });

  it('refuses another grid and a sequence that was seen, and takes a new run', () => {
    const guard = new SequenceGuard('riverside');
    guard.check({ grid_id: 'riverside', run_id: 'a', sequence: 5 });
    assert.throws(
      () => guard.check({ grid_id: 'riverside', run_id: 'a', sequence: 5 }),
      /got 5; allowed: a number above 5/,
    );
    assert.throws(
      () => guard.check({ grid_id: 'elsewhere', run_id: 'a', sequence: 6 }),
      /got "elsewhere"; allowed: riverside/,
    );
    guard.check({ grid_id: 'riverside', run_id: 'b', sequence: 0 });
    assert.throws(() => guard.check({ grid_id: 'elsewhere', run_id: 'c', sequence: 1 }), /got "elsewhere"/);
  });

  it('follows a source to another grid only where none was given, and only in a new run', () => {
    const guard = new SequenceGuard();
    guard.check({ grid_id: 'riverside', run_id: 'a', sequence: 5 });
    assert.throws(
      () => guard.check({ grid_id: 'elsewhere', run_id: 'a', sequence: 6 }),
      /got "elsewhere"; allowed: riverside/,
    );
    guard.check({ grid_id: 'elsewhere', run_id: 'b', sequence: 1 });
    assert.throws(
      () => guard.check({ grid_id: 'riverside', run_id: 'b', sequence: 2 }),
      /got "riverside"; allowed: elsewhere/,
    );
  });

  it('writes the state once, as the JSON of everything but the optimisation', async () => {
    const snapshot = sampleSnapshot();
    const first = serializeState(snapshot);
    assert.equal(first, serializeState(snapshot));
    assert.deepEqual(JSON.parse((await first).toString()), JSON.parse(JSON.stringify(snapshot)));
  });
});
