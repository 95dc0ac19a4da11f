import type { Network } from '../lib/contract';
import { Random } from '../lib/random';

/** Lines from each copy to earlier ones. */
const TIES = 40;

/**
 * So many copies of a network, each joined to earlier ones by lines between random buses: a stand-in, in size and in
 * fill of the factors, for transmission networks larger than those that are at hand. It is no real grid.
 */
export function joinedCopies(network: Network, copies: number): Network {
  const random = new Random(copies);
  const all: Network = {
    ...network,
    id: `${copies} × ${network.id}`,
    buses: [],
    generators: [],
    loads: [],
    shunts: [],
    branches: [],
  };
  for (let copy = 0; copy < copies; copy++) {
    const own = (id: string): string => `${copy}/${id}`;
    all.buses.push(...network.buses.map((bus) => ({ ...bus, id: own(bus.id) })));
    all.generators.push(
      ...network.generators.map((generator) => ({
        ...generator,
        id: own(generator.id),
        bus: own(generator.bus),
        slack: generator.slack === true && copy === 0,
      })),
    );
    all.loads.push(...network.loads.map((load) => ({ ...load, id: own(load.id), bus: own(load.bus) })));
    all.shunts!.push(
      ...(network.shunts ?? []).map((shunt) => ({ ...shunt, id: own(shunt.id), bus: own(shunt.bus) })),
    );
    all.branches.push(
      ...network.branches.map((branch) => ({
        ...branch,
        id: own(branch.id),
        from: own(branch.from),
        to: own(branch.to),
      })),
    );
    for (let tie = 0; copy > 0 && tie < TIES; tie++) {
      const { id } = network.buses[random.below(network.buses.length)];
      all.branches.push({
        id: own(`tie-${tie}`),
        name: '',
        kind: 'line',
        from: own(id),
        to: `${random.below(copy)}/${id}`,
        r_pu: 0.002,
        x_pu: 0.02,
        closed: true,
      });
    }
  }
  return all;
}
