import type { Network } from '../contract';
import type { EstimationOutcome, MeasurementReport } from '../powerflow';
import type { FiledMeasurement } from '../scada';
import { figure, table } from './text';

/** Rows of a list that are shown to people. */
const MOST_SHOWN = 10;

export type EstimateReport = ReturnType<typeof reportEstimate>;

export function reportEstimate(
  network: Network,
  measurements: readonly FiledMeasurement[],
  outcome: EstimationOutcome,
  timings_ms: { parse: number; estimate: number },
) {
  const { buses } = network;
  const common = {
    network: network.id,
    status: outcome.status,
    converged: outcome.status === 'estimated',
    observability: {
      observable: outcome.observability.unobservable.length === 0,
      islands: outcome.observability.islands,
      unobservable_buses: outcome.observability.unobservable.map((bus) => buses[bus].id),
      pseudo_measurements: outcome.pseudo.map(({ bus, ...pseudo }) => ({ bus: buses[bus].id, ...pseudo })),
    },
    timings_ms,
  };
  if (outcome.status === 'unobservable')
    return { ...common, open_buses: outcome.open.map((bus) => buses[bus].id) };
  if (outcome.status === 'not_converged')
    return {
      ...common,
      iterations: outcome.iterations,
      worst_bus: buses[outcome.worstBus].id,
      worst_measurement: outcome.worstMeasurement < 0 ? null : name(measurements[outcome.worstMeasurement]),
    };
  return {
    ...common,
    iterations: outcome.iterations,
    chi_square_before: outcome.chi_square_before,
    chi_square: outcome.chi_square,
    suspect_threshold: outcome.threshold,
    suspects: outcome.suspects.map(({ measurement, alternatives, ...suspect }) => ({
      ...name(measurements[measurement]),
      ...suspect,
      alternatives: alternatives.map((other) => name(measurements[other])),
    })),
    loss_mw: outcome.state.loss_mw,
    buses: buses.map(({ id }, i) => ({
      id,
      vm_pu: outcome.state.vm_pu[i],
      va_degree: (outcome.state.va_rad[i] * 180) / Math.PI,
      p_injection_mw: outcome.state.p_injection_mw[i],
      q_injection_mvar: outcome.state.q_injection_mvar[i],
      ...(outcome.state.energized[i] === 1 ? {} : { energized: false }),
    })),
    branches: network.branches.map(({ id, from, to }, k) => ({
      id,
      index: k + 1,
      from,
      to,
      p_from_mw: outcome.state.p_from_mw[k],
      q_from_mvar: outcome.state.q_from_mvar[k],
      p_to_mw: outcome.state.p_to_mw[k],
      q_to_mvar: outcome.state.q_to_mvar[k],
    })),
    measurements: outcome.measurements.map((report, k) => ({
      ...name(measurements[k]),
      value: measurements[k].value,
      sigma: measurements[k].sigma,
      ...finite(report),
    })),
  };
}

function name({ line, element, quantity }: FiledMeasurement) {
  return { line, element, quantity };
}

/** JSON knows neither NaN nor infinity: null. */
function finite({ verdict, ...figures }: MeasurementReport) {
  return {
    verdict,
    ...Object.fromEntries(
      Object.entries(figures).map(([field, value]) => [field, Number.isFinite(value) ? value : null]),
    ),
  };
}

/** The report for people. */
export function describeEstimate(network: Network, report: EstimateReport): string {
  const { observability, status } = report;
  const open = observability.unobservable_buses;
  const rows: [string, string][] = [
    ['network', `${network.name}: ${network.buses.length} buses, ${network.branches.length} branches`],
    ['status', status.replace('_', ' ')],
    [
      'observability',
      open.length === 0
        ? 'the measurements determine every voltage'
        : `${open.length} buses are open (${some(open)}); ${observability.islands} observable islands`,
    ],
  ];
  const pseudo = observability.pseudo_measurements.length;
  if (pseudo > 0) rows.push(['stand-ins', `${pseudo} nominal values in the place of sensors`]);
  if ('suspects' in report && report.suspects !== undefined) rows.push(...found(report));
  return table(rows);
}

function found(report: Extract<EstimateReport, { suspects: unknown }>): [string, string][] {
  const { chi_square, chi_square_before, measurements, suspects, buses } = report;
  const vm = buses.filter(({ energized }) => energized !== false).map(({ vm_pu }) => vm_pu);
  const unused = measurements.filter(({ verdict }) => verdict === 'unused');
  const critical = measurements.filter(({ verdict }) => verdict === 'critical').length;
  const test = (one: typeof chi_square): string =>
    `J ${figure(one.objective, 4)}, limit ${figure(one.limit, 4)} with ${one.degrees_of_freedom} degrees of freedom`;
  const rows: [string, string][] = [
    ['iterations', String(report.iterations)],
    ['chi-square', `${test(chi_square_before)}${chi_square_before.passed ? '' : ': NOT passed'}`],
    [
      'suspects',
      suspects.length === 0 ? `none above ${figure(report.suspect_threshold, 3)}` : String(suspects.length),
    ],
  ];
  for (const suspect of suspects.slice(0, MOST_SHOWN)) {
    const { line, element, quantity, normalized_residual, estimated_error, alternatives } = suspect;
    const others =
      alternatives.length === 0 ? '' : `; or ${some(alternatives.map((one) => `line ${one.line}`))}`;
    const size = `normalised residual ${figure(normalized_residual, 4)}, error about ${figure(estimated_error, 4)}`;
    rows.push(['', `line ${line}: ${quantity} of ${element}, ${size}${others}`]);
  }
  if (suspects.length > 0) rows.push(['without them', test(chi_square)]);
  if (unused.length > 0) rows.push(['unused', unusedOf(unused)]);
  if (critical > 0) rows.push(['critical', `${critical} measurements whose errors nothing would show`]);
  rows.push(
    ['losses', `${figure(report.loss_mw, 7)} MW`],
    ['voltage', `${figure(Math.min(...vm), 5)} to ${figure(Math.max(...vm), 5)} p.u.`],
  );
  return rows;
}

/** Those of open branches and dead buses; what is measured there tells of a switch that is not as the network has it. */
function unusedOf(unused: readonly { line: number; value: number; sigma: number }[]): string {
  const alive = unused
    .filter(({ value, sigma }) => Math.abs(value) > 3 * sigma)
    .map(({ line }) => `line ${line}`);
  const told = `${unused.length} measurements of open branches and of buses without supply`;
  return alive.length === 0 ? told : `${told}; not 0, as if a switch were closed: ${some(alive)}`;
}

function some(names: readonly string[]): string {
  return names.length > MOST_SHOWN ? `${names.slice(0, MOST_SHOWN).join(', ')}, …` : names.join(', ');
}
