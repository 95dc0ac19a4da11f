import type { Network } from '../contract';
import { gridError } from '../errors';

/** Below it, rounding alone leaves more than 1e-6 per unit of power unaccounted for (8 ε/|z| at each end). */
const LEAST_IMPEDANCE_PU = 1e-8;

/**
 * What a network must satisfy beyond its form: unique ids, references that lead somewhere, one slack, impedances
 * that are not as good as zero, and a generator behind every bus when all branches are closed. Throws INVALID_NETWORK.
 */
export function checkNetwork(network: Network): void {
  const buses = collectIds('buses', network.buses);
  collectIds('branches', network.branches);
  collectIds('generators', network.generators);
  collectIds('loads', network.loads);
  checkGenerators(network, buses);
  for (const [index, load] of network.loads.entries()) {
    checkReference(`loads[${index}] "${load.id}".bus`, load.bus, buses);
  }
  checkBranches(network, buses);
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

function checkReference(at: string, id: string, buses: ReadonlySet<string>): void {
  if (!buses.has(id)) {
    throw gridError('INVALID_NETWORK', { at, got: id, allowed: 'the id of a bus of this network' });
  }
}

function checkGenerators(network: Network, buses: ReadonlySet<string>): void {
  const slacks = network.generators.filter((generator) => generator.slack === true);
  if (network.generators.length === 0) {
    throw gridError('INVALID_NETWORK', { at: 'generators', got: 'none', allowed: 'one at least' });
  }
  if (slacks.length !== 1) {
    throw gridError('INVALID_NETWORK', {
      at: 'generators[].slack',
      got: slacks.length === 0 ? 'none' : slacks.map((generator) => generator.id),
      allowed: 'exactly one generator with "slack": true',
    });
  }
  for (const [index, generator] of network.generators.entries()) {
    checkReference(`generators[${index}] "${generator.id}".bus`, generator.bus, buses);
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
    const impedance = Math.hypot(branch.r_pu, branch.x_pu);
    if (impedance < LEAST_IMPEDANCE_PU) {
      throw gridError('INVALID_NETWORK', {
        at: `${at}.r_pu and .x_pu`,
        got: impedance,
        allowed: `an impedance of ${LEAST_IMPEDANCE_PU} per unit at least`,
        remedy: 'Merge the two buses, or give the branch a small reactance',
      });
    }
    if (branch.r_pu < 0) {
      throw gridError('INVALID_NETWORK', {
        at: `${at}.r_pu`,
        got: branch.r_pu,
        allowed: 'a number not below 0',
      });
    }
  }
}

/** Every bus must be within reach of a generator when all branches are closed. */
function checkSupply(network: Network): void {
  const neighbours = new Map<string, string[]>(network.buses.map((bus) => [bus.id, []]));
  for (const { from, to } of network.branches) {
    neighbours.get(from)!.push(to);
    neighbours.get(to)!.push(from);
  }
  const reached = new Set(network.generators.map((generator) => generator.bus));
  for (const bus of reached) for (const next of neighbours.get(bus)!) reached.add(next);
  const island = network.buses.filter((bus) => !reached.has(bus.id));
  if (island.length > 0) {
    throw gridError('INVALID_NETWORK', {
      at: 'buses',
      got: island.slice(0, 5).map((bus) => bus.id),
      allowed: 'buses that a generator reaches over the branches',
      remedy: `Connect ${island.length === 1 ? 'this bus' : `these ${island.length} buses`}, or add a generator`,
    });
  }
}
