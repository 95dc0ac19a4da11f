import { strict as assert } from 'node:assert';
import { readPointList } from '../../../lib/scada';
import type { Sample } from '../../../lib/scada/telemetry/decode';
import { qualityOf, secondsOf, timeOf } from '../../../lib/scada/telemetry/stamps';
import { TelemetryState } from '../../../lib/scada/telemetry/state';
import { at, BEGIN_S, gridOf, OPTIONS } from './points';

const grid = gridOf('riverside');

function stateOf(columns = '', cells = ''): TelemetryState {
  const list = `address,element,quantity${columns && `,${columns}`}\na,L1,p_from_mw${cells && `,${cells}`}`;
  return new TelemetryState(readPointList('list', list, grid), OPTIONS);
}

/** A sample whose source says when it was measured, in seconds after the beginning. */
function stamped(raw: unknown, seconds: number): Sample {
  return { point: 0, raw, time_s: BEGIN_S + seconds, quality: 'good' };
}

function unstamped(raw: unknown): Sample {
  return { point: 0, raw, time_s: undefined, quality: 'good' };
}

describe('the state of a point', () => {
  it('is silent, good, stale, and good again; the last value stays with its own time', () => {
    const state = stateOf();
    assert.equal(state.status(0, at(0)), 'silent');
    state.receive(stamped(7, -2), at(0));
    assert.equal(state.status(0, at(10)), 'good');
    assert.equal(state.status(0, at(10.1)), 'stale');
    assert.deepEqual([state.value[0], state.time_s[0]], [7, BEGIN_S - 2]);
    state.receive(unstamped(8), at(11));
    assert.deepEqual([state.status(0, at(11)), state.value[0]], ['good', 8]);
  });

  it('keeps its own limit of staleness, and is blind to the setting of our clock', () => {
    const state = stateOf('staleness_s', '100');
    state.receive(unstamped(1), at(0));
    // Set back by a day, and forward by a day.
    for (const wall of [-86_400, 86_400])
      assert.equal(state.status(0, { wall_s: BEGIN_S + wall, steady_s: at(99).steady_s }), 'good');
    assert.equal(state.status(0, { ...at(0), steady_s: at(101).steady_s }), 'stale');
  });

  it('drops and counts duplicates and what comes late, and loses nothing that is news', () => {
    const state = stateOf();
    const order = [1, 3, 2, 3, 5, 4, 4, 6];
    for (const seconds of order) state.receive(stamped(10 * seconds, seconds), at(7));
    assert.deepEqual([state.value[0], state.counts.accepted], [60, 4]);
    assert.deepEqual([state.counts.duplicated, state.counts.reordered], [1, 3]);
    // A source with whole seconds: another value of the same second is news.
    state.receive(stamped(61, 6), at(7));
    assert.equal(state.value[0], 61);
  });

  it('marks what is out of range bad, and keeps the last value that was not', () => {
    const state = stateOf('low,high', '-10,10');
    state.receive(unstamped(4), at(0));
    state.receive(unstamped(11), at(1));
    assert.deepEqual([state.status(0, at(1)), state.value[0], state.counts.out_of_range], ['bad', 4, 1]);
    state.receive(unstamped(10), at(2));
    assert.deepEqual([state.status(0, at(2)), state.value[0]], ['good', 10]);
  });

  it('takes what moves too fast, and doubts it until it is confirmed', () => {
    const state = stateOf('rate_per_s', '2');
    state.receive(stamped(0, 0), at(0));
    state.receive(stamped(9, 3), at(3));
    assert.deepEqual(
      [state.status(0, at(3)), state.value[0], state.counts.rate_exceeded],
      ['uncertain', 9, 1],
    );
    state.receive(stamped(9.5, 6), at(6));
    assert.equal(state.status(0, at(6)), 'good');
  });

  it('leaves changes within the deadband out, and is alive with them', () => {
    const state = stateOf('deadband', '0.5');
    state.receive(unstamped(10), at(0));
    state.receive(unstamped(10.4), at(9));
    assert.deepEqual([state.value[0], state.status(0, at(18))], [10, 'good']);
    state.receive(unstamped(10.6), at(18));
    assert.equal(state.value[0], 10.6);
  });

  it('takes no value from what is none', () => {
    const state = stateOf();
    state.receive(unstamped(5), at(0));
    for (const raw of ['high', '', {}, [], null, undefined, Number.NaN, Infinity, true, '0x10'])
      state.receive(unstamped(raw), at(1));
    assert.deepEqual([state.value[0], state.counts.invalid, state.status(0, at(1))], [5, 10, 'bad']);
    state.receive(unstamped(' 6.5 '), at(2));
    assert.deepEqual([state.value[0], state.status(0, at(2))], [6.5, 'good']);
    state.receive({ ...unstamped(99), quality: 'bad' }, at(3));
    assert.deepEqual([state.value[0], state.status(0, at(3))], [6.5, 'bad']);
    state.receive({ ...unstamped(7), quality: 'uncertain' }, at(4));
    assert.deepEqual([state.value[0], state.status(0, at(4))], [7, 'uncertain']);
  });

  it('reports how far clocks are off, and trusts none beyond the limit', () => {
    const state = stateOf();
    state.receive(stamped(1, -4), at(0));
    state.receive(stamped(2, 3), at(2));
    assert.equal(state.takeSkew(), -4);
    assert.equal(state.takeSkew(), undefined);
    // An hour ahead: nothing was measured in the future, so it is our time that counts, and what follows is not older.
    state.receive(stamped(3, 3603), at(3));
    assert.deepEqual(
      [state.status(0, at(3)), state.value[0], state.time_s[0]],
      ['uncertain', 3, BEGIN_S + 3],
    );
    assert.equal(state.takeSkew(), 3600);
    state.receive(stamped(4, 4), at(4));
    assert.deepEqual([state.status(0, at(4)), state.value[0], state.counts.clock_ahead], ['good', 4, 1]);
  });

  it('follows a clock that is set back, and no burst of late samples', () => {
    const late = stateOf();
    late.receive(stamped(100, 60), at(60));
    for (let k = 0; k < 20; k++) late.receive(stamped(k, 20 + k), at(60 + 0.01 * k));
    assert.deepEqual([late.value[0], late.counts.reordered, late.counts.clock_jumps], [100, 20, 0]);
    const set = stateOf();
    set.receive(stamped(100, 60), at(60));
    // The end of summer time: an hour back, a sample every 5 s.
    for (let k = 1; k <= 4; k++) set.receive(stamped(100 + k, 60 - 3600 + 5 * k), at(60 + 5 * k));
    assert.deepEqual([set.value[0], set.counts.clock_jumps, set.counts.reordered], [104, 1, 2]);
    assert.equal(set.status(0, at(81)), 'uncertain');
  });

  it('is changed by no late sample, good or bad', () => {
    const state = stateOf();
    state.receive(stamped(5, 5), at(5));
    for (const late of [{ ...stamped(9, 3), quality: 'bad' as const }, stamped('broken', 2), stamped(8, 4)])
      state.receive(late, at(6));
    assert.deepEqual([state.status(0, at(6)), state.value[0]], ['good', 5]);
    assert.deepEqual([state.counts.reordered, state.counts.invalid], [3, 0]);
    // Nor does a good one that is older than the last bad one.
    state.receive({ ...stamped(9, 8), quality: 'bad' }, at(8));
    state.receive(stamped(6, 7), at(8));
    assert.deepEqual([state.status(0, at(8)), state.value[0], state.counts.reordered], ['bad', 5, 4]);
    state.receive(stamped(6, 9), at(9));
    assert.deepEqual([state.status(0, at(9)), state.value[0]], ['good', 6]);
  });

  it('is stale where a dead source repeats its last sample: with a deadband, or a clock ahead', () => {
    const held = stateOf('deadband', '0.5');
    held.receive(stamped(10, 0), at(0));
    for (let k = 1; k <= 20; k++) held.receive(stamped(10.3, 1), at(k));
    assert.deepEqual([held.status(0, at(20)), held.counts.duplicated], ['stale', 19]);
    const ahead = stateOf();
    for (let k = 0; k <= 20; k++) ahead.receive(stamped(10, 3600), at(k));
    assert.deepEqual([ahead.status(0, at(20)), ahead.counts.duplicated], ['stale', 20]);
    // One that lives is not, and of two that are ahead the older is late.
    for (let k = 21; k <= 40; k++) ahead.receive(stamped(10, 3600 + k), at(k));
    ahead.receive(stamped(99, 3639), at(40));
    assert.deepEqual([ahead.status(0, at(45)), ahead.value[0], ahead.counts.reordered], ['uncertain', 10, 1]);
  });

  it('doubts a sample whose time cannot be read, and counts it', () => {
    const state = stateOf();
    state.receive({ ...unstamped(5), time_s: Number.NaN }, at(3));
    assert.deepEqual([state.status(0, at(3)), state.time_s[0]], ['uncertain', BEGIN_S + 3]);
    assert.equal(state.counts.time_unreadable, 1);
  });

  it('stays as it is when our own clock is set', () => {
    for (const set of [-7200, 7200]) {
      const state = stateOf();
      const ours = (seconds: number) => ({ wall_s: BEGIN_S + set + seconds, steady_s: at(seconds).steady_s });
      for (let k = 0; k <= 5; k++) state.receive(stamped(k, k), at(k));
      for (let k = 6; k <= 20; k++) state.receive(stamped(k, k), ours(k));
      assert.equal(state.value[0], 20, 'goes on with the source');
      for (let k = 21; k <= 30; k++) state.receive(stamped(k, k), at(k));
      assert.deepEqual([state.value[0], state.status(0, at(30))], [30, 'good']);
    }
  });
});

describe('positions', () => {
  const positionOf = (unit: string, raw: unknown): number => {
    const list = `address,element,quantity,unit\na,L1,closed,${unit}`;
    const state = new TelemetryState(readPointList('list', list, grid), OPTIONS);
    state.receive(unstamped(raw), at(0));
    return state.value[0];
  };

  it('are words, numbers and truths, turned round where the unit is', () => {
    for (const raw of [true, 1, '1', 'on', 'closed', 'CLOSED', 'true'])
      assert.equal(positionOf('', raw), 1, `${raw}`);
    for (const raw of [false, 0, '0', 'off', 'open']) assert.equal(positionOf('closed', raw), 0, `${raw}`);
    assert.deepEqual([positionOf('open', true), positionOf('open', 0), positionOf('open', 'off')], [0, 1, 1]);
    assert.deepEqual([positionOf('open', 'open'), positionOf('open', 'closed')], [0, 1]);
    assert.deepEqual([positionOf('double_point', 2), positionOf('double_point', 1)], [1, 0]);
    for (const raw of [0, 3, 'maybe']) assert.ok(Number.isNaN(positionOf('double_point', raw)), `${raw}`);
  });
});

describe('stamps of sources', () => {
  it('are ISO 8601, seconds, milliseconds or dates', () => {
    const moment = Date.UTC(2026, 0, 31, 12) / 1000;
    const forms = [
      '2026-01-31T12:00:00Z',
      '2026-01-31T12:00:00',
      '2026-01-31T13:00:00+01:00',
      moment,
      moment * 1000,
    ];
    for (const form of [...forms, String(moment), new Date(moment * 1000)])
      assert.equal(secondsOf(form), moment);
    for (const none of [
      '',
      'yesterday',
      '2026-02-30T00:00:00Z',
      '2025-02-29',
      Number.NaN,
      -5,
      0,
      null,
      {},
      true,
      1e99,
    ])
      assert.equal(secondsOf(none), undefined);
    assert.equal(secondsOf('2024-02-29'), Date.UTC(2024, 1, 29) / 1000);
    assert.ok(Number.isNaN(timeOf({ time: '2026-02-30' })));
    assert.deepEqual(
      [timeOf({ time: '' }), timeOf({}), timeOf({ time: 'noon', ts: 5 })],
      [undefined, undefined, 5],
    );
  });

  it('say how good a value is, also as OPC UA does', () => {
    assert.equal(qualityOf({ quality: 'Good' }), 'good');
    assert.equal(qualityOf({ q: 'invalid' }), 'bad');
    assert.equal(qualityOf({ statusCode: 0 }), 'good');
    assert.equal(qualityOf({ statusCode: { value: 0x40900000 } }), 'uncertain');
    assert.equal(qualityOf({ statusCode: 0x80310000 }), 'bad');
    assert.equal(qualityOf(7), 'good');
  });

  it('say it in numbers as OPC DA does', () => {
    for (const [code, quality] of [
      [0, 'bad'],
      [24, 'bad'],
      [63, 'bad'],
      [64, 'uncertain'],
      [127, 'uncertain'],
      [192, 'good'],
      [216, 'good'],
    ] as const) {
      assert.equal(qualityOf({ quality: code }), quality);
      assert.equal(qualityOf({ value: 1, q: String(code) }), quality);
    }
    assert.equal(qualityOf({ quality: 0x80310000 }), 'bad');
    // Not of a value: a reactive power.
    assert.equal(qualityOf({ p: 30, q: 12 }), 'good');
  });
});
