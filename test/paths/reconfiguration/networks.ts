import type { Branch, Network } from '../../../lib/contract';
import { compileGrid, type Grid } from '../../../lib/grid';
import { Random } from '../../../lib/random';

export interface Shape {
  buses: number;
  /** Open at present, beyond those of the tree. */
  ties: number;
  seed: number;
  slacks?: number;
  /** Share of buses that feed in what they do not take. */
  feedingIn?: number;
  charged?: boolean;
  /** Share of branches with a ratio of their own. */
  transformers?: number;
}

/** A radial network at the scale of the published feeders, one tree for each slack, and ties at random. */
export function tiedNetwork(shape: Shape): Network {
  const { buses, ties, seed, slacks = 1, feedingIn = 0, charged = false, transformers = 0 } = shape;
  const random = new Random(seed, 5);
  const branches: Branch[] = [];
  const join = (from: number, to: number, closed: boolean): void => {
    const r_pu = random.between(0.005, 0.05);
    const id = `L${branches.length + 1}`;
    branches.push({
      id,
      name: id,
      kind: 'line',
      from: `B${from}`,
      to: `B${to}`,
      r_pu,
      x_pu: r_pu * random.between(0.4, 1.2),
      closed,
      ...(charged ? { b_pu: 0.0005 } : {}),
      ...(random.next() < transformers ? { tap_ratio: random.between(0.97, 1.03) } : {}),
    });
  };
  for (let bus = slacks; bus < buses; bus++) join(Math.max(0, bus - 1 - random.below(3)), bus, true);
  for (let tie = 0; tie < ties; tie++) {
    const from = random.below(buses);
    join(from, (from + 1 + random.below(buses - 1)) % buses, false);
  }
  return {
    format: 'gridloom-network',
    version: 1,
    id: `tied-${buses}-${seed}`,
    name: '',
    base_mva: 10,
    buses: Array.from({ length: buses }, (_, bus) => ({
      id: `B${bus}`,
      name: '',
      base_kv: 12.66,
      vm_min_pu: 0.8,
      vm_max_pu: 1.05,
    })),
    generators: Array.from({ length: slacks }, (_, g) => ({
      id: `G${g}`,
      bus: `B${g}`,
      p_mw: 0,
      vm_pu: 1,
      slack: true,
    })),
    loads: Array.from({ length: buses - slacks }, (_, k) => {
      const sign = random.next() < feedingIn ? -1 : 1;
      const p_mw = (9 / buses) * random.between(0.05, 0.6);
      return { id: `D${k}`, bus: `B${k + slacks}`, p_mw: sign * p_mw, q_mvar: 0.5 * p_mw };
    }),
    branches,
  };
}

export function tiedGrid(shape: Shape): Grid {
  return compileGrid(tiedNetwork(shape));
}
