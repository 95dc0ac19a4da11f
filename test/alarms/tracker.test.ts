import assert from 'node:assert/strict';
import { AlarmTracker, MAX_RECALLED_ALARMS } from '../../lib/alarms';

describe('alarms that others left on the broker', () => {
  it('are remembered up to a limit, whoever floods the topic', () => {
    const tracker = new AlarmTracker({ alarm_threshold: 0.5, hysteresis: 0.1 });
    for (let edge = 0; edge < MAX_RECALLED_ALARMS + 10; edge++) tracker.adopt(`E${edge}`, 'raised');
    assert.equal(tracker.gone(new Set()).length, MAX_RECALLED_ALARMS);
  });
});
