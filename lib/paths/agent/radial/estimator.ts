/**
 * What a radial configuration loses, by fixed load currents (load-model.ts of the reconfiguration): Σ r (P² + Q²) of
 * the currents that the tree gathers; and its voltages by V ≈ V₀ − Σ (r P + x Q) along the way from the root (M. E.
 * Baran and F. F. Wu, doi 10.1109/61.25627, the linear form).
 */
import { excess, type LoadModel, type ReconfigurationProblem } from '../../reconfiguration';
import type { Estimate } from '../types';
import type { Candidate } from './candidate';

/** As Limits: 0.01 p.u. beyond the band counts like 10 % beyond a rating. */
const VOLTAGE_WEIGHT = 10;

export class Estimator {
  private readonly p: Float64Array;
  private readonly q: Float64Array;
  private readonly d: Float64Array;
  private readonly vm: Float64Array;
  /** Per edge. */
  private readonly r_pu: Float64Array;
  private readonly x_pu: Float64Array;
  /** Per node. */
  private readonly lowest: Float64Array;

  constructor({ graph, grid, limits }: ReconfigurationProblem) {
    const node = () => new Float64Array(graph.nodeCount);
    this.p = node();
    this.q = node();
    this.d = node();
    this.vm = node();
    this.r_pu = Float64Array.from(graph.branch, (k) => grid.r_pu[k]);
    this.x_pu = Float64Array.from(graph.branch, (k) => grid.x_pu[k]);
    this.lowest = node();
    for (let bus = 0; bus < grid.busCount; bus++) {
      const at = graph.nodeOfBus[bus];
      if (at > 0) this.lowest[at] = limits.vm_min_pu[bus];
    }
  }

  /** `source_pu` is the voltage of the root. */
  estimate(
    { order, parent, over }: Candidate,
    problem: ReconfigurationProblem,
    loads: LoadModel,
    source_pu: number,
  ): Estimate {
    const { p, q, d, vm, r_pu, x_pu, lowest } = this;
    const { r, limit } = loads;
    const { probability, settings } = problem;
    p.set(loads.p);
    q.set(loads.q);
    d.set(problem.demand_mw);
    let loss = 0;
    let risk_mw = 0;
    let violation = 0;
    for (let i = order.length - 1; i > 0; i--) {
      const v = order[i];
      const e = over[v];
      const square = p[v] * p[v] + q[v] * q[v];
      loss += r[e] * square;
      risk_mw += probability[e] * d[v];
      if (square > limit[e] * limit[e]) violation += excess(square, limit[e]);
      const up = parent[v];
      p[up] += p[v];
      q[up] += q[v];
      d[up] += d[v];
    }
    vm[0] = source_pu;
    for (let i = 1; i < order.length; i++) {
      const v = order[i];
      vm[v] = vm[parent[v]] - r_pu[over[v]] * p[v] - x_pu[over[v]] * q[v];
      if (vm[v] < lowest[v]) violation += VOLTAGE_WEIGHT * (lowest[v] - vm[v]);
    }
    return { loss_mw: loss / settings.loss_weight, risk_mw, violation };
  }
}
