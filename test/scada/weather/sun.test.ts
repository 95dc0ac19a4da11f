import { strict as assert } from 'node:assert';
import { clearSky_w_m2, cloudFactor, dayOfYear, solarHour, sunAt } from '../../../lib/scada/weather/sun';

describe('the sun', () => {
  it('stands where the worked example of IEEE Std 738 (clause 4.6) has it: 30° N, 10 June, 11 h', () => {
    const { altitude_degree, azimuth_degree } = sunAt(161, 11, 30);
    assert.ok(Math.abs(altitude_degree - 74.8) < 0.1, `altitude ${altitude_degree}`);
    assert.ok(Math.abs(azimuth_degree - 114) < 0.5, `azimuth ${azimuth_degree}`);
  });

  it('culminates at 90° less the latitude at the equinox, in the south in the north and in the north in the south', () => {
    for (const latitude of [-60, -30, 30, 60]) {
      const noon = sunAt(81, 12, latitude);
      assert.ok(Math.abs(noon.altitude_degree - (90 - Math.abs(latitude))) < 0.3);
      const towards = Math.cos((noon.azimuth_degree * Math.PI) / 180);
      assert.ok(Math.abs(towards - (latitude > 0 ? -1 : 1)) < 1e-6, `${noon.azimuth_degree}`);
      assert.ok(sunAt(81, 8, latitude).azimuth_degree % 360 < 180, 'in the east in the morning');
      assert.ok(sunAt(81, 16, latitude).azimuth_degree % 360 > 180, 'in the west in the afternoon');
    }
  });

  it('is up for as long as the sunset equation says: cos ω₀ = −tan φ tan δ', () => {
    for (const [day, latitude] of [
      [172, 50],
      [355, 50],
      [20, -35],
    ]) {
      const delta = ((23.46 * Math.PI) / 180) * Math.sin((2 * Math.PI * (284 + day)) / 365);
      const half_h = Math.acos(-Math.tan((latitude * Math.PI) / 180) * Math.tan(delta)) * (12 / Math.PI);
      assert.ok(sunAt(day, 12 - half_h + 0.01, latitude).altitude_degree > 0);
      assert.ok(sunAt(day, 12 - half_h - 0.01, latitude).altitude_degree < 0);
    }
  });

  it('is at noon by the clock of its meridian, to the equation of time', () => {
    const utc = (month: number, day: number, hour: number) => Date.UTC(2026, month - 1, day, hour) / 1000;
    // Greenwich: about +16.4 min in early November, −14.2 min in mid-February (Astronomical Almanac).
    const shift_min = (time_s: number) =>
      60 * (solarHour(time_s, { latitude_degree: 0, longitude_degree: 0 }) - 12);
    assert.ok(Math.abs(shift_min(utc(11, 3, 12)) - 16.4) < 0.5);
    assert.ok(Math.abs(shift_min(utc(2, 11, 12)) + 14.2) < 0.5);
    const east = solarHour(utc(4, 15, 6), { latitude_degree: 0, longitude_degree: 90 });
    assert.ok(Math.abs(east - 12) < 0.05);
    assert.equal(dayOfYear(utc(6, 10, 0)), 161);
  });

  it('sends what Haurwitz measured, less what clouds keep back', () => {
    assert.ok(Math.abs(clearSky_w_m2(90) - 1098 * Math.exp(-0.057)) < 1e-9);
    assert.equal(clearSky_w_m2(0), 0);
    assert.equal(clearSky_w_m2(-20), 0);
    assert.deepEqual([cloudFactor(0), cloudFactor(1)], [1, 0.25]);
  });
});
