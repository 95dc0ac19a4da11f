import type { Grid } from '../../grid';
import type { Random } from '../../random';
import type { Archive } from '../../keeping';
import { climateAt } from '../weather/climate';
import { Deviation } from '../weather/deviation';
import { dayOfYear, type Site } from '../weather/sun';
import type { Weather } from '../weather/weather';
import { CUSTOMER_CLASSES, type LoadShapes, multiplierAt } from './load-shapes';
import { photovoltaicShare } from './photovoltaics';
import { seasonFactor } from './season';
import { BUILDING_TIME_S, temperatureFactor } from './temperature';

/** Standard deviation of a bus's demand about that of its class, and how long a deviation keeps. */
const DEVIATION = 0.03;
const PERSISTENCE_S = 1800;
/** The same of a class as a whole: what its customers do together. */
const COMMON_DEVIATION = 0.025;
const COMMON_PERSISTENCE_S = 6 * 3600;

export interface DemandOptions {
  shapes: LoadShapes;
  site: Site;
  /** Rated photovoltaic power at every load, in percent of the load's nominal one. */
  pv_percent: number;
}

/**
 * What every bus asks for: the shapes of its customers, moved by season and temperature, a random part that a class has
 * in common and one of the bus alone, less what panels deliver. Loads keep their power factor. `fix` overrides a bus.
 */
export class DemandModel {
  readonly demand_mw: Float64Array;
  readonly demand_mvar: Float64Array;
  /** A factor for each class, 1 unless a scenario says otherwise. */
  readonly scale = new Float64Array(CUSTOMER_CLASSES.length).fill(1);
  /** What each class takes of its nominal demand. */
  readonly multiplier = new Float64Array(CUSTOMER_CLASSES.length);
  private readonly deviation: Float64Array;
  private readonly common: readonly Deviation[];
  private felt_c: number | undefined;
  private readonly fixed = new Map<number, { mw: number; mvar: number }>();
  private readonly bus: Int32Array;
  private readonly customer: Uint8Array;
  private readonly p_mw: Float64Array;
  private readonly q_mvar: Float64Array;

  constructor(
    grid: Grid,
    private readonly options: DemandOptions,
    private readonly random: Random,
  ) {
    const { loads } = grid.network;
    this.demand_mw = new Float64Array(grid.busCount);
    this.demand_mvar = new Float64Array(grid.busCount);
    this.deviation = new Float64Array(grid.busCount);
    this.common = CUSTOMER_CLASSES.map(() => new Deviation(random, COMMON_PERSISTENCE_S));
    this.bus = Int32Array.from(loads, (load) => grid.busIndex.get(load.bus)!);
    this.customer = Uint8Array.from(loads, ({ customer }) =>
      CUSTOMER_CLASSES.indexOf(customer ?? 'residential'),
    );
    this.p_mw = Float64Array.from(loads, (load) => load.p_mw);
    this.q_mvar = Float64Array.from(loads, (load) => load.q_mvar);
  }

  advance(time_s: number, step_s: number, weather: Weather): void {
    const { demand_mw, demand_mvar, deviation, bus, customer, p_mw, q_mvar, multiplier } = this;
    const keep = Math.exp(-step_s / PERSISTENCE_S);
    const stir = DEVIATION * Math.sqrt(1 - keep * keep);
    for (let k = 0; k < deviation.length; k++)
      deviation[k] = keep * deviation[k] + stir * this.random.normal();
    this.moveClasses(time_s, step_s, weather);
    const { irradiance_w_m2, ambient_temperature_c } = weather;
    const sunny = (this.options.pv_percent / 100) * photovoltaicShare(irradiance_w_m2, ambient_temperature_c);
    demand_mw.fill(0);
    demand_mvar.fill(0);
    for (let k = 0; k < bus.length; k++) {
      const factor = Math.max(0, multiplier[customer[k]] * (1 + deviation[bus[k]]));
      demand_mw[bus[k]] += p_mw[k] * factor - sunny * Math.max(0, p_mw[k]);
      demand_mvar[bus[k]] += q_mvar[k] * factor;
    }
    for (const [k, { mw, mvar }] of this.fixed) {
      demand_mw[k] = mw;
      demand_mvar[k] = mvar;
    }
  }

  /** Holds a bus at a demand; without a reactive part it keeps the power factor 0.95. */
  fix(bus: number, demand_mw: number, demand_mvar = demand_mw * Math.tan(Math.acos(0.95))): void {
    this.fixed.set(bus, { mw: demand_mw, mvar: demand_mvar });
  }

  keep(archive: Archive): void {
    for (const values of [this.demand_mw, this.demand_mvar, this.scale, this.multiplier, this.deviation]) {
      archive.array(values);
    }
    for (const one of this.common) one.value = archive.number(one.value);
    this.felt_c = archive.json(this.felt_c);
    const fixed = archive.json([...this.fixed]);
    this.fixed.clear();
    for (const [bus, demand] of fixed) this.fixed.set(bus, demand);
    archive.random(this.random);
  }

  private moveClasses(time_s: number, step_s: number, weather: Weather): void {
    const { shapes, site } = this.options;
    const climate_c = climateAt(time_s, site).daily_mean_c;
    this.felt_c ??= climate_c;
    this.felt_c += (weather.ambient_temperature_c - this.felt_c) * (1 - Math.exp(-step_s / BUILDING_TIME_S));
    const local_s = time_s + site.longitude_degree * 240;
    const day = dayOfYear(local_s);
    CUSTOMER_CLASSES.forEach((name, c) => {
      const random = 1 + COMMON_DEVIATION * this.common[c].advance(step_s);
      const climate = shapes.follows_climate
        ? seasonFactor(name, day, site.latitude_degree) * temperatureFactor(name, this.felt_c!, climate_c)
        : 1;
      const shape = multiplierAt(shapes, name, shapes.follows_climate ? local_s : time_s);
      this.multiplier[c] = this.scale[c] * shape * climate * random;
    });
  }
}
