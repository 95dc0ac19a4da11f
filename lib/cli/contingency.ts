import { compileGrid } from '../grid';
import {
  type BaseFigures,
  type Contingency,
  describeBase,
  describeContingency,
  rankContingencies,
} from '../powerflow';
import { screenContingencies } from '../workers';
import { choice, readArguments, wholeNumber } from './arguments';
import { loadFile } from './load-file';
import { type Command, EXIT } from './streams';
import { checkSupplied } from './supplied';
import { figure, table } from './text';

const MAX_THREADS = 64;
/** Outages that are told to people, the most severe first. */
const SHOWN = 10;

/** `gridloom contingency FILE`: every outage of one branch, and the time of the whole screening. */
export const contingency: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['FILE'], {
    screen: { type: 'string', default: 'ac' },
    threads: { type: 'string' },
    'reactive-limits': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const method = choice('screen', values.screen, ['ac', 'dc']);
  const threads =
    values.threads === undefined ? undefined : wholeNumber('threads', values.threads, 0, MAX_THREADS);
  const network = await loadFile(files[0]);
  checkSupplied(compileGrid(network), files[0]);
  const began = performance.now();
  const result = await screenContingencies(network, {
    method,
    threads,
    reactiveLimits: values['reactive-limits'],
  });
  const elapsed_ms = performance.now() - began;
  if (result.status === 'not_converged') {
    const { iterations, mismatch_pu, worstBus } = result;
    const worst_bus = network.buses[worstBus].id;
    if (values.json)
      streams.out(
        `${JSON.stringify({ converged: false, iterations, max_mismatch_pu: mismatch_pu, worst_bus })}\n`,
      );
    streams.note(`the base case has not converged; the largest mismatch is at bus "${worst_bus}"`);
    return EXIT.notConverged;
  }
  const { grid, records } = result;
  const base = describeBase(grid, result.base);
  const outages = Array.from(records.branch, (_, i) => rowOf(describeContingency(grid, records, i)));
  const report = {
    network: network.id,
    screen: method,
    converged: true,
    ...countsOf(outages, base),
    elapsed_ms,
    base,
    most_severe: Array.from(rankContingencies(records).slice(0, SHOWN), (i) => outages[i].index),
    outages,
  };
  streams.out(values.json ? `${JSON.stringify(report)}\n` : describe(report));
  return EXIT.done;
};

/** The row of the branch table is counted from 1 here. */
function rowOf(outage: Contingency): Contingency {
  return { ...outage, index: outage.index + 1 };
}

/** What the base case suffers from already is no consequence of an outage. */
function countsOf(outages: readonly Contingency[], base: BaseFigures) {
  const count = (holds: (outage: Contingency) => boolean): number => outages.filter(holds).length;
  return {
    outage_count: outages.length,
    not_converged_count: count(({ status }) => status === 'not_converged'),
    overloaded_count: count(({ overloads }) => (overloads ?? 0) > (base.overloads ?? 0)),
    voltage_violation_count: count(
      ({ voltage_violations }) => (voltage_violations ?? 0) > (base.voltage_violations ?? 0),
    ),
    load_lost_count: count(({ lost_mw }) => lost_mw > 0),
  };
}

type Report = ReturnType<typeof countsOf> & {
  network: string;
  elapsed_ms: number;
  base: BaseFigures;
  most_severe: number[];
  outages: readonly Contingency[];
};

function describe(report: Report): string {
  const { network, outage_count, elapsed_ms, not_converged_count, outages } = report;
  const summary = table([
    ['network', network],
    ['outages', `${outage_count} in ${figure(elapsed_ms, 3)} ms, ${not_converged_count} without a solution`],
    [
      'overloads',
      `more than the ${report.base.overloads ?? 0} of the base case after ${report.overloaded_count} outages`,
    ],
    [
      'voltages',
      `more beyond their bands than the ${report.base.voltage_violations ?? 0} of the base case after ${report.voltage_violation_count}`,
    ],
    ['load lost', `after ${report.load_lost_count} outages`],
  ]);
  const byRow = new Map(outages.map((outage) => [outage.index, outage]));
  const severe = report.most_severe.map((index): [string, string] => {
    const outage = byRow.get(index)!;
    return [outage.branch, consequences(outage)];
  });
  return `${summary}\nThe most severe:\n${table(severe)}`;
}

function consequences({
  status,
  loading_max_percent,
  loading_max_branch,
  vm_min_pu,
  vm_min_bus,
  lost_mw,
}: Contingency): string {
  const parts: string[] = [];
  if (status === 'not_converged') parts.push('no solution');
  if (lost_mw > 0) parts.push(`${figure(lost_mw, 4)} MW lost`);
  if (loading_max_branch !== null) parts.push(`${figure(loading_max_percent, 4)} % on ${loading_max_branch}`);
  if (vm_min_bus !== null) parts.push(`${figure(vm_min_pu, 4)} p.u. at ${vm_min_bus}`);
  return parts.length === 0 ? 'nothing beyond its limits' : parts.join(', ');
}
