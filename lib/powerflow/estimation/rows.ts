/**
 * Measurements in the form in which the estimator works: one row each, per unit and radians, quantities by their place
 * in `MEASURED_QUANTITIES`.
 */
import { gridError } from '../../errors';
import type { Grid } from '../../grid';
import type { Admittance } from '../admittance';
import { MEASURED_QUANTITIES, type Measurement } from './types';

export const VM = 0;
export const VA = 1;
export const P = 2;
export const Q = 3;
export const P_FROM = 4;
export const Q_FROM = 5;
export const P_TO = 6;
export const Q_TO = 7;
export const I_FROM = 8;
export const I_TO = 9;

/** Where a row comes from, if not from a measurement. */
export const ZERO_INJECTION = -1;
export const PSEUDO = -2;

export interface Row {
  quantity: number;
  /** Bus or branch. */
  element: number;
  /** Of a current the square: smooth where the current is 0, while its size has an edge there. */
  z: number;
  sigma: number;
  /** What one of z is in the quantity's own unit; of a current at that which was measured. */
  unit: number;
  /** The measurement's place, or ZERO_INJECTION or PSEUDO. */
  origin: number;
}

/** What one per unit (or one radian) of a quantity at an element is in its own unit. */
export function unitOf(grid: Grid, quantity: number, element: number): number {
  if (quantity === VM) return 1;
  if (quantity === VA) return 180 / Math.PI;
  if (quantity < I_FROM) return grid.base_mva;
  const bus = quantity === I_FROM ? grid.from[element] : grid.to[element];
  // I = S / (√3 U)
  return grid.base_mva / (Math.sqrt(3) * grid.network.buses[bus].base_kv!);
}

/**
 * The row of each measurement. Throws UNKNOWN_ELEMENT for what the network does not have, and INVALID_READING for a
 * value that is not finite, a sigma that is not above 0, and a current where the bus has no base voltage.
 */
export function rowsOf(grid: Grid, measurements: readonly Measurement[]): Row[] {
  return measurements.map((measurement, origin) => {
    const at = `measurements[${origin}] ${measurement.quantity} of "${measurement.element}"`;
    const quantity = MEASURED_QUANTITIES.indexOf(measurement.quantity);
    if (quantity < 0) {
      const allowed = MEASURED_QUANTITIES.join(', ');
      throw gridError('INVALID_READING', { at, got: measurement.quantity, allowed });
    }
    const element = elementOf(grid, quantity, measurement.element, at);
    const { value, sigma } = measurement;
    if (!Number.isFinite(value))
      throw gridError('INVALID_READING', { at: `${at}: value`, got: value, allowed: 'a finite number' });
    if (!(sigma > 0 && sigma < Infinity))
      throw gridError('INVALID_READING', { at: `${at}: sigma`, got: sigma, allowed: 'a number above 0' });
    const unit = unitOf(grid, quantity, element);
    if (!Number.isFinite(unit)) {
      throw gridError('INVALID_READING', {
        at,
        got: 'a current where the bus has no base_kv',
        allowed: 'currents at buses whose nominal voltage is known',
        remedy: 'Give the bus a base_kv',
      });
    }
    if (quantity < I_FROM) return { quantity, element, z: value / unit, sigma: sigma / unit, unit, origin };
    // I² has the slope 2I; for a current lost in its own error that of the error. One below 0 stays so.
    const slope = (2 * Math.max(Math.abs(value), sigma)) / unit;
    return {
      quantity,
      element,
      z: (value * Math.abs(value)) / unit ** 2,
      sigma: (slope * sigma) / unit,
      unit: unit / slope,
      origin,
    };
  });
}

/** z, or h(x), in the quantity's own unit. */
export function inOwnUnit(grid: Grid, { quantity, element }: Row, z: number): number {
  const size = quantity < I_FROM ? z : Math.sign(z) * Math.sqrt(Math.abs(z));
  return size * unitOf(grid, quantity, element);
}

/** z − h(x) in the quantity's own unit; of a current the difference of its sizes. */
export function residualInOwnUnit(grid: Grid, row: Row, h: number, residual: number): number {
  if (row.quantity < I_FROM) return residual * row.unit;
  return inOwnUnit(grid, row, row.z) - inOwnUnit(grid, row, h);
}

export function isToEnd(quantity: number): boolean {
  return quantity === P_TO || quantity === Q_TO || quantity === I_TO;
}

/** Ranks of the end at which a branch is measured, and of the other. */
export function ends(
  { from, to }: Pick<Admittance, 'from' | 'to'>,
  quantity: number,
  branch: number,
): [number, number] {
  return isToEnd(quantity) ? [to[branch], from[branch]] : [from[branch], to[branch]];
}

function elementOf(grid: Grid, quantity: number, id: string, at: string): number {
  const ofBus = quantity < P_FROM;
  const index = ofBus ? grid.busIndex : grid.branchIndex;
  const found = index.get(id);
  if (found !== undefined) return found;
  const allowed = `the id of one of the ${index.size} ${ofBus ? 'buses' : 'branches'} of network "${grid.network.id}"`;
  throw gridError('UNKNOWN_ELEMENT', { at, got: id, allowed });
}
