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
import { readRiskFile } from './risk-file';
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
    risk: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const method = choice('screen', values.screen, ['ac', 'dc']);
  const threads =
    values.threads === undefined ? undefined : wholeNumber('threads', values.threads, 0, MAX_THREADS);
  const network = await loadFile(files[0]);
  const checked = compileGrid(network);
  checkSupplied(checked, files[0]);
  const risks = values.risk === undefined ? undefined : await readRiskFile(values.risk, checked);
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
  const outages = Array.from(records.branch, (k, i) =>
    rowOf(describeContingency(grid, records, i), risks?.failure_probability[k]),
  );
  const report = {
    network: network.id,
    screen: method,
    converged: true,
    ...countsOf(outages, base),
    elapsed_ms,
    base,
    most_severe: Array.from(rankContingencies(records).slice(0, SHOWN), (i) => outages[i].index),
    ...(risks === undefined ? {} : { highest_risk: highestRisk(outages) }),
    outages,
  };
  streams.out(values.json ? `${JSON.stringify(report)}\n` : describe(report));
  return EXIT.done;
};

/** An outage as it is told here: with the row of the branch table from 1, and its risk where probabilities are given. */
interface Outage extends Contingency {
  failure_probability?: number;
  /** Failure probability × load lost, MW. */
  risk_mw?: number;
}

function rowOf(outage: Contingency, failure_probability: number | undefined): Outage {
  const index = outage.index + 1;
  if (failure_probability === undefined) return { ...outage, index };
  return { ...outage, index, failure_probability, risk_mw: failure_probability * outage.lost_mw };
}

/** Rows of the outages that put most load at risk. */
function highestRisk(outages: readonly Outage[]): number[] {
  return outages
    .filter(({ risk_mw = 0 }) => risk_mw > 0)
    .sort((a, b) => b.risk_mw! - a.risk_mw! || a.index - b.index)
    .slice(0, SHOWN)
    .map(({ index }) => index);
}

/** What the base case suffers from already is no consequence of an outage. */
function countsOf(outages: readonly Outage[], base: BaseFigures) {
  const count = (holds: (outage: Outage) => boolean): number => outages.filter(holds).length;
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
  highest_risk?: number[];
  outages: readonly Outage[];
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
  const told = (rows: readonly number[], say: (outage: Outage) => string): string =>
    table(rows.map((index): [string, string] => [byRow.get(index)!.branch, say(byRow.get(index)!)]));
  const severe = `${summary}\nThe most severe:\n${told(report.most_severe, consequences)}`;
  if (report.highest_risk === undefined) return severe;
  const none = 'none: no line that may fail takes load with it\n';
  const risks = report.highest_risk.length === 0 ? none : told(report.highest_risk, riskOf);
  return `${severe}\nThe highest risks:\n${risks}`;
}

function riskOf({ failure_probability, risk_mw, lost_mw }: Outage): string {
  return `${figure(risk_mw!, 3)} MW: ${figure(lost_mw, 4)} MW lost with a probability of ${figure(failure_probability!, 3)}`;
}

function consequences({
  status,
  loading_max_percent,
  loading_max_branch,
  vm_min_pu,
  vm_min_bus,
  lost_mw,
}: Outage): string {
  const parts: string[] = [];
  if (status === 'not_converged') parts.push('no solution');
  if (lost_mw > 0) parts.push(`${figure(lost_mw, 4)} MW lost`);
  if (loading_max_branch !== null) parts.push(`${figure(loading_max_percent, 4)} % on ${loading_max_branch}`);
  if (vm_min_bus !== null) parts.push(`${figure(vm_min_pu, 4)} p.u. at ${vm_min_bus}`);
  return parts.length === 0 ? 'nothing beyond its limits' : parts.join(', ');
}
