import { compileGrid } from '../grid';
import { createEstimator } from '../powerflow';
import { readMeasurementFile } from '../scada';
import { number, readArguments } from './arguments';
import { describeEstimate, reportEstimate } from './estimate-report';
import { loadFile } from './load-file';
import { type Command, EXIT } from './streams';

/** `gridloom estimate NETWORK MEASUREMENTS`: the state from measurements, and which of them are wrong. */
export const estimate: Command = async (args, streams) => {
  const { files, values } = readArguments(args, ['NETWORK', 'MEASUREMENTS'], {
    'no-pseudo': { type: 'boolean', default: false },
    threshold: { type: 'string' },
    json: { type: 'boolean', default: false },
  });
  const began = performance.now();
  const network = await loadFile(files[0]);
  const grid = compileGrid(network);
  const measurements = await readMeasurementFile(files[1], grid);
  const parsed = performance.now();
  const outcome = createEstimator(grid).estimate(measurements, {
    ...(values['no-pseudo'] ? { pseudo: false } : {}),
    ...(values.threshold === undefined
      ? {}
      : { threshold: number('threshold', values.threshold, 0.1, 1000) }),
  });
  const timings_ms = { parse: parsed - began, estimate: performance.now() - parsed };
  const report = reportEstimate(network, measurements, outcome, timings_ms);
  streams.out(values.json ? `${JSON.stringify(report)}\n` : describeEstimate(network, report));
  if (outcome.status === 'estimated') return EXIT.done;
  streams.note(
    outcome.status === 'unobservable'
      ? `the measurements leave ${outcome.open.length} buses open, bus "${network.buses[outcome.open[0]].id}" among them`
      : `not converged after ${outcome.iterations} iterations; the last step was largest at bus "${network.buses[outcome.worstBus].id}"${farthestOf(report)}`,
  );
  return EXIT.notConverged;
};

/** The measurement that a state fits least, where one could be told. */
function farthestOf(report: ReturnType<typeof reportEstimate>): string {
  if (!('worst_measurement' in report) || report.worst_measurement === null) return '';
  const { element, quantity } = report.worst_measurement;
  return `, and ${quantity} of "${element}" fits least`;
}
