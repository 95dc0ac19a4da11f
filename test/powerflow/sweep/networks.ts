import type { Branch, Generator, Network, Shunt } from '../../../lib/contract';
import { randomStream } from '../../support/random';

export interface Shape {
  size: number;
  seed: number;
  /** Voltage drop to the end of the worst feeder by ΔV ≈ rP + xQ; 0.06 where nothing is said. */
  drop_pu?: number;
  /** Closed branches beyond the tree. */
  ties?: number;
  /** Share of the branches that are transformers with taps and shifts, and of those with charging. */
  transformers?: number;
  charged?: number;
  /** Generators that hold no voltage, and those that do. */
  injecting?: number;
  holding?: number;
  shunts?: number;
  slacks?: number;
}

/** A random network of trees, one a slack, and the ties asked for. Bus and branch k are "Bk" and "Lk". */
export function randomNetwork(shape: Shape): Network {
  const { size, seed, slacks = 1 } = shape;
  const random = randomStream(seed + 1);
  const pick = (count: number): number => Math.min(count - 1, Math.floor(random() * count));
  const parent = Array.from({ length: size }, (_, i) =>
    i < slacks ? -1 : Math.max(i - 1 - pick(Math.ceil(Math.sqrt(size))), pick(slacks)),
  );
  const p_mw = Array.from({ length: size }, (_, i) => (i < slacks ? 0 : 0.01 + 0.09 * random()));
  const q_mvar = p_mw.map((p) => p * (0.2 + 0.3 * random()));
  const lines = parent.map(() => ({ r_pu: 0.2 + random(), x_pu: 0.3 + random() }));
  const scale = (shape.drop_pu ?? 0.06) / worstDrop(parent, p_mw, q_mvar, lines);
  const branches: Branch[] = [];
  const join = (a: number, b: number, { r_pu, x_pu }: { r_pu: number; x_pu: number }): void => {
    const transformer = random() < (shape.transformers ?? 0);
    const [from, to] = random() < 0.5 ? [a, b] : [b, a];
    branches.push({
      id: `L${branches.length}`,
      name: '',
      kind: transformer ? 'transformer' : 'line',
      from: `B${from}`,
      to: `B${to}`,
      r_pu: r_pu * scale,
      x_pu: x_pu * scale,
      closed: true,
      ...(transformer && { tap_ratio: 0.97 + 0.06 * random(), shift_degree: 60 * random() - 30 }),
      ...(random() < (shape.charged ?? 0) && { b_pu: 0.02 * random() }),
    });
  };
  for (let i = slacks; i < size; i++) join(parent[i], i, lines[i]);
  for (let t = 0; t < (shape.ties ?? 0); t++) {
    const a = slacks + pick(size - slacks);
    const b = slacks + pick(size - slacks);
    if (a !== b) join(a, b, lines[a]);
  }
  return {
    format: 'gridloom-network',
    version: 1,
    id: `random-${seed}`,
    name: '',
    base_mva: 10,
    buses: p_mw.map((_, i) => ({ id: `B${i}`, name: '', va_degree: i < slacks ? 10 * i : 0 })),
    generators: generatorsOf(shape, p_mw, random),
    loads: p_mw.flatMap((p, i) =>
      p === 0 ? [] : [{ id: `D${i}`, bus: `B${i}`, p_mw: p, q_mvar: q_mvar[i] }],
    ),
    shunts: Array.from({ length: shape.shunts ?? 0 }, (_, n): Shunt => {
      const bus = `B${pick(size)}`;
      return { id: `C${n}`, bus, g_mw: 0.02 * random(), b_mvar: 0.2 * random() - 0.05 };
    }),
    branches,
  };
}

function generatorsOf(shape: Shape, p_mw: number[], random: () => number): Generator[] {
  const { size, slacks = 1, injecting = 0, holding = 0 } = shape;
  const generators: Generator[] = [];
  for (let s = 0; s < slacks; s++) {
    generators.push({ id: `S${s}`, bus: `B${s}`, p_mw: 0, vm_pu: 1 + 0.03 * random(), slack: true });
  }
  for (let n = 0; n < injecting + holding; n++) {
    const at = slacks + Math.floor(random() * (size - slacks));
    const p = 3 * p_mw[at] * random();
    const bus = `B${at}`;
    if (n < injecting) {
      const q_mvar = 0.3 * p;
      generators.push({ id: `I${n}`, bus, p_mw: p, q_mvar, vm_pu: 1, voltage_control: false });
    } else generators.push({ id: `H${n}`, bus, p_mw: p, vm_pu: 0.99 + 0.03 * random() });
  }
  return generators;
}

function worstDrop(
  parent: number[],
  p_mw: number[],
  q_mvar: number[],
  lines: readonly { r_pu: number; x_pu: number }[],
): number {
  const p = p_mw.map((value) => value / 10);
  const q = q_mvar.map((value) => value / 10);
  for (let i = parent.length - 1; i >= 0; i--) {
    if (parent[i] < 0) continue;
    p[parent[i]] += p[i];
    q[parent[i]] += q[i];
  }
  const drop = parent.map(() => 0);
  for (let i = 0; i < parent.length; i++)
    if (parent[i] >= 0) drop[i] = drop[parent[i]] + lines[i].r_pu * p[i] + lines[i].x_pu * q[i];
  return drop.reduce((largest, value) => Math.max(largest, value), 0);
}
