import type { Branch, Network } from '../../../lib/contract';
import { builtinNetwork } from '../../../lib/grid';
import { Random } from '../../../lib/random';

const CLASSES = [1, 2, 3] as const;

/** A built-in network with classes at random, and ratings and bands made tighter. */
export function tightened(name: string, seed: number, rating: number, vm_min_pu: number): Network {
  const random = new Random(seed);
  const network = structuredClone(builtinNetwork(name));
  for (const load of network.loads) load.priority = CLASSES[random.below(3)];
  for (const branch of network.branches) if (branch.rating_mva !== undefined) branch.rating_mva *= rating;
  for (const bus of network.buses) bus.vm_min_pu = vm_min_pu;
  return network;
}

/** Feeders from two sources, a tree each, and open ties between all; few enough buses to try everything. */
export function smallFeeders(seed: number): Network {
  const random = new Random(seed);
  const count = 8;
  const branches: Branch[] = [];
  const add = (from: number, to: number, closed: boolean, switchable: boolean): void => {
    const id = `L${branches.length}`;
    const r_pu = 0.004 + 0.01 * random.next();
    const x_pu = r_pu * (0.5 + random.next());
    const rating_mva = 2 + 4 * random.next();
    branches.push({
      ...{ id, name: id, kind: 'line', from: `B${from}`, to: `B${to}` },
      ...{ r_pu, x_pu, rating_mva, closed, switchable },
    });
  };
  for (let bus = 2; bus < count; bus++) {
    const earlier = bus < 4 ? bus - 2 : random.below(bus);
    add(earlier, bus, true, random.next() < 0.8);
  }
  for (let tie = 0; tie < 4; tie++) {
    const from = random.below(count);
    add(from, (from + 1 + random.below(count - 1)) % count, false, tie > 0 || random.next() < 0.5);
  }
  return {
    ...{ format: 'gridloom-network', version: 1, id: `small-${seed}`, name: 'small', base_mva: 10 },
    buses: Array.from({ length: count }, (_, bus) => ({
      ...{ id: `B${bus}`, name: `B${bus}`, base_kv: 11, vm_min_pu: 0.97, vm_max_pu: 1.05 },
    })),
    generators: [0, 1].map((bus) => ({ id: `G${bus}`, bus: `B${bus}`, p_mw: 0, vm_pu: 1, slack: true })),
    loads: Array.from({ length: 8 }, (_, k) => ({
      ...{ id: `D${k}`, bus: `B${2 + (k % (count - 2))}`, p_mw: 0.2 + 1.5 * random.next(), q_mvar: 0.3 },
      ...(k > 1 && { priority: CLASSES[random.below(3)] }),
    })),
    branches,
  };
}
