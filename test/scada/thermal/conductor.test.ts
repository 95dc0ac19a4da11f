import { strict as assert } from 'node:assert';
import { Random } from '../../../lib/random';
import {
  ampacity_a,
  type Conductor,
  HOTTEST_C,
  heated_c,
  heating_w_m,
  type Surroundings,
  settled_c,
} from '../../../lib/scada/thermal/conductor';
import {
  conductorOf,
  conductorRatedFor,
  ratedCurrent_a,
} from '../../../lib/scada/thermal/equivalent-conductor';
import {
  beamSine,
  clearFlux_w_m2,
  convected_w_m,
  radiated_w_m,
  resistance_ohm_m,
  windFactor,
} from '../../../lib/scada/thermal/heat-balance';
import { sunAt } from '../../../lib/scada/weather/sun';

/** IEEE Std 738-2012, clause 4.6: 795 kcmil 26/7 "Drake". */
const DRAKE: Conductor = {
  diameter_m: 0.02814,
  r25_ohm_m: 7.283e-5,
  r75_ohm_m: 8.688e-5,
  heat_capacity_j_m_k: 1309,
  emissivity: 0.8,
  absorptivity: 0.8,
};
const NEAR: Surroundings = {
  ambient_c: 40,
  wind_m_s: 0.61,
  wind_factor: 1,
  solar_w_m: 22.44,
  elevation_m: 0,
};

function near(value: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(value - expected) <= tolerance, `${what}: ${value}, not ${expected} ± ${tolerance}`);
}

/** The balance in steps of 20 ms, by Euler's rule. */
function byEuler(
  c: Conductor,
  around: Surroundings,
  current_a: number,
  start_c: number,
  step_s: number,
): number {
  const steps = Math.ceil(step_s / 0.02);
  let t = start_c;
  for (let k = 0; k < steps; k++) {
    t += ((step_s / steps) * heating_w_m(c, around, current_a, t)) / c.heat_capacity_j_m_k;
  }
  return t;
}

describe('the heat of a conductor', () => {
  it('has the terms of the worked example of IEEE Std 738-2012, clause 4.6, and its ampacity of 1025 A', () => {
    near(convected_w_m(0.02814, 100, 40, 0.61, 1, 0), 81.93, 0.002 * 81.93, 'forced convection');
    near(convected_w_m(0.02814, 100, 40, 0, 1, 0), 42.4, 0.05, 'natural convection');
    near(radiated_w_m(0.02814, 0.8, 100, 40), 39.1, 0.05, 'radiation');
    const sun = sunAt(161, 11, 30);
    const flux = clearFlux_w_m2(sun.altitude_degree, 0);
    near(0.8 * flux * beamSine(sun, 90) * 0.02814, 22.44, 0.05, 'sun');
    near(resistance_ohm_m(7.283e-5, 8.688e-5, 100), 9.39e-5, 0.001e-5, 'resistance');
    near(ampacity_a(DRAKE, NEAR, 100), 1025, 1, 'ampacity');
    near(settled_c(DRAKE, NEAR, 1025), 100, 0.1, 'temperature at 1025 A');
  });

  it('has the temperature that annex B of IEEE Std 738 prints: 100.7 °C at 1000 A', () => {
    const conductor = {
      ...DRAKE,
      diameter_m: 0.02812,
      r25_ohm_m: 7.284e-5,
      r75_ohm_m: 8.689e-5,
      emissivity: 0.5,
      absorptivity: 0.5,
    };
    near(convected_w_m(0.02812, 100.7, 40, 0.61, 1, 0), 83.061, 0.1, 'forced convection');
    near(settled_c(conductor, { ...NEAR, solar_w_m: 13.738 }, 1000), 100.7, 0.1, 'temperature');
  });

  it('is cooled most by wind across it, least by wind along it', () => {
    near(windFactor(0), 1, 1e-12, 'across: 1.194 − 0.194');
    near(windFactor(1), 0.388, 1e-12, 'along: 1.194 − 1 + 0.194');
    assert.equal(windFactor(-0.5), windFactor(0.5));
    for (let c = 0; c < 0.99; c += 0.01) assert.ok(windFactor(c + 0.01) <= windFactor(c) + 1e-9 || c < 0.2);
  });

  it('takes no heat from a sun below the horizon, and is as warm as the air when nothing heats it', () => {
    assert.equal(clearFlux_w_m2(-5, 0), 0);
    assert.equal(clearFlux_w_m2(0.1, 0), 0);
    near(settled_c(DRAKE, { ...NEAR, solar_w_m: 0 }, 0), 40, 1e-6, 'without current and sun');
    assert.equal(settled_c(DRAKE, NEAR, 1e6), HOTTEST_C);
  });

  it('follows the differential equation for every tick from 1 ms to a day', () => {
    for (const step_s of [1e-3, 0.3, 3, 60, 300, 900, 3600, 6 * 3600]) {
      for (const [current_a, start_c] of [
        [1200, 80],
        [0, 120],
        [400, -20],
      ]) {
        const exact = byEuler(DRAKE, NEAR, current_a, start_c, step_s);
        near(heated_c(DRAKE, NEAR, current_a, start_c, step_s), exact, 0.25, `${step_s} s at ${current_a} A`);
      }
    }
    const day = heated_c(DRAKE, NEAR, 1200, 80, 86_400);
    near(day, settled_c(DRAKE, NEAR, 1200), 1e-3, 'a day');
  });

  it('has gone 63 % of the way after the time constant that the standard gives for a step of current', () => {
    // τ = (Tf − Ti) m Cp/(R(Tc) (If² − Ii²)) with Tc the mean of both, IEEE Std 738-2012, clause 4.4.
    const from_c = settled_c(DRAKE, NEAR, 800);
    const to_c = settled_c(DRAKE, NEAR, 1200);
    const r = resistance_ohm_m(DRAKE.r25_ohm_m, DRAKE.r75_ohm_m, 0.5 * (from_c + to_c));
    const tau_s = ((to_c - from_c) * DRAKE.heat_capacity_j_m_k) / (r * (1200 ** 2 - 800 ** 2));
    assert.ok(tau_s > 600 && tau_s < 900, `${tau_s} s`);
    const way = (heated_c(DRAKE, NEAR, 1200, from_c, tau_s) - from_c) / (to_c - from_c);
    near(way, 1 - Math.exp(-1), 0.03, 'share of the way');
  });

  it('never passes where it settles, nor moves faster than the heat at the start of a step allows', () => {
    const random = new Random(5);
    for (let trial = 0; trial < 3000; trial++) {
      const conductor = conductorOf(random.between(0.004, 0.05));
      const around: Surroundings = {
        ambient_c: random.between(-30, 45),
        wind_m_s: random.next() < 0.2 ? 0 : random.between(0, 25),
        wind_factor: random.between(0.388, 1.1),
        solar_w_m: random.between(0, 30),
        elevation_m: random.between(0, 3000),
      };
      const current_a = random.between(0, 1.5) * ratedCurrent_a(conductor);
      const settled = settled_c(conductor, around, current_a);
      if (settled > 200) continue;
      const start_c = random.between(-30, 180);
      const step_s = 10 ** random.between(-3, 5);
      const t = heated_c(conductor, around, current_a, start_c, step_s);
      const rate_k_s = heating_w_m(conductor, around, current_a, start_c) / conductor.heat_capacity_j_m_k;
      const [low, high] = [Math.min(start_c, settled), Math.max(start_c, settled)];
      assert.ok(t >= low - 0.3 && t <= high + 0.3, `${t} is not between ${start_c} and ${settled}`);
      assert.ok(Math.abs(t - start_c) <= Math.abs(rate_k_s) * step_s + 1e-9, `trial ${trial}`);
    }
  });
});

describe('the conductor that a rating stands for', () => {
  it('is that of the catalogue of DIN 48204: diameter and resistance at 20 °C of six conductors', () => {
    for (const [rating_a, diameter_mm, r20_ohm_km] of [
      [210, 9.6, 0.5946],
      [290, 11.7, 0.413],
      [350, 13.6, 0.3058],
      [410, 15.5, 0.2374],
      [470, 17.1, 0.1939],
      [535, 19, 0.1571],
    ]) {
      const { conductor, share } = conductorRatedFor(rating_a);
      near(1000 * conductor.diameter_m, diameter_mm, 0.045 * diameter_mm, `${rating_a} A: diameter`);
      const r20 = resistance_ohm_m(conductor.r25_ohm_m, conductor.r75_ohm_m, 20) * 1000;
      near(r20, r20_ohm_km, (rating_a === 210 ? 0.13 : 0.05) * r20_ohm_km, `${rating_a} A: resistance`);
      near(share, 1, 1e-6, 'carries all of it');
    }
  });

  it('is the thickest or the thinnest where a rating asks for more or less', () => {
    assert.equal(Math.round(1000 * conductorRatedFor(20_000).conductor.diameter_m), 60);
    assert.equal(Math.round(1000 * conductorRatedFor(0.005).conductor.diameter_m), 3);
  });
});
