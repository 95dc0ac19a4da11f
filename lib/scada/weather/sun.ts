/** Where the sun stands, and what a clear sky lets through. Angles in degrees, azimuth clockwise from north. */
const RADIAN = Math.PI / 180;
const DAY_S = 86_400;

export interface Site {
  /** North is positive, −90 to 90. */
  latitude_degree: number;
  /** East is positive, −180 to 180. */
  longitude_degree: number;
}

/** A temperate place on the meridian of UTC, where nothing is said. */
export const USUAL_SITE: Site = { latitude_degree: 50, longitude_degree: 0 };

export interface Sun {
  altitude_degree: number;
  azimuth_degree: number;
}

/** Day of the year, from 1, with its fraction: in UTC. */
export function dayOfYear(time_s: number): number {
  const year = new Date(time_s * 1000).getUTCFullYear();
  return 1 + (time_s - Date.UTC(year, 0, 1) / 1000) / DAY_S;
}

/**
 * Apparent solar time in hours: mean time of the meridian and the equation of time E of J. W. Spencer, "Fourier
 * series representation of the position of the sun", Search 2(5), 1971:
 *   E = 229.18 (0.000075 + 0.001868 cos B − 0.032077 sin B − 0.014615 cos 2B − 0.040849 sin 2B) minutes,
 *   B = 2π (N − 1)/365.
 */
export function solarHour(time_s: number, { longitude_degree }: Site): number {
  const b = (2 * Math.PI * (Math.floor(dayOfYear(time_s)) - 1)) / 365;
  const equation_min =
    229.18 *
    (0.000075 +
      0.001868 * Math.cos(b) -
      0.032077 * Math.sin(b) -
      0.014615 * Math.cos(2 * b) -
      0.040849 * Math.sin(2 * b));
  const hour = (time_s % DAY_S) / 3600 + longitude_degree / 15 + equation_min / 60;
  return ((hour % 24) + 24) % 24;
}

/**
 * IEEE Std 738-2012, clauses 4.5.4 and 4.5.5, with the day N and the hour angle ω = 15° × (solar hour − 12):
 *   (16a) Hc = arcsin(cos Lat · cos δ · cos ω + sin Lat · sin δ)
 *   (16b) δ = 23.46° · sin(360° (284 + N)/365)
 *   (17a) Zc = C + arctan χ
 *   (17b) χ = sin ω / (sin Lat · cos ω − cos Lat · tan δ)
 * C, the constant of table 2 by the signs of ω and χ, and the arc tangent are together 180° + atan2 of χ's two parts,
 * which also holds where ω is 0.
 */
export function sunAt(day: number, hour: number, latitude_degree: number): Sun {
  const latitude = latitude_degree * RADIAN;
  const delta = 23.46 * RADIAN * Math.sin((2 * Math.PI * (284 + day)) / 365);
  const omega = 15 * (hour - 12) * RADIAN;
  const height =
    Math.cos(latitude) * Math.cos(delta) * Math.cos(omega) + Math.sin(latitude) * Math.sin(delta);
  const east = Math.sin(omega);
  const south = Math.sin(latitude) * Math.cos(omega) - Math.cos(latitude) * Math.tan(delta);
  return {
    altitude_degree: Math.asin(Math.min(1, Math.max(-1, height))) / RADIAN,
    azimuth_degree: 180 + Math.atan2(east, south) / RADIAN,
  };
}

/**
 * Global irradiance on level ground under a clear sky, W/m²: G = 1098 cos z · exp(−0.057 / cos z) with the zenith
 * angle z. B. Haurwitz, "Insolation in relation to cloudiness and cloud density", J. Meteorology 2, 1945,
 * doi 10.1175/1520-0469(1945)002<0154:IIRTCA>2.0.CO;2.
 */
export function clearSky_w_m2(altitude_degree: number): number {
  const cosine = Math.sin(altitude_degree * RADIAN);
  return cosine > 0 ? 1098 * cosine * Math.exp(-0.057 / cosine) : 0;
}

/**
 * What clouds leave of it: 1 − 0.75 N^3.4 for a cover N from 0 to 1. F. Kasten and G. Czeplak, "Solar and terrestrial
 * radiation dependent on the amount and type of cloud", Solar Energy 24(2), 1980, doi 10.1016/0038-092X(80)90391-6.
 */
export function cloudFactor(cloud_cover: number): number {
  return 1 - 0.75 * cloud_cover ** 3.4;
}
