import { describeReason, type Restoration, type UnservedLoad } from '../paths';
import { figure, table } from './text';

/** Loads without supply that are told to people, the most urgent first. */
const SHOWN = 10;

const STATUS: Record<Restoration['status'], string> = {
  restored: 'all that the trip left dark has supply again',
  partly: 'a part of what the trip left dark has supply again',
  nothing_lost: 'the trip leaves no load dark',
  impossible: 'nothing of what the trip left dark is supplied again',
};

const SCOPE: Record<Restoration['scope'], string> = {
  dark_part: 'in the dark part',
  grid: 'in the whole grid',
};

export function describeRestorationReport(report: Restoration & { elapsed_ms: number }): string {
  const { status, served_mw, lost_mw, loss_mw, vm_min_pu, loading_max_percent, proof, unserved } = report;
  const summary = table([
    ['status', STATUS[status]],
    ['served again', `${figure(served_mw, 6)} of ${figure(lost_mw, 6)} MW`],
    ['losses', `${figure(loss_mw, 6)} MW`],
    ['lowest voltage', `${figure(vm_min_pu, 5)} p.u.`],
    ['highest loading', loading_max_percent === null ? 'unknown' : `${figure(loading_max_percent, 4)} %`],
    [
      'proof',
      proof === 'enumerated'
        ? `every plan of up to ${report.max_operations} operations ${SCOPE[report.scope]}`
        : 'none',
    ],
    ['found in', `${figure(report.elapsed_ms, 3)} ms, ${report.power_flows} power flows`],
  ]);
  const steps = table(
    report.steps.map(({ operation, branch, served_mw: served, loss_mw: loss, vm_min_pu: low }, k) => [
      String(k + 1),
      `${operation.padEnd(5)} ${branch}: ${figure(served, 6)} MW served again, losses ${figure(loss, 6)} MW, lowest voltage ${figure(low, 5)} p.u.`,
    ]),
  );
  return `${summary}\nOperations, the isolation first:\n${steps}${describeUnserved(unserved)}`;
}

function describeUnserved(unserved: readonly UnservedLoad[]): string {
  if (unserved.length === 0) return '';
  const shown = unserved
    .toSorted((a, b) => a.priority - b.priority || b.p_mw - a.p_mw)
    .slice(0, SHOWN)
    .map((load): [string, string] => [
      load.bus,
      `${figure(load.p_mw, 6)} MW, class ${load.priority}: ${describeReason(load)}`,
    ]);
  const more = unserved.length > SHOWN ? `and ${unserved.length - SHOWN} more\n` : '';
  return `\nWithout supply:\n${table(shown)}${more}`;
}
