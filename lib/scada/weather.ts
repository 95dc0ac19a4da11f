import type { Random } from '../random';
import { clamp } from './clamp';

const DAY_S = 86_400;
const YEAR_S = 365.25 * DAY_S;
/** 2024-01-15 00:00 UTC: the coldest time of the assumed year. */
const COLDEST_S = 1_705_276_800;
/** Weather keeps for about this long. */
const PERSISTENCE_S = 6 * 3600;

export interface Weather {
  ambient_temperature_c: number;
  humidity_percent: number;
  wind_m_s: number;
}

/**
 * Weather of a temperate place: sinusoids of the year and the day and one autoregressive deviation each (an
 * Ornstein–Uhlenbeck process, exact for any step).
 */
export class WeatherModel {
  private warmth = 0;
  private moisture = 0;
  private gust = 0;

  constructor(private readonly random: Random) {}

  /** The weather at a time (seconds since 1970, UTC), `step_s` after the last one asked for. */
  at(time_s: number, step_s: number): Weather {
    const keep = Math.exp(-step_s / PERSISTENCE_S);
    const stir = Math.sqrt(1 - keep * keep);
    this.warmth = keep * this.warmth + stir * 3 * this.random.normal();
    this.moisture = keep * this.moisture + stir * 9 * this.random.normal();
    this.gust = keep * this.gust + stir * 0.5 * this.random.normal();
    const season = -Math.cos((2 * Math.PI * (time_s - COLDEST_S)) / YEAR_S);
    // Warmest at 15 h.
    const hour = Math.cos((2 * Math.PI * ((time_s % DAY_S) - 15 * 3600)) / DAY_S);
    return {
      ambient_temperature_c: clamp(11 + 9 * season + 5 * hour + this.warmth, -25, 42),
      humidity_percent: clamp(70 - 12 * hour - 6 * season + this.moisture, 12, 100),
      wind_m_s: 3.5 * Math.exp(this.gust),
    };
  }
}
