import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtinShapes, multiplierAt, readLoadShapes, readMoment } from '../../../lib/scada';
import { withReference } from '../../support/reference';

describe('load shapes', () => {
  let folder: string;
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('move between the hours, and repeat every week', () => {
    const shapes = builtinShapes();
    const noon = Date.UTC(2026, 1, 3, 12) / 1000;
    const between = multiplierAt(shapes, 'residential', noon + 1800);
    assert.ok(
      Math.abs(
        2 * between -
          multiplierAt(shapes, 'residential', noon) -
          multiplierAt(shapes, 'residential', noon + 3600),
      ) < 1e-12,
    );
    assert.equal(
      multiplierAt(shapes, 'commercial', noon),
      multiplierAt(shapes, 'commercial', noon + 7 * 86_400),
    );
    assert.ok(
      multiplierAt(shapes, 'commercial', noon) > 1.5 * multiplierAt(shapes, 'commercial', noon + 5 * 86_400),
    );
  });

  it('are read from an OpenDSS file of measured years', async function () {
    const shapes = await readLoadShapes(withReference(this, 'loadshapes/Loadshapes_ckt5.dss'));
    assert.equal(shapes.interval_s, 3600);
    assert.equal(shapes.multiplier.residential.length, 8760);
    // The first two values of the file's residential shape, at the first two hours of a year.
    const newYear = Date.UTC(2024, 0, 1) / 1000;
    assert.equal(multiplierAt(shapes, 'residential', newYear), 0.461402);
    assert.equal(multiplierAt(shapes, 'residential', newYear + 3600), 0.406596);
    assert.notDeepEqual(shapes.multiplier.commercial, shapes.multiplier.industrial);
  });

  it('are read from a CSV', async () => {
    const text =
      'timestamp,residential,industrial\n2026-01-01T00:00:00Z,0.5,1\n2026-01-01T00:15:00Z,0.7,0.9\n';
    const shapes = await readLoadShapes(write('good.csv', text));
    assert.equal(multiplierAt(shapes, 'residential', Date.UTC(2026, 0, 1, 0, 15) / 1000), 0.7);
    assert.equal(shapes.interval_s, 900);
  });

  const wrong: [string, string, RegExp][] = [
    ['no.csv', 'hello\nworld\n', /line 1; got "hello"; allowed: a CSV/],
    [
      'gap.csv',
      'timestamp,a\n2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,1\n2026-01-01T03:00:00Z,1\n',
      /line 4.*evenly spaced/,
    ],
    [
      'nan.csv',
      'timestamp,a\n2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,many\n',
      /shape a, value 2; got NaN/,
    ],
    ['negative.dss', 'New LoadShape.x npts=2 interval=1 mult=(0.5 -1)', /shape x, value 2; got -1/],
    ['far.dss', 'New LoadShape.x npts=2 interval=1 csvfile=x.csv', /LoadShape\.x; got "no mult/],
  ];
  for (const [name, text, says] of wrong) {
    it(`refuse ${name} and say where`, async () => {
      await assert.rejects(readLoadShapes(write(name, text)), says);
    });
  }

  it('have moments that are the same in every time zone', () => {
    const zone = process.env.TZ;
    for (const there of ['America/New_York', 'Asia/Kolkata']) {
      process.env.TZ = there;
      const noon_s = Date.UTC(2026, 6, 1, 12) / 1000;
      for (const text of ['2026-07-01T12:00:00', '2026-07-01 12:00', '2026-07-01T14:00+02:00'])
        assert.equal(readMoment(text), noon_s, `${text} in ${there}`);
      assert.equal(readMoment('2026-07-01'), noon_s - 12 * 3600);
    }
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    for (const wrong of ['5', '7/1/2026', 'July 1, 2026', '2026-13-01', '2026-07-01T25:00Z', ''])
      assert.ok(Number.isNaN(readMoment(wrong)), wrong);
  });

  it('refuse a file that is not there', async () => {
    await assert.rejects(readLoadShapes(path.join(folder, 'none.csv')), /none\.csv; got "ENOENT/);
  });
});
