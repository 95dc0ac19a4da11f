import { strict as assert } from 'node:assert';
import type { Network } from '../../../lib/contract';
import { builtinNetwork, compileGrid } from '../../../lib/grid';
import { Random } from '../../../lib/random';
import { ThermalModel } from '../../../lib/scada/thermal/thermal';
import type { Weather } from '../../../lib/scada/weather/weather';

const CALM: Weather = {
  ambient_temperature_c: 20,
  humidity_percent: 60,
  wind_m_s: 0.6,
  wind_direction_degree: 0,
  cloud_cover: 0,
  irradiance_w_m2: 0,
  sun_altitude_degree: -10,
  sun_azimuth_degree: 0,
  soil_temperature_c: 12,
};

/** Its first branches are a line across the wind, one along it, a cable and a transformer. */
function network(): Network {
  const base = structuredClone(builtinNetwork('riverside'));
  const [across, along, cable, transformer] = base.branches;
  const place = (id: string, x: number, y: number) =>
    Object.assign(base.buses.find((bus) => bus.id === id)!, { x, y });
  place(across.from, 0, 0);
  place(across.to, 10, 0);
  place(along.to, 0, 10);
  cable.kind = 'cable';
  transformer.kind = 'transformer';
  return base;
}

function temperatures(model: ThermalModel): number[] {
  return [...model.temperature_c.subarray(0, 4)];
}

describe('the heat of a grid', () => {
  const modelOf = () => new ThermalModel(compileGrid(network()), new Random(1));
  const at = (loading: number) => new Float64Array(12).fill(loading);

  it('starts settled, and stays so while nothing changes', () => {
    const model = modelOf();
    model.advance(0, CALM, at(0.6));
    const first = temperatures(model);
    for (const step_s of [0, 0.001, 3, 3600, 86_400]) {
      model.advance(step_s, CALM, at(0.6));
      for (const [k, t] of temperatures(model).entries()) {
        assert.ok(Math.abs(t - first[k]) < 1e-3, `edge ${k} after ${step_s} s`);
      }
    }
  });

  it('is 80, 90 and 98 °C at the ratings, in the conditions that they are told for', () => {
    const model = modelOf();
    // Full sun on the line across the wind: 900 W/m² at right angles.
    model.advance(
      0,
      { ...CALM, ambient_temperature_c: 35, sun_altitude_degree: 60, sun_azimuth_degree: 180 },
      at(1),
    );
    assert.ok(Math.abs(model.temperature_c[0] - 80) < 2, `line ${model.temperature_c[0]}`);
    assert.ok(model.temperature_c[1] > model.temperature_c[0] + 15, 'hotter where the wind blows along it');
    model.advance(86_400 * 30, { ...CALM, soil_temperature_c: 20 }, at(1));
    assert.ok(Math.abs(model.temperature_c[2] - 90) < 1e-6, `cable ${model.temperature_c[2]}`);
    assert.ok(Math.abs(model.temperature_c[3] - 98) < 1e-6, `transformer ${model.temperature_c[3]}`);
    model.advance(3600, CALM, at(1));
    assert.ok(model.ageing[3] > 0.99 && model.ageing[3] < 1.01, `ages by ${model.ageing[3]}`);
  });

  it('lags: 30 s after a jump of the load it has hardly moved, and it comes as near in one step as in many', () => {
    const once = modelOf();
    const often = modelOf();
    for (const model of [once, often]) model.advance(0, CALM, at(0.1));
    const start = temperatures(once);
    const settled = modelOf();
    settled.advance(0, CALM, at(1));
    once.advance(30, CALM, at(1));
    temperatures(once).forEach((t, k) => {
      const way = (t - start[k]) / (settled.temperature_c[k] - start[k]);
      assert.ok(way > 0 && way < 0.1, `edge ${k} has gone ${way} of the way`);
    });
    for (let k = 0; k < 10; k++) often.advance(3, CALM, at(1));
    for (const [k, t] of temperatures(often).entries()) {
      assert.ok(Math.abs(t - once.temperature_c[k]) < 0.02, `edge ${k}`);
    }
  });

  it('ages a winding in one step of a day as in minutes', () => {
    const once = modelOf();
    const often = modelOf();
    for (const model of [once, often]) model.advance(0, CALM, at(0.2));
    once.advance(86_400, CALM, at(1.2));
    let ageing_s = 0;
    for (let k = 0; k < 1440; k++) {
      often.advance(60, CALM, at(1.2));
      ageing_s += 60 * often.ageing[3];
    }
    assert.ok(Math.abs((86_400 * once.ageing[3]) / ageing_s - 1) < 0.002, `${once.ageing[3]}`);
    assert.ok(once.ageing[3] > 10, 'an overload of a fifth costs days a day');
  });

  it('heeds cloud and wind', () => {
    const lineAt = (changes: Partial<Weather>): number => {
      const model = modelOf();
      model.advance(0, { ...CALM, sun_altitude_degree: 50, sun_azimuth_degree: 180, ...changes }, at(0.5));
      return model.temperature_c[0];
    };
    assert.ok(lineAt({}) > lineAt({ cloud_cover: 1 }) + 3);
    assert.ok(lineAt({}) > lineAt({ wind_m_s: 8 }) + 5);
  });
});
