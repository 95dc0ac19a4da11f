import type { Network } from '../contract';
import type { Solved, SolvedState } from './methods';
import { figure, table } from './text';

export interface PowerFlowReport {
  network: string;
  method: string;
  status: Solved['status'];
  converged: boolean;
  iterations: number;
  /** The largest power that is unaccounted for at a bus, and that bus. */
  max_mismatch_pu: number | null;
  worst_bus: string;
  /** I²R and I²X of all branches. */
  loss_mw: number | null;
  loss_mvar: number | null;
  /** In the network's order; empty where the flow has not converged. */
  buses: BusReport[];
  branches: BranchReport[];
  generators: GeneratorReport[];
  timings_ms: {
    parse: number;
    first_solve: number;
    /** Null where the first solve has not converged. */
    solve_min: number | null;
    solve_median: number | null;
    repeats: number;
  };
}

interface BusReport {
  id: string;
  vm_pu: number;
  va_degree: number;
  /** Given where no generator supplies the bus; one that is out of service keeps the voltage of its document. */
  energized?: false;
}

interface BranchReport {
  id: string;
  /** The row of the branch table, from 1. */
  index: number;
  from: string;
  to: string;
  p_from_mw: number;
  q_from_mvar: number;
  p_to_mw: number;
  q_to_mvar: number;
  loss_mw: number;
  /** Null where the branch has no rating. */
  loading_percent: number | null;
}

type Limit = 'upper' | 'lower';

interface GeneratorReport {
  id: string;
  bus: string;
  p_mw: number;
  q_mvar: number;
  /** Given for one that balances its island. */
  balancing?: true;
  in_service?: false;
  /** Given with reactive limits, where one is kept. */
  at_limit?: Limit;
  /** Given with reactive limits, where one that balances delivers more than it can. */
  beyond_limit?: Limit;
}

export function reportPowerFlow(
  network: Network,
  method: string,
  solved: Solved,
  timings_ms: PowerFlowReport['timings_ms'],
): PowerFlowReport {
  const { status, iterations, mismatch_pu, worstBus, state, limited } = solved;
  return {
    network: network.id,
    method,
    status,
    converged: status !== 'not_converged',
    iterations,
    max_mismatch_pu: Number.isFinite(mismatch_pu) ? mismatch_pu : null,
    worst_bus: network.buses[worstBus].id,
    loss_mw: state?.loss_mw ?? null,
    loss_mvar: state?.series_loss_mvar ?? null,
    buses: state === undefined ? [] : network.buses.map((_, i) => reportBus(network, state, i)),
    branches: state === undefined ? [] : network.branches.map((_, k) => reportBranch(network, state, k)),
    generators:
      state === undefined
        ? []
        : network.generators.map((_, g) => reportGenerator(network, state, g, limited)),
    timings_ms,
  };
}

function reportBus({ buses }: Network, { vm_pu, va_rad, energized }: SolvedState, i: number): BusReport {
  const { id, in_service, vm_pu: given_pu = 1, va_degree = 0 } = buses[i];
  if (energized[i] === 1) return { id, vm_pu: vm_pu[i], va_degree: (va_rad[i] * 180) / Math.PI };
  if (in_service === false) return { id, vm_pu: given_pu, va_degree, energized: false };
  return { id, vm_pu: 0, va_degree: 0, energized: false };
}

function reportBranch({ branches }: Network, state: SolvedState, k: number): BranchReport {
  const { id, from, to, rating_mva } = branches[k];
  const from_mva = Math.hypot(state.p_from_mw[k], state.q_from_mvar[k]);
  const to_mva = Math.hypot(state.p_to_mw[k], state.q_to_mvar[k]);
  return {
    id,
    index: k + 1,
    from,
    to,
    p_from_mw: state.p_from_mw[k],
    q_from_mvar: state.q_from_mvar[k],
    p_to_mw: state.p_to_mw[k],
    q_to_mvar: state.q_to_mvar[k],
    loss_mw: state.p_from_mw[k] + state.p_to_mw[k],
    loading_percent: rating_mva === undefined ? null : (100 * Math.max(from_mva, to_mva)) / rating_mva,
  };
}

function reportGenerator(
  { generators }: Network,
  state: SolvedState,
  g: number,
  limited: Int8Array | undefined,
): GeneratorReport {
  const { id, bus, in_service, q_max_mvar = Infinity, q_min_mvar = -Infinity } = generators[g];
  const q_mvar = state.generation_mvar[g];
  const balancing = state.balancing.includes(g);
  const report: GeneratorReport = { id, bus, p_mw: state.generation_mw[g], q_mvar };
  if (balancing) report.balancing = true;
  if (in_service === false) report.in_service = false;
  if (limited === undefined) return report;
  if (limited[g] !== 0) report.at_limit = limited[g] > 0 ? 'upper' : 'lower';
  if (balancing && q_mvar > q_max_mvar) report.beyond_limit = 'upper';
  if (balancing && q_mvar < q_min_mvar) report.beyond_limit = 'lower';
  return report;
}

/** The report for people: sums, extremes and times. */
export function describePowerFlow(network: Network, report: PowerFlowReport): string {
  const { method, converged, iterations, max_mismatch_pu, timings_ms } = report;
  const rows: [string, string][] = [
    ['network', `${network.name}: ${network.buses.length} buses, ${network.branches.length} branches`],
    ['method', `${method}, ${converged ? 'converged' : 'NOT converged'} after ${iterations} iterations`],
    ['mismatch', `${figure(max_mismatch_pu, 3)} p.u. at bus ${report.worst_bus}`],
    ...(converged ? extremes(report) : []),
    ['times', timings(timings_ms)],
  ];
  return table(rows);
}

function extremes({ buses, branches, generators, loss_mw, loss_mvar }: PowerFlowReport): [string, string][] {
  const supplied = buses.filter(({ energized }) => energized !== false);
  const lowest = supplied.reduce((a, b) => (b.vm_pu < a.vm_pu ? b : a));
  const highest = supplied.reduce((a, b) => (b.vm_pu > a.vm_pu ? b : a));
  const loaded = branches.filter(({ loading_percent }) => loading_percent !== null);
  const fullest =
    loaded.length === 0
      ? undefined
      : loaded.reduce((a, b) => (b.loading_percent! > a.loading_percent! ? b : a));
  const generation_mw = generators.reduce((sum, { p_mw }) => sum + p_mw, 0);
  const generation_mvar = generators.reduce((sum, { q_mvar }) => sum + q_mvar, 0);
  return [
    ['generation', `${figure(generation_mw, 7)} MW, ${figure(generation_mvar, 7)} Mvar`],
    ['balance', balanceOf(generators)],
    ['losses', `${figure(loss_mw, 7)} MW, ${figure(loss_mvar, 7)} Mvar (I²R, I²X)`],
    [
      'voltage',
      `${figure(lowest.vm_pu, 5)} p.u. at bus ${lowest.id} to ${figure(highest.vm_pu, 5)} at bus ${highest.id}`,
    ],
    [
      'loading',
      fullest === undefined
        ? 'no branch has a rating'
        : `at most ${figure(fullest.loading_percent, 4)} % on branch ${fullest.id} (row ${fullest.index})`,
    ],
  ];
}

/** Who delivers what is left, as a part without its slack is balanced by another generator. */
function balanceOf(generators: readonly GeneratorReport[]): string {
  const balancing = generators.filter((generator) => generator.balancing);
  const told = balancing.slice(0, 3).map(({ id, bus, p_mw, q_mvar, beyond_limit }) => {
    const beyond = beyond_limit === undefined ? '' : `, beyond its ${beyond_limit} reactive limit`;
    return `${id} at bus ${bus} with ${figure(p_mw, 5)} MW, ${figure(q_mvar, 5)} Mvar${beyond}`;
  });
  const more = balancing.length > told.length ? `; ${balancing.length - told.length} more` : '';
  return told.join('; ') + more;
}

function timings({
  parse,
  first_solve,
  solve_min,
  solve_median,
  repeats,
}: PowerFlowReport['timings_ms']): string {
  const warm =
    repeats > 1
      ? `, ${repeats} repeats ${figure(solve_min, 3)} ms at least and ${figure(solve_median, 3)} ms in the median`
      : '';
  return `reading ${figure(parse, 3)} ms, first solve ${figure(first_solve, 3)} ms${warm}`;
}
