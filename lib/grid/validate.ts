import type { Branch, Network } from '../contract';
import { gridError } from '../errors';
import { checkSlacks, checkSupply } from './supply';

/** Below it, rounding alone leaves more than 4e-5 per unit of power unaccounted for (8 ε/|z| at each end). */
export const LEAST_IMPEDANCE_PU = 5e-11;

export function impedanceOf({ r_pu, x_pu }: Branch): number {
  return Math.hypot(r_pu, x_pu);
}

/**
 * What a network must satisfy beyond its form: unique ids, references that lead somewhere, a slack and not two that
 * are connected, impedances that are not as good as zero, no load where a bus is out of service, and a generator
 * behind every bus when all branches are closed. Throws INVALID_NETWORK.
 */
export function checkNetwork(network: Network): void {
  const { loads, shunts = [] } = network;
  checkFinite(network);
  const buses = collectIds('buses', network.buses);
  collectIds('branches', network.branches);
  collectIds('generators', network.generators);
  collectIds('loads', loads);
  collectIds('shunts', shunts);
  for (const [index, { id, bus }] of shunts.entries())
    checkReference(`shunts[${index}] "${id}".bus`, bus, buses);
  checkGenerators(network, buses);
  checkLoads(network, buses);
  checkBranches(network, buses);
  checkSlacks(network);
  checkSupply(network);
}

function collectIds(table: string, elements: readonly { id: string }[]): Set<string> {
  const ids = new Set<string>();
  for (const [index, { id }] of elements.entries()) {
    if (ids.has(id)) {
      throw gridError('INVALID_NETWORK', {
        at: `${table}[${index}].id`,
        got: id,
        allowed: 'an id that no other has',
      });
    }
    ids.add(id);
  }
  return ids;
}

/** What code hands over may hold what no JSON can. */
function checkFinite({ base_mva, buses, generators, loads, shunts = [], branches }: Network): void {
  for (const [table, elements] of Object.entries({ buses, generators, loads, shunts, branches })) {
    for (const [index, element] of elements.entries()) {
      for (const field in element) {
        const value = (element as unknown as Record<string, unknown>)[field];
        if (typeof value === 'number' && !Number.isFinite(value)) {
          const at = `${table}[${index}] "${element.id}".${field}`;
          throw gridError('INVALID_NETWORK', { at, got: value, allowed: 'a finite number' });
        }
      }
    }
  }
  if (!(base_mva > 0 && base_mva < Number.POSITIVE_INFINITY)) {
    throw gridError('INVALID_NETWORK', { at: 'base_mva', got: base_mva, allowed: 'a number above 0' });
  }
}

function checkReference(at: string, id: string, buses: ReadonlySet<string>): void {
  if (!buses.has(id)) {
    throw gridError('INVALID_NETWORK', { at, got: id, allowed: 'the id of a bus of this network' });
  }
}

function checkGenerators({ generators }: Network, buses: ReadonlySet<string>): void {
  if (generators.length === 0) {
    throw gridError('INVALID_NETWORK', { at: 'generators', got: 'none', allowed: 'one at least' });
  }
  for (const [index, generator] of generators.entries()) {
    const at = `generators[${index}] "${generator.id}"`;
    checkReference(`${at}.bus`, generator.bus, buses);
    if (generator.slack === true && generator.voltage_control === false) {
      const allowed = 'true, or no field, for a slack';
      throw gridError('INVALID_NETWORK', { at: `${at}.voltage_control`, got: false, allowed });
    }
  }
}

function checkLoads({ loads, buses: all }: Network, buses: ReadonlySet<string>): void {
  const out = new Set(all.filter((bus) => bus.in_service === false).map((bus) => bus.id));
  for (const [index, load] of loads.entries()) {
    const at = `loads[${index}] "${load.id}"`;
    checkReference(`${at}.bus`, load.bus, buses);
    if (out.has(load.bus) && (load.p_mw !== 0 || load.q_mvar !== 0)) {
      throw gridError('INVALID_NETWORK', {
        at: `${at}.bus "${load.bus}"`,
        got: `an isolated bus with a load of ${load.p_mw} MW and ${load.q_mvar} Mvar`,
        allowed: 'loads at buses in service',
        remedy: 'Put the bus in service, or take the load away',
      });
    }
  }
}

function checkBranches(network: Network, buses: ReadonlySet<string>): void {
  for (const [index, branch] of network.branches.entries()) {
    const at = `branches[${index}] "${branch.id}"`;
    checkReference(`${at}.from`, branch.from, buses);
    checkReference(`${at}.to`, branch.to, buses);
    if (branch.from === branch.to) {
      throw gridError('INVALID_NETWORK', {
        at: `${at}.to`,
        got: branch.to,
        allowed: 'another bus than from',
      });
    }
    // Open, it is a mere remark that two buses could be one; `compileGrid` leaves it open.
    const impedance = impedanceOf(branch);
    if (branch.closed && impedance < LEAST_IMPEDANCE_PU) {
      throw gridError('INVALID_NETWORK', {
        at: `${at}.r_pu and .x_pu`,
        got: impedance,
        allowed: `an impedance of ${LEAST_IMPEDANCE_PU} per unit at least`,
        remedy: 'Merge the two buses, or give the branch a small reactance',
      });
    }
  }
}
