import { parseScenario, type Scenario, type ScenarioName } from '../../contract';
import ageingFleet from './ageing-fleet.json';
import cascadingOverload from './cascading-overload.json';
import eveningPeak from './evening-peak.json';
import falseData from './false-data.json';
import heatWave from './heat-wave.json';
import sensorFailure from './sensor-failure.json';
import singleTrip from './single-trip.json';
import storm from './storm.json';

const DOCUMENTS: Record<ScenarioName, unknown> = {
  'heat-wave': heatWave,
  storm,
  'evening-peak': eveningPeak,
  'ageing-fleet': ageingFleet,
  'single-trip': singleTrip,
  'cascading-overload': cascadingOverload,
  'sensor-failure': sensorFailure,
  'false-data': falseData,
};

export const SCENARIO_NAMES = Object.keys(DOCUMENTS) as ScenarioName[];

export function builtinScenario(name: ScenarioName): Scenario {
  return parseScenario(DOCUMENTS[name]);
}
