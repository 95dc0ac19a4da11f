/** What follows from which branches are available: the graph, and the library in it. */
import type { Grid } from '../../../grid';
import { nominalPoint, type OperatingPoint } from '../../../powerflow';
import {
  createSwitchGraph,
  type Limits,
  type LoadModel,
  loadModel,
  type NodeEdges,
  nodeEdges,
  problemOn,
  type ReconfigurationProblem,
  type Settings,
  type SwitchGraph,
} from '../../reconfiguration';
import { locksOf } from '../types';
import type { Candidate } from './candidate';
import { Estimator } from './estimator';
import { repaired } from './repair';

export class View {
  readonly graph: SwitchGraph;
  readonly incidence: NodeEdges;
  readonly estimator: Estimator;
  /** Nominal load, and its currents at 1 per unit: what is typical for this grid. */
  readonly nominal: ReconfigurationProblem;
  readonly nominalLoads: LoadModel;
  private library: readonly Uint8Array[] = [];
  private candidates: readonly Candidate[] = [];

  constructor(grid: Grid, limits: Limits, settings: Settings, available: Uint8Array) {
    const nominal = nominalPoint(grid);
    const point: OperatingPoint = { ...nominal, live: nominal.live.map((on, k) => on & available[k]) };
    const locks = [...settings.locks, ...locksOf(available)];
    this.graph = createSwitchGraph(grid, point, { ...settings, locks });
    this.nominal = problemOn(this.graph, limits, point, settings);
    this.incidence = nodeEdges(this.nominal);
    this.nominalLoads = loadModel(this.nominal, this.incidence, undefined);
    this.estimator = new Estimator(this.nominal);
  }

  /** The library in this graph, made once; what a fault has taken from it is repaired. */
  candidatesOf(library: readonly Uint8Array[]): readonly Candidate[] {
    if (this.library !== library) {
      this.library = library;
      this.candidates = repaired(this.nominal, this.nominalLoads, library);
    }
    return this.candidates;
  }
}
