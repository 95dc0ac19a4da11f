import type { Branch, Network } from '../../lib/contract';
import { Random } from '../../lib/random';

/**
 * A network of up to 40 buses with everything that a power flow knows: lines with charging, taps, phase shifts,
 * parallel and open branches, shunts, several generators at a bus, some that hold no voltage, some elements out of
 * service. Its loads are small beside its lines, so that it has a solution.
 */
export function randomNetwork(seed: number): Network {
  const random = new Random(seed, 77);
  const size = 3 + random.below(38);
  const id = (bus: number): string => `B${bus}`;
  const branch = (index: number, from: number, to: number): Branch => {
    const transformer = random.next() < 0.25;
    return {
      id: `L${index}`,
      name: '',
      kind: transformer ? 'transformer' : 'line',
      from: id(from),
      to: id(to),
      r_pu: random.next() < 0.1 ? 0 : random.between(0.001, 0.03),
      x_pu: random.between(0.01, 0.1),
      b_pu: transformer ? 0 : random.between(0, 0.1),
      ...(transformer ? { tap_ratio: random.between(0.92, 1.08), shift_degree: random.between(-2, 2) } : {}),
      closed: true,
    };
  };
  const branches: Branch[] = [];
  for (let bus = 1; bus < size; bus++) branches.push(branch(bus, random.below(bus), bus));
  for (let extra = random.below(size); extra > 0; extra--) {
    const from = random.below(size);
    const to = (from + 1 + random.below(size - 1)) % size;
    branches.push({ ...branch(size + extra, from, to), closed: random.next() < 0.7 });
  }
  const generators = Array.from({ length: 1 + random.below(6) }, (_, index) => ({
    id: `G${index}`,
    bus: id(index === 0 ? 0 : random.below(size)),
    p_mw: random.between(0, 15),
    q_mvar: random.between(-5, 5),
    vm_pu: 1.02,
    slack: index === 0,
    voltage_control: index === 0 || random.next() < 0.6,
    in_service: index === 0 || random.next() < 0.8,
    ...(random.next() < 0.5 ? { q_min_mvar: -random.between(1, 30), q_max_mvar: random.between(1, 30) } : {}),
  }));
  const someBuses = (share: number): number[] =>
    Array.from({ length: size }, (_, bus) => bus).filter(() => random.next() < share);
  return {
    format: 'gridloom-network',
    version: 1,
    id: `random-${seed}`,
    name: '',
    base_mva: 100,
    buses: Array.from({ length: size }, (_, bus) => ({
      id: id(bus),
      name: '',
      va_degree: bus === 0 ? 10 : 0,
    })),
    generators,
    loads: someBuses(0.7).map((bus) => ({
      id: `D${bus}`,
      bus: id(bus),
      p_mw: random.between(-2, 12),
      q_mvar: random.between(-2, 5),
    })),
    shunts: someBuses(0.3).map((bus) => ({
      id: `S${bus}`,
      bus: id(bus),
      g_mw: random.between(0, 2),
      b_mvar: random.between(-5, 10),
    })),
    branches,
  };
}
