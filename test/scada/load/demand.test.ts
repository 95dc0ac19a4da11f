import { strict as assert } from 'node:assert';
import type { Network } from '../../../lib/contract';
import { builtinNetwork, compileGrid } from '../../../lib/grid';
import { Random } from '../../../lib/random';
import { builtinShapes, CUSTOMER_CLASSES, type LoadShapes, multiplierAt } from '../../../lib/scada';
import { DemandModel } from '../../../lib/scada/load/demand';
import { seasonFactor } from '../../../lib/scada/load/season';
import { temperatureFactor } from '../../../lib/scada/load/temperature';
import type { Weather } from '../../../lib/scada/weather/weather';

const HOUR_S = 3600;
const SITE = { latitude_degree: 50, longitude_degree: 0 };
/** A Monday. */
const START_S = Date.UTC(2026, 5, 15) / 1000;

const weather = (changes: Partial<Weather> = {}): Weather => ({
  ambient_temperature_c: 18,
  humidity_percent: 60,
  wind_m_s: 3,
  wind_direction_degree: 240,
  cloud_cover: 0,
  irradiance_w_m2: 0,
  sun_altitude_degree: 0,
  sun_azimuth_degree: 180,
  soil_temperature_c: 12,
  ...changes,
});

/** Three loads of each class in turn, at the first nine of the feeder's load buses. */
function network(): Network {
  const base = structuredClone(builtinNetwork('ieee33'));
  base.loads = base.loads
    .slice(0, 9)
    .map((load, k) => ({ ...load, p_mw: 1, q_mvar: 0.4, customer: CUSTOMER_CLASSES[k % 3] }));
  return base;
}

function modelOf(options: { shapes?: LoadShapes; pv_percent?: number; seed?: number } = {}): {
  model: DemandModel;
  buses: number[];
} {
  const grid = compileGrid(network());
  const { shapes = builtinShapes(), pv_percent = 0, seed = 1 } = options;
  const model = new DemandModel(grid, { shapes, site: SITE, pv_percent }, new Random(seed));
  return { model, buses: grid.network.loads.map((load) => grid.busIndex.get(load.bus)!) };
}

/** Demand of each load at every hour. */
function hours(
  count: number,
  options: Parameters<typeof modelOf>[0],
  air: (hour: number) => Weather,
): number[][] {
  const { model, buses } = modelOf(options);
  return Array.from({ length: count }, (_, hour) => {
    model.advance(START_S + hour * HOUR_S, hour === 0 ? 0 : HOUR_S, air(hour));
    return buses.map((bus) => model.demand_mw[bus]);
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const cov = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    mean(x.map((v, k) => (v - mx) * (y[k] - my)));
  return cov(a, ma, b, mb) / Math.sqrt(cov(a, ma, a, ma) * cov(b, mb, b, mb));
}

describe('demand', () => {
  it('has a random part that customers of one class share, and one of their own', () => {
    const flat: LoadShapes = {
      ...builtinShapes(),
      follows_climate: false,
      multiplier: {
        residential: Float64Array.of(1),
        commercial: Float64Array.of(1),
        industrial: Float64Array.of(1),
      },
    };
    const series = hours(20_000, { shapes: flat }, () => weather());
    const of = (load: number): number[] => series.map((loads) => loads[load]);
    // Variances 0.025² in common and 0.03² alone: a correlation of 0.41 within a class, none across.
    const expected = 0.025 ** 2 / (0.025 ** 2 + 0.03 ** 2);
    assert.ok(Math.abs(correlation(of(0), of(3)) - expected) < 0.06, `${correlation(of(0), of(3))}`);
    assert.ok(Math.abs(correlation(of(0), of(1))) < 0.06);
    assert.ok(Math.abs(mean(of(0)) - 1) < 0.01);
  });

  it('rises in the cold and in the heat, most where people live and work', () => {
    const day = (ambient_temperature_c: number): number[] => {
      const week = hours(168, {}, () => weather({ ambient_temperature_c }));
      return [0, 1, 2].map((customer) => mean(week.map((loads) => loads[customer])));
    };
    const [mild, cold, hot] = [day(18), day(-5), day(34)];
    CUSTOMER_CLASSES.forEach((customer, c) => {
      assert.ok(cold[c] > mild[c] && hot[c] > mild[c], customer);
      if (customer !== 'industrial') assert.ok(hot[c] / mild[c] > 1.07, `${customer}: ${hot[c] / mild[c]}`);
    });
    assert.equal(temperatureFactor('commercial', 25, 17), 1 + 0.02 * 3);
    assert.equal(temperatureFactor('residential', 5, 5), 1, 'the season has the climate in it already');
  });

  it('leaves the shapes of a file to themselves, but for the random part', () => {
    const shapes = { ...builtinShapes(), follows_climate: false };
    const week = hours(168, { shapes }, () => weather({ ambient_temperature_c: -20 }));
    const expected = mean(
      week.map((_, hour) => multiplierAt(shapes, 'residential', START_S + hour * HOUR_S)),
    );
    assert.ok(Math.abs(mean(week.map((loads) => loads[0])) / expected - 1) < 0.02);
  });

  it('is greatest in winter, on either side of the equator', () => {
    for (const customer of CUSTOMER_CLASSES) {
      const days = Array.from({ length: 365 }, (_, day) => day + 1);
      const north = days.map((day) => seasonFactor(customer, day, 50));
      assert.ok(Math.max(...north) <= 1.0001 && Math.max(...north) > 0.999, `${Math.max(...north)}`);
      assert.ok(seasonFactor(customer, 10, 50) > seasonFactor(customer, 200, 50));
      assert.ok(seasonFactor(customer, 10, -50) < seasonFactor(customer, 200, -50));
    }
    // The profile's own figure for midsummer over midwinter.
    assert.ok(Math.abs(seasonFactor('residential', 200, 50) - 0.77 / 1.2572) < 0.02);
  });

  it('is less where panels deliver, by what the sun sends, and keeps its reactive part', () => {
    const at = (irradiance_w_m2: number, pv_percent: number) => {
      const { model, buses } = modelOf({ pv_percent });
      model.advance(START_S, 0, weather({ irradiance_w_m2, ambient_temperature_c: 20 }));
      return [model.demand_mw[buses[0]], model.demand_mvar[buses[0]]];
    };
    assert.deepEqual(at(0, 50), at(0, 0));
    // 0.86 · 0.8 · (1 − 0.004 · 20) of half the nominal power.
    assert.ok(Math.abs(at(800, 0)[0] - at(800, 50)[0] - 0.5 * 0.86 * 0.8 * 0.92) < 1e-12);
    assert.equal(at(800, 50)[1], at(800, 0)[1]);
  });

  it('keeps the power factor of a load', () => {
    const { model, buses } = modelOf();
    model.advance(START_S, 0, weather());
    for (const bus of buses) assert.ok(Math.abs(model.demand_mvar[bus] / model.demand_mw[bus] - 0.4) < 1e-12);
  });
});
