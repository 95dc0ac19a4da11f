import { strict as assert } from 'node:assert';
import { csvLine, edgeSplit, type LabelledRow, timeSplit } from '../../../lib/scada';

describe('the split of a history', () => {
  it('keeps an edge in one part, and parts 70, 15 and 15 % of many', () => {
    const counts = { train: 0, validation: 0, test: 0 };
    for (let k = 0; k < 20_000; k++) counts[edgeSplit(`L${k}`)]++;
    // Standard deviations of 65 and 50.
    assert.ok(Math.abs(counts.train - 14_000) < 260, JSON.stringify(counts));
    assert.ok(Math.abs(counts.validation - 3000) < 200 && Math.abs(counts.test - 3000) < 200);
    assert.equal(edgeSplit('L7'), edgeSplit('L7'));
  });

  it('never lets the horizon of one part reach into the next', () => {
    for (let time_s = 1000; time_s <= 1990; time_s++) {
      const split = timeSplit(time_s, 10, 1000, 2000);
      if (split === 'train') assert.ok(time_s + 10 < 1700);
      if (split === 'validation') assert.ok(time_s >= 1700 && time_s + 10 < 1850);
      if (split === 'test') assert.ok(time_s >= 1850);
      if (split === 'gap') assert.ok((time_s >= 1690 && time_s < 1700) || (time_s >= 1840 && time_s < 1850));
    }
  });

  it('is written as CSV that quotes what needs it', () => {
    const row = { timestamp: 't', edge: 'line "A", north', fails: 0, cause: null } as LabelledRow;
    assert.match(csvLine(row), /^t,"line ""A"", north",/);
  });
});
