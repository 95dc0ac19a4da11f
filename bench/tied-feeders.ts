import type { Branch, Network } from '../lib/contract';
import { generateFeeders } from '../lib/grid';
import { Random } from '../lib/random';

/** Of so many nodes the nearest is looked for. */
const TRIES = 40;

/** Generated feeders with more open ties than they come with: each joins a node to a near one, `ties` in all. */
export function tiedFeeders(num_nodes: number, ties: number, seed: number): Network {
  const network = generateFeeders({ num_nodes, seed });
  const random = new Random(seed, 9);
  const { buses } = network;
  const model = network.branches[0];
  const joined = new Set(network.branches.map(({ from, to }) => `${from} ${to}`));
  const branches: Branch[] = [...network.branches];
  for (let t = branches.filter(({ closed }) => !closed).length; t < ties; ) {
    const from = buses[random.below(buses.length)];
    const others = Array.from({ length: TRIES }, () => buses[random.below(buses.length)]);
    const length = (other: (typeof buses)[number]): number =>
      Math.hypot(other.x! - from.x!, other.y! - from.y!);
    const to = others.filter(({ id }) => id !== from.id).sort((a, b) => length(a) - length(b))[0];
    if (joined.has(`${from.id} ${to.id}`) || joined.has(`${to.id} ${from.id}`)) continue;
    joined.add(`${from.id} ${to.id}`);
    const length_km = Math.max(0.05, length(to));
    const share = length_km / model.length_km!;
    const { r_pu, x_pu, b_pu = 0 } = model;
    branches.push({
      ...model,
      id: `X${++t}`,
      name: `${from.id} – ${to.id} tie`,
      from: from.id,
      to: to.id,
      r_pu: r_pu * share,
      x_pu: x_pu * share,
      b_pu: b_pu * share,
      length_km,
      closed: false,
    });
  }
  return { ...network, id: `${network.id}-tied-${ties}`, branches };
}
