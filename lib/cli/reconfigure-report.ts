import type { Network } from '../contract';
import type { ReconfigurationOutcome } from '../paths';
import { figure, table } from './text';

/** The outcome in the command's words: kW, and rows of the branch table counted from 1. */
export function reportReconfiguration(
  { id, branches }: Network,
  outcome: ReconfigurationOutcome,
  { meshed }: { meshed: boolean },
) {
  const { initial, final } = outcome;
  const kw = (mw: number | null | undefined): number | null => (typeof mw === 'number' ? 1000 * mw : null);
  const row = (branch: number | null): number | null => (branch === null ? null : branch + 1);
  return {
    network: id,
    status: outcome.status,
    reason: outcome.reason,
    meshed,
    method: outcome.method,
    ended: outcome.ended,
    initial_loss_kw: kw(initial?.loss_mw),
    loss_kw: kw(final?.loss_mw),
    initial_objective_kw: kw(initial?.objective_mw),
    objective_kw: kw(final?.objective_mw),
    initial_risk_kw: kw(initial?.risk_mw),
    risk_kw: kw(final?.risk_mw),
    open: [...outcome.live.keys()].filter((k) => outcome.live[k] === 0).map((k) => k + 1),
    power_flows: outcome.power_flows,
    estimates: outcome.estimates,
    elapsed_ms: outcome.elapsed_ms,
    proof: outcome.proof,
    gap_percent: outcome.gap_percent,
    lower_bound_kw: kw(outcome.lower_bound_mw),
    configurations: Number.isFinite(outcome.configurations) ? outcome.configurations : null,
    vm_min_pu: final?.vm_min_pu ?? null,
    vm_max_pu: final?.vm_max_pu ?? null,
    loading_max_percent: final?.loading_max_percent ?? null,
    constraints: outcome.held,
    switching: outcome.switching.map(({ open, close }) => ({ open: row(open), close: row(close) })),
    steps: outcome.steps.map(({ operation, branch, loss_mw, ...rest }) => ({
      operation,
      row: branch + 1,
      branch: branches[branch].id,
      loss_kw: kw(loss_mw),
      ...rest,
    })),
  };
}

export type ReconfigurationReport = ReturnType<typeof reportReconfiguration>;

/** The report for people. */
export function describeReconfiguration(network: Network, report: ReconfigurationReport): string {
  const { initial_loss_kw, loss_kw, power_flows, estimates, elapsed_ms, switching, vm_min_pu } = report;
  const summary = table([
    ['network', `${network.name}: ${network.buses.length} buses, ${network.branches.length} branches`],
    [
      'losses',
      `${figure(initial_loss_kw, 7)} kW at present, ${figure(loss_kw, 7)} kW found${saving(report)}`,
    ],
    ...(report.risk_kw ? [['at risk', riskOf(report)] as const] : []),
    ['proof', proofOf(report)],
    ['limits', limitsOf(report)],
    ['voltage', `${figure(vm_min_pu, 5)} p.u. at the lowest`],
    ['open', `rows ${report.open.join(', ')}`],
    [
      'search',
      `${report.method}, ${power_flows} power flows, ${estimates} estimates, ${figure(elapsed_ms, 3)} ms`,
    ],
  ]);
  if (switching.length === 0) return `${summary}\nNothing is to be switched.\n`;
  const steps = report.steps.map(({ operation, row, branch, loss_kw: after, legal }, n): [string, string] => [
    String(n + 1),
    `${operation} ${branch} (row ${row}): ${figure(after, 6)} kW${legal ? '' : ', beyond limits'}`,
  ]);
  return `${summary}\nThe way there, and the losses after each step:\n${table(steps)}`;
}

function saving({ initial_loss_kw: before, loss_kw: after }: ReconfigurationReport): string {
  if (before === null || after === null || !(before > 0)) return '';
  return ` (${figure((100 * (after - before)) / before, 3)} %)`;
}

function riskOf({ initial_risk_kw, risk_kw }: ReconfigurationReport): string {
  return `${figure(initial_risk_kw, 5)} kW at present, ${figure(risk_kw, 5)} kW found`;
}

function proofOf({
  proof,
  gap_percent,
  lower_bound_kw,
  configurations,
  meshed,
}: ReconfigurationReport): string {
  if (proof === 'enumerated') {
    const count = configurations === null ? '' : ` ${configurations}`;
    return `the best of all${count} ${meshed ? 'configurations that supply all' : 'radial configurations'}`;
  }
  if (gap_percent === null) return 'none';
  return `within ${figure(gap_percent, 3)} % of the best there can be (no less than ${figure(lower_bound_kw, 6)} kW)`;
}

function limitsOf({ constraints }: ReconfigurationReport): string {
  const broken = Object.entries(constraints).filter(([, holds]) => !holds);
  return broken.length === 0 ? 'all are kept' : `NOT kept: ${broken.map(([name]) => name).join(', ')}`;
}
