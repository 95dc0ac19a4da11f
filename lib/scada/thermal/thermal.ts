import type { Branch } from '../../contract';
import type { Grid } from '../../grid';
import type { Random } from '../../random';
import type { Archive } from '../../keeping';
import type { Weather } from '../weather/weather';
import { CABLE_TIME_CONSTANT_S, cableSettled_c } from './cable';
import { type Conductor, HOTTEST_C, heated_c, type Surroundings, settled_c } from './conductor';
import { conductorRatedFor } from './equivalent-conductor';
import { beamSine, clearFlux_w_m2, windFactor } from './heat-balance';
import { cloudFactor } from '../weather/sun';
import {
  ageingRate,
  approach,
  heatTransformer,
  hotSpot_c,
  settleTransformer,
  TRANSFORMER_STATES,
  type TransformerThermal,
  transformerRatedFor,
} from './transformer';

/** Where a network tells no voltage, a line is taken for one of this rating. */
const USUAL_RATING_A = 535;
/** The same for a transformer without a rating. */
const USUAL_RATING_MVA = 10;
const MINUTE_S = 60;
/** The equations of a transformer mean nothing beyond a small multiple of its rating. */
const MOST_LOAD = 5;
/** Ageing is summed over pieces of a step so long, as far as they are not more than the second figure. */
const PIECE_S = 1800;
const MOST_PIECES = 48;

interface LineThermal {
  edge: number;
  conductor: Conductor;
  /** Current of the conductor at the branch's rating, A. */
  rated_a: number;
  azimuth_degree: number;
}

/** The temperature of every edge, from its current and the weather, with its heat. */
export class ThermalModel {
  /** Conductor, cable or winding hot spot; valid until the next `advance`. */
  readonly temperature_c: Float64Array;
  /** Relative ageing of the insulation over the last step: 1 where an hour counts as one. Transformers alone. */
  readonly ageing: Float64Array;
  private readonly lines: readonly LineThermal[];
  private readonly cables: Int32Array;
  private readonly transformers: readonly { edge: number; form: TransformerThermal }[];
  private readonly states: Float64Array;
  private readonly near: Surroundings = {
    ambient_c: 0,
    wind_m_s: 0,
    wind_factor: 0,
    solar_w_m: 0,
    elevation_m: 0,
  };
  private settled = false;

  constructor(grid: Grid, random: Random) {
    const { branches } = grid.network;
    this.temperature_c = new Float64Array(branches.length);
    this.ageing = new Float64Array(branches.length);
    this.lines = branches.flatMap((branch, edge) =>
      branch.kind === 'line' ? [lineOf(grid, branch, edge, random)] : [],
    );
    this.cables = Int32Array.from(edgesOf(branches, 'cable'));
    this.transformers = edgesOf(branches, 'transformer').map((edge) => ({
      edge,
      form: transformerRatedFor(branches[edge].rating_mva ?? USUAL_RATING_MVA),
    }));
    this.states = new Float64Array(TRANSFORMER_STATES * this.transformers.length);
  }

  /** `loading` is the share of the rated current, one value an edge. The first step finds everything settled. */
  advance(step_s: number, weather: Weather, loading: Float64Array): void {
    this.heatLines(step_s, weather, loading);
    const { temperature_c, cables } = this;
    for (let n = 0; n < cables.length; n++) {
      const k = cables[n];
      const target_c = cableSettled_c(loading[k], weather.soil_temperature_c, HOTTEST_C);
      const steps = this.settled ? step_s / CABLE_TIME_CONSTANT_S : Number.POSITIVE_INFINITY;
      temperature_c[k] = approach(this.settled ? temperature_c[k] : target_c, target_c, steps);
    }
    for (let n = 0; n < this.transformers.length; n++) this.heatWinding(n, step_s, weather, loading);
    this.settled = true;
  }

  keep(archive: Archive): void {
    for (const values of [this.temperature_c, this.ageing, this.states]) archive.array(values);
    this.settled = archive.flag(this.settled);
  }

  private heatLines(step_s: number, weather: Weather, loading: Float64Array): void {
    const { near, temperature_c, lines } = this;
    const sun = { altitude_degree: weather.sun_altitude_degree, azimuth_degree: weather.sun_azimuth_degree };
    const flux_w_m2 =
      clearFlux_w_m2(sun.altitude_degree, near.elevation_m) * cloudFactor(weather.cloud_cover);
    near.ambient_c = weather.ambient_temperature_c;
    near.wind_m_s = weather.wind_m_s;
    for (let n = 0; n < lines.length; n++) {
      const { edge, conductor, rated_a, azimuth_degree } = lines[n];
      near.wind_factor = windFactor(
        Math.cos(((weather.wind_direction_degree - azimuth_degree) * Math.PI) / 180),
      );
      // (8): qs = α Qse sin θ A′, A′ the diameter for each metre.
      const beam = flux_w_m2 > 0 ? flux_w_m2 * beamSine(sun, azimuth_degree) : 0;
      near.solar_w_m = conductor.absorptivity * conductor.diameter_m * beam;
      const current_a = rated_a * loading[edge];
      temperature_c[edge] = this.settled
        ? heated_c(conductor, near, current_a, temperature_c[edge], step_s)
        : settled_c(conductor, near, current_a);
    }
  }

  private heatWinding(n: number, step_s: number, weather: Weather, loading: Float64Array): void {
    const { states, temperature_c } = this;
    const { edge, form } = this.transformers[n];
    const at = TRANSFORMER_STATES * n;
    const air_c = weather.ambient_temperature_c;
    const load = Math.min(MOST_LOAD, loading[edge]);
    if (!this.settled) settleTransformer(form, states, at, load, air_c);
    const pieces = Math.min(MOST_PIECES, Math.max(1, Math.ceil(step_s / PIECE_S)));
    const half_min = step_s / (2 * pieces * MINUTE_S);
    // Simpson's rule on V over the exact course of each piece.
    let ageing = 0;
    let before = ageingRate(this.winding_c(at));
    for (let piece = 0; piece < pieces; piece++) {
      heatTransformer(form, states, at, load, air_c, half_min);
      const middle = ageingRate(this.winding_c(at));
      heatTransformer(form, states, at, load, air_c, half_min);
      const after = ageingRate(this.winding_c(at));
      ageing += (before + 4 * middle + after) / 6;
      before = after;
    }
    temperature_c[edge] = this.winding_c(at);
    this.ageing[edge] = ageing / pieces;
  }

  private winding_c(at: number): number {
    return Math.min(HOTTEST_C, hotSpot_c(this.states, at));
  }
}

function edgesOf(branches: readonly Branch[], kind: Branch['kind']): number[] {
  return branches.flatMap((branch, edge) => (branch.kind === kind ? [edge] : []));
}

function lineOf(grid: Grid, branch: Branch, edge: number, random: Random): LineThermal {
  const from = grid.network.buses[grid.from[edge]];
  const to = grid.network.buses[grid.to[edge]];
  const { rating_mva } = branch;
  const told = rating_mva !== undefined && from.base_kv !== undefined;
  const rating_a = told ? (1000 * rating_mva) / (Math.sqrt(3) * from.base_kv!) : USUAL_RATING_A;
  const { conductor, share } = conductorRatedFor(rating_a);
  // East is x and north is y on a map; where there is none, lines run anyhow.
  const anyhow = random.between(0, 180);
  const mapped = from.x !== undefined && from.y !== undefined && to.x !== undefined && to.y !== undefined;
  const azimuth_degree = mapped ? (Math.atan2(to.x! - from.x!, to.y! - from.y!) * 180) / Math.PI : anyhow;
  return { edge, conductor, rated_a: rating_a * share, azimuth_degree };
}
