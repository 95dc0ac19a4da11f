import { createHash } from 'node:crypto';
import type { Network } from '../../../contract';

/** SHA-256 of what an agent's figures depend on: an agent for another grid, or for an older state of it, differs. */
export function fingerprintOf({ base_mva, buses, generators, loads, shunts, branches }: Network): string {
  const figures = [
    base_mva,
    buses.map(({ id, in_service = true, vm_min_pu = null, vm_max_pu = null }) => [
      ...[id, in_service, vm_min_pu, vm_max_pu],
    ]),
    generators.map((g) => [
      ...[g.bus, g.p_mw, g.q_mvar ?? 0, g.vm_pu],
      ...[g.voltage_control ?? true, g.slack ?? false, g.in_service ?? true],
    ]),
    loads.map(({ bus, p_mw, q_mvar, customer = 'residential' }) => [bus, p_mw, q_mvar, customer]),
    (shunts ?? []).map(({ bus, g_mw, b_mvar }) => [bus, g_mw, b_mvar]),
    branches.map((b) => [
      ...[b.id, b.from, b.to, b.r_pu, b.x_pu, b.b_pu ?? 0, b.tap_ratio ?? 1, b.shift_degree ?? 0],
      b.closed,
      b.switchable ?? true,
      b.rating_mva ?? 0,
    ]),
  ];
  return createHash('sha256').update(JSON.stringify(figures)).digest('hex');
}
