import assert from 'node:assert/strict';
import { AlarmLog, AlarmTracker, DEFAULT_ALARMS, MAX_LOGGED_CHANGES } from '../../lib/alarms';
import type { Snapshot } from '../../lib/contract';
import { riskOf } from '../api/sample';
import { sampleSnapshot } from '../support/snapshot';

/** The default grid with these failure probabilities; edges that are not named carry no risk. */
function snapshot(sequence: number, probabilities: Record<string, number>): Snapshot {
  const made = sampleSnapshot({ sequence });
  for (const edge of made.edges) {
    const probability = probabilities[edge.id];
    if (probability !== undefined) edge.risk = riskOf(probability);
  }
  return made;
}

describe('the tracker of alarms', () => {
  const [first] = sampleSnapshot().edges.map(({ id }) => id) as [string];
  const changeOf = (tracker: AlarmTracker, probability: number) => {
    const edge = snapshot(1, { [first]: probability }).edges[0]!;
    const state = tracker.change(edge);
    if (state !== undefined) tracker.confirm(edge.id, state);
    return state;
  };

  it('says what stood before the process began once more, unless it has fallen meanwhile', () => {
    assert.deepEqual(
      [0.47, 0.47, 0.4, 0.47].map((probability) => changeOf(known, probability)),
      ['raised', undefined, 'cleared', undefined],
    );
    const other = new AlarmTracker(DEFAULT_ALARMS, [first]);
    assert.deepEqual(
      [0.4, 0.47].map((probability) => changeOf(other, probability)),
      [undefined, undefined],
    );
    assert.deepEqual(other.raised, []);
    assert.equal(changeOf(new AlarmTracker(DEFAULT_ALARMS), 0.47), undefined);
  });
  const known = new AlarmTracker(DEFAULT_ALARMS, [first]);
});

describe('the log of alarms', () => {
  const [first, second] = sampleSnapshot().edges.map(({ id }) => id) as [string, string];

  it('raises at the threshold, clears below the hysteresis, and says each once', () => {
    const log = new AlarmLog(DEFAULT_ALARMS);
    const said = [0.49, 0.5, 0.9, 0.46, 0.4499, 0.2, 0.5].map((probability, i) =>
      log.see(snapshot(i, { [first]: probability })).map(({ state, edge }) => `${state} ${edge}`),
    );
    const raised = [`raised ${first}`];
    assert.deepEqual(said, [[], raised, [], [], [`cleared ${first}`], [], raised]);
    assert.deepEqual(
      log.history.map(({ sequence, state }) => [sequence, state]),
      [
        [1, 'raised'],
        [4, 'cleared'],
        [6, 'raised'],
      ],
    );
  });

  it('lists those that stand in the order in which they were raised', () => {
    const log = new AlarmLog(DEFAULT_ALARMS);
    log.see(snapshot(1, { [second]: 0.6 }));
    log.see(snapshot(2, { [second]: 0.7, [first]: 0.8 }));
    assert.deepEqual(
      log.active.map(({ edge, sequence, threshold }) => [edge, sequence, threshold]),
      [
        [second, 1, 0.5],
        [first, 2, 0.5],
      ],
    );
    log.see(snapshot(3, { [second]: 0.1, [first]: 0.8 }));
    assert.deepEqual(
      log.active.map(({ edge }) => edge),
      [first],
    );
  });

  it('clears an edge that the grid no longer has', () => {
    const log = new AlarmLog(DEFAULT_ALARMS);
    log.see(snapshot(1, { [first]: 0.6 }));
    const smaller = snapshot(2, {});
    smaller.edges = smaller.edges.filter(({ id }) => id !== first);
    const [change] = log.see(smaller);
    assert.deepEqual([change!.edge, change!.state, change!.sequence], [first, 'cleared', 2]);
    assert.deepEqual([log.active, log.see(smaller)], [[], []]);
    assert.equal(log.see(snapshot(3, { [first]: 0.6 }))[0]?.state, 'raised', 'where it comes back');
  });

  it('keeps no more changes than it should', () => {
    const log = new AlarmLog(DEFAULT_ALARMS);
    for (let i = 0; i < MAX_LOGGED_CHANGES + 50; i++) log.see(snapshot(i, { [first]: i % 2 ? 0.9 : 0.1 }));
    const { history } = log;
    assert.equal(history.length, MAX_LOGGED_CHANGES);
    assert.equal(history.at(-1)!.sequence, MAX_LOGGED_CHANGES + 49);
  });
});
