import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random } from '../../../lib/random';
import { readWeather, type WeatherSeries } from '../../../lib/scada';
import { normalShare } from '../../../lib/scada/weather/deviation';
import { type Weather, WeatherModel } from '../../../lib/scada/weather/weather';

const HOUR_S = 3600;
const START_S = Date.UTC(2026, 0, 1) / 1000;

function modelOf(latitude_degree: number, seed = 1, series?: WeatherSeries): WeatherModel {
  return new WeatherModel(new Random(seed), { latitude_degree, longitude_degree: 0 }, series);
}

function run(model: WeatherModel, hours: number, step_h = 1): Weather[] {
  return Array.from({ length: hours / step_h }, (_, k) =>
    model.at(START_S + k * step_h * HOUR_S, k === 0 ? 0 : step_h * HOUR_S),
  );
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('weather', () => {
  it('keeps to what can be, everywhere', () => {
    for (const latitude of [-90, -75, -35, 0, 50, 90]) {
      for (const now of run(modelOf(latitude), 8760, 5)) {
        assert.ok(Object.values(now).every(Number.isFinite), JSON.stringify(now));
        assert.ok(now.humidity_percent > 0 && now.humidity_percent <= 100);
        assert.ok(now.cloud_cover >= 0 && now.cloud_cover <= 1 && now.wind_m_s >= 0 && now.wind_m_s < 30);
        assert.ok(now.irradiance_w_m2 >= 0 && now.irradiance_w_m2 <= 1098);
        assert.ok(now.wind_direction_degree >= 0 && now.wind_direction_degree < 360);
      }
    }
  });

  it('has its summer in July in the north and in January in the south, and warm afternoons', () => {
    const of = (latitude: number) => {
      const year = run(modelOf(latitude), 8760).map((now) => now.ambient_temperature_c);
      return { january_c: mean(year.slice(0, 744)), july_c: mean(year.slice(4344, 5088)), year };
    };
    const north = of(50);
    const south = of(-50);
    assert.ok(north.july_c - north.january_c > 12 && south.january_c - south.july_c > 12);
    // London (51.5° N) has 11 °C over a year, 5 in January and 19 in July.
    assert.ok(Math.abs(mean(north.year) - 11.5) < 1.5 && Math.abs(north.july_c - 19) < 3);
    const at = (hour: number) => mean(north.year.filter((_, k) => k % 24 === hour));
    assert.ok(at(15) - at(3) > 4);
  });

  it('has the same distribution of wind for every step: Weibull with shape 2 and scale 4.5 m/s', () => {
    // Mean c Γ(3/2) and P(v > x) = exp(−(x/c)²).
    for (const step_h of [1, 7, 24]) {
      const wind = run(modelOf(50, 3), 24 * 365 * (step_h === 1 ? 8 : 30), step_h).map((now) => now.wind_m_s);
      assert.ok(Math.abs(mean(wind) - 4.5 * 0.886227) < 0.15, `${step_h} h: ${mean(wind)}`);
      const strong = wind.filter((v) => v > 8).length / wind.length;
      assert.ok(Math.abs(strong - Math.exp(-((8 / 4.5) ** 2))) < 0.012, `${step_h} h: ${strong}`);
    }
  });

  it('persists: an hour tells of the next, not of that a month later', () => {
    const wind = run(modelOf(50), 24 * 365 * 4).map((now) => Math.log(now.wind_m_s));
    const correlation = (lag: number): number => {
      const m = mean(wind);
      const product = wind.slice(lag).map((v, k) => (v - m) * (wind[k] - m));
      return mean(product) / mean(wind.map((v) => (v - m) ** 2));
    };
    assert.ok(correlation(1) > 0.75, `${correlation(1)}`);
    assert.ok(Math.abs(correlation(720)) < 0.1, `${correlation(720)}`);
  });

  it('transforms a Gaussian by its distribution', () => {
    // Standard table values.
    for (const [x, share] of [
      [0, 0.5],
      [1, 0.8413447461],
      [-1.959963985, 0.025],
      [3, 0.998650102],
    ])
      assert.ok(Math.abs(normalShare(x) - share) < 1e-7);
  });

  describe('from a file', () => {
    let folder: string;
    const write = (text: string): string => {
      const file = path.join(folder, 'weather.csv');
      writeFileSync(file, text);
      return file;
    };
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    });
    after(() => rmSync(folder, { recursive: true }));

    it('is the measured one as far as its columns go, interpolated', async () => {
      const file = write(
        'timestamp,ambient_temperature_c,wind_direction_degree\n2026-01-01T00:00:00Z,-3,350\n2026-01-01T01:00:00Z,5,10\n',
      );
      const series = await readWeather(file);
      const measured = modelOf(50, 1, series).at(START_S + 1800, 0);
      const modelled = modelOf(50, 1).at(START_S + 1800, 0);
      assert.equal(measured.ambient_temperature_c, 1);
      assert.equal(measured.wind_direction_degree, 350);
      assert.equal(measured.wind_m_s, modelled.wind_m_s);
      assert.equal(measured.humidity_percent, modelled.humidity_percent);
    });

    for (const [what, text, says] of [
      [
        'an unknown column',
        'timestamp,rain\n2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,1\n',
        /line 1; got "rain"/,
      ],
      [
        'a column twice',
        'timestamp,wind_m_s,wind_m_s\n2026-01-01T00:00:00Z,1,1\n2026-01-01T01:00:00Z,1,1\n',
        /got "wind_m_s"; allowed: each once/,
      ],
      [
        'a value out of range',
        'timestamp,wind_m_s\n2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,-1\n',
        /line 3, wind_m_s; got -1; allowed: a number from 0 to 90/,
      ],
    ] as const) {
      it(`refuses ${what} and says where`, async () => {
        await assert.rejects(readWeather(write(text)), says);
      });
    }
  });
});
