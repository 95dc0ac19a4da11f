import type { Network } from '../contract';
import { compileGrid } from '../grid';
import { choice, readArguments, wholeNumber } from './arguments';
import { loadFile } from './load-file';
import { METHODS, prepare, type Solved, STARTS } from './methods';
import { describePowerFlow, type PowerFlowReport, reportPowerFlow } from './powerflow-report';
import { type Command, EXIT } from './streams';
import { checkSupplied } from './supplied';

/** No grid is run at such a voltage. */
const ABSURD_VOLTAGE_PU = 0.5;
const MAX_REPEATS = 1_000_000;

/** `gridloom powerflow FILE`: one power flow, with the times of reading, of the first solve and of repeats. */
export const powerflow: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['FILE'], {
    method: { type: 'string', default: 'newton' },
    start: { type: 'string', default: 'case' },
    'reactive-limits': { type: 'boolean', default: false },
    repeat: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  });
  const settings = {
    method: choice('method', values.method, METHODS),
    start: choice('start', values.start, STARTS),
    reactiveLimits: values['reactive-limits'],
  };
  if (settings.reactiveLimits) choice('method (with --reactive-limits)', settings.method, ['newton']);
  const repeat = wholeNumber('repeat', values.repeat, 1, MAX_REPEATS);
  const began = performance.now();
  const network = await loadFile(files[0]);
  const grid = compileGrid(network);
  checkSupplied(grid, files[0]);
  const parsed = performance.now();
  const solve = prepare(grid, settings);
  const solved = solve();
  const first_solve = performance.now() - parsed;
  const timings_ms = { parse: parsed - began, first_solve, ...repeated(solve, solved, repeat) };
  const report = reportPowerFlow(network, settings.method, solved, timings_ms);
  print(network, report, values.json, streams.out);
  if (solved.status !== 'not_converged') {
    remarkOnVoltage(report, streams.note);
    return EXIT.done;
  }
  const size = Number.isFinite(solved.mismatch_pu) ? `${solved.mismatch_pu} p.u.` : 'which is no number';
  const worst = `the largest mismatch, ${size}, is at bus "${report.worst_bus}"`;
  streams.note(`not converged after ${solved.iterations} iterations; ${worst}`);
  return EXIT.notConverged;
};

/** Where the same power could be had with less current: the far side of the nose curve. */
function remarkOnVoltage({ buses, method }: PowerFlowReport, note: (line: string) => void): void {
  const lowest = buses.find(({ vm_pu, energized }) => energized !== false && vm_pu < ABSURD_VOLTAGE_PU);
  if (lowest === undefined || method !== 'newton') return;
  const voltage = `bus "${lowest.id}" has ${lowest.vm_pu} p.u.`;
  note(
    `the solution may not be the one that a grid would take: ${voltage}; try --start dc or --method sweep`,
  );
}

/** Warm repeats: everything but the numbers is reused. The first solve's arrays are the solver's own, and stay valid. */
function repeated(solve: () => Solved, { status }: Solved, repeat: number) {
  const times: number[] = [];
  for (let k = 0; k < repeat && status !== 'not_converged'; k++) {
    const began = performance.now();
    solve();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return {
    solve_min: times[0] ?? null,
    solve_median: times[times.length >> 1] ?? null,
    repeats: times.length,
  };
}

function print(network: Network, report: PowerFlowReport, json: boolean, out: (text: string) => void): void {
  out(json ? `${JSON.stringify(report)}\n` : describePowerFlow(network, report));
}
