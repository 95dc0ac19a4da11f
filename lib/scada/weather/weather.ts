import type { Random } from '../../random';
import type { Archive } from '../../keeping';
import { clamp } from '../clamp';
import { climateAt, soilTemperature_c } from './climate';
import { Deviation, normalShare } from './deviation';
import type { Measured, WeatherSeries } from './series';
import { measuredAt } from './series';
import { clearSky_w_m2, cloudFactor, dayOfYear, type Site, solarHour, sunAt } from './sun';

/** What the air, the sky and the ground are like, one for the whole grid. */
export interface Weather {
  ambient_temperature_c: number;
  humidity_percent: number;
  wind_m_s: number;
  /** Where the wind comes from, clockwise from north. */
  wind_direction_degree: number;
  /** 0 for a clear sky, 1 for an overcast one. */
  cloud_cover: number;
  /** Global irradiance on level ground. */
  irradiance_w_m2: number;
  sun_altitude_degree: number;
  sun_azimuth_degree: number;
  /** At the depth of cables. */
  soil_temperature_c: number;
}

/** Standard deviation of a day's temperature about its climate, K, and how long weather keeps. */
const WARMTH_K = 3.5;
const WARMTH_S = 48 * 3600;
const CLOUD_S = 10 * 3600;
const WIND_S = 6 * 3600;
const DIRECTION_S = 24 * 3600;
/** The dew point below the day's mean: mean and standard deviation, K. */
const DRYNESS_K = 4.5;
const DRYNESS_SPREAD_K = 2;
const DRYNESS_S = 24 * 3600;
/** Weibull distribution of wind 10 m above open ground, typical of temperate lowlands: mean 4 m/s. */
const WIND_SCALE_M_S = 4.5;
const WIND_SHAPE = 2;
const PREVAILING_DEGREE = 240;
const DIRECTION_SPREAD_DEGREE = 60;
/** A cover near 0 or 1 is more common than one between. */
const CLOUD_CONTRAST = 1.4;
const WARMEST_HOUR = 15;

/**
 * Weather by latitude, season and hour, with persistent deviations; or, as far as its columns go, that of a measured
 * series. Every deviation is a transformed Gaussian, so that any step gives the same distributions.
 */
export class WeatherModel {
  private readonly warmth: Deviation;
  private readonly dryness: Deviation;
  private readonly cloud: Deviation;
  private readonly wind: Deviation;
  private readonly direction: Deviation;

  constructor(
    private readonly random: Random,
    private readonly site: Site,
    private readonly series?: WeatherSeries,
  ) {
    this.warmth = new Deviation(random, WARMTH_S);
    this.dryness = new Deviation(random, DRYNESS_S);
    this.cloud = new Deviation(random, CLOUD_S);
    this.wind = new Deviation(random, WIND_S);
    this.direction = new Deviation(random, DIRECTION_S);
  }

  keep(archive: Archive): void {
    const { warmth, dryness, cloud, wind, direction } = this;
    for (const one of [warmth, dryness, cloud, wind, direction]) one.value = archive.number(one.value);
    archive.random(this.random);
  }

  /** The weather at a time (seconds since 1970, UTC), `step_s` after the last one asked for. */
  at(time_s: number, step_s: number): Weather {
    const { site } = this;
    const measured: Measured = this.series === undefined ? {} : measuredAt(this.series, time_s);
    const warmth_k = WARMTH_K * this.warmth.advance(step_s);
    const dryness_k = Math.max(0.3, DRYNESS_K + DRYNESS_SPREAD_K * this.dryness.advance(step_s));
    const cover = normalShare(CLOUD_CONTRAST * this.cloud.advance(step_s));
    const wind_m_s = weibull(this.wind.advance(step_s));
    const direction = PREVAILING_DEGREE + DIRECTION_SPREAD_DEGREE * this.direction.advance(step_s);

    const hour = solarHour(time_s, site);
    const sun = sunAt(Math.floor(dayOfYear(time_s)), hour, site.latitude_degree);
    const { daily_mean_c, diurnal_k } = climateAt(time_s, site);
    const cloud_cover = measured.cloud_cover ?? cover;
    const day_c = daily_mean_c + warmth_k;
    const swing_k = diurnal_k * (1 - 0.6 * cloud_cover);
    const modelled_c = day_c + swing_k * Math.cos((Math.PI * (hour - WARMEST_HOUR)) / 12);
    const ambient_temperature_c = clamp(measured.ambient_temperature_c ?? modelled_c, -55, 55);
    return {
      ambient_temperature_c,
      humidity_percent: measured.humidity_percent ?? humidity_percent(day_c - dryness_k, modelled_c),
      wind_m_s: measured.wind_m_s ?? wind_m_s,
      wind_direction_degree: measured.wind_direction_degree ?? ((direction % 360) + 360) % 360,
      cloud_cover,
      irradiance_w_m2:
        measured.irradiance_w_m2 ?? clearSky_w_m2(sun.altitude_degree) * cloudFactor(cloud_cover),
      sun_altitude_degree: sun.altitude_degree,
      sun_azimuth_degree: sun.azimuth_degree,
      soil_temperature_c: soilTemperature_c(time_s, site),
    };
  }
}

/**
 * Relative humidity from the dew point: RH = 100 e(Td)/e(T), e = 6.1094 exp(17.625 T/(T + 243.04)) hPa. O. A. Alduchov
 * and R. E. Eskridge, J. Appl. Meteorology 35, 1996, doi 10.1175/1520-0450(1996)035<0601:IMFAOS>2.0.CO;2.
 */
function humidity_percent(dew_c: number, air_c: number): number {
  const exponent = (t: number): number => (17.625 * t) / (t + 243.04);
  return clamp(100 * Math.exp(exponent(dew_c) - exponent(air_c)), 5, 100);
}

/** The Weibull quantile of a Gaussian's share: v = c (−ln(1 − Φ(z)))^(1/k). */
function weibull(z: number): number {
  return WIND_SCALE_M_S * (-Math.log(normalShare(-clamp(z, -4.5, 4.5)))) ** (1 / WIND_SHAPE);
}
