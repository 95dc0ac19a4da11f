/**
 * Iterated local search (H. R. Lourenço, O. C. Martin and T. Stützle, doi 10.1007/0-306-48056-5_11) over single
 * operations, and exchanges of two where none of them helps: each is solved, the first that is better is carried out.
 * Anytime: the best so far always supplies all.
 */
import { Random } from '../../../random';
import { isBetter, type Worth } from '../assessor';
import type { Deadline } from '../deadline';
import type { MeshedAssessor } from './assessor';
import type { MeshedFound } from './found';
import { rankClosings, rankOpenings } from './ranking';
import type { MeshedSwitches } from './switches';

/** Of each kind so many operations are tried at most, and so many openings after each closing of an exchange. */
const TRIED = 60;
const TRIED_AFTER_CLOSING = 4;
/** Configurations remembered as solved. */
const MEMORY = 100_000;
/** The search has settled when so many descents in a row, for each switch and at all, brought nothing better. */
const PATIENCE = { perSwitch: 1, least: 30 };

export class MeshedLocalSearch {
  best: MeshedFound;
  private readonly random: Random;
  private readonly solved = new Map<string, Worth>();

  constructor(
    private readonly assessor: MeshedAssessor,
    private readonly switches: MeshedSwitches,
    private readonly deadline: Deadline,
  ) {
    this.random = new Random(assessor.problem.settings.seed, 6);
    const live = switches.start();
    this.best = { live, worth: assessor.assess(live) };
  }

  /** Until it settles, or the time has passed. `patience` scales the former. */
  run(patience = 1): 'settled' | 'time_limit' {
    const { free, all } = this.switches;
    if (this.deadline.passed) return 'time_limit';
    this.descend({ live: this.best.live.slice(), worth: this.best.worth });
    const closed = { live: all.slice(), worth: this.worthOf(all) };
    this.keep(closed);
    this.descend(closed);
    const most = patience * Math.max(PATIENCE.least, PATIENCE.perSwitch * free.length);
    for (let idle = 0; idle < most; idle++) {
      if (this.deadline.passed) return 'time_limit';
      const known = this.best;
      this.descend(this.perturbed());
      if (this.best !== known) idle = 0;
    }
    return 'settled';
  }

  private descend(found: MeshedFound): void {
    for (let better: MeshedFound | undefined = found; better !== undefined; better = this.step(better)) {
      this.keep(better);
    }
  }

  /** The first operation or exchange tried that makes it better. */
  private step({ live, worth }: MeshedFound): MeshedFound | undefined {
    this.assessor.assess(live);
    const { problem, state } = this.assessor;
    if (state === undefined) return undefined;
    const closings = rankClosings(problem, this.switches, live, state).slice(0, TRIED);
    const openings = rankOpenings(problem, this.switches, live, state).slice(0, TRIED);
    for (const k of [...closings, ...openings]) {
      const tried = this.tried(live, [k], worth);
      if (tried !== undefined) return tried;
    }
    for (const k of closings) {
      const tried = this.exchange(live, k, worth);
      if (tried !== undefined) return tried;
    }
    return undefined;
  }

  private exchange(live: Uint8Array, close: number, worth: Worth): MeshedFound | undefined {
    if (this.deadline.passed) return undefined;
    const looped = toggled(live, [close]);
    this.assessor.assess(looped);
    const { problem, state } = this.assessor;
    if (state === undefined) return undefined;
    for (const open of rankOpenings(problem, this.switches, looped, state).slice(0, TRIED_AFTER_CLOSING)) {
      if (open === close) continue;
      const tried = this.tried(live, [close, open], worth);
      if (tried !== undefined) return tried;
    }
    return undefined;
  }

  private tried(live: Uint8Array, branches: number[], worth: Worth): MeshedFound | undefined {
    if (this.deadline.passed) return undefined;
    const there = toggled(live, branches);
    const { max_operations } = this.assessor.problem.settings;
    const operations = this.assessor.operations(there);
    if (operations > max_operations && operations >= this.assessor.operations(live)) return undefined;
    const found = { live: there, worth: this.worthOf(there) };
    return isBetter(found.worth, worth) ? found : undefined;
  }

  private worthOf(live: Uint8Array): Worth {
    const key = keyOf(live, this.switches.free);
    const known = this.solved.get(key);
    if (known !== undefined) return known;
    if (this.solved.size >= MEMORY) this.solved.clear();
    const worth = this.assessor.assess(live);
    this.solved.set(key, worth);
    return worth;
  }

  /** The best with two to four operations at random that cut nothing off. */
  private perturbed(): MeshedFound {
    const live = this.best.live.slice();
    for (let n = 2 + this.random.below(3); n > 0; n--) {
      const bridge = this.switches.bridges(live);
      const may = this.switches.free.filter((k) => live[k] === 0 || bridge[k] === 0);
      if (may.length > 0) live[may[this.random.below(may.length)]] ^= 1;
    }
    return { live, worth: this.worthOf(live) };
  }

  private keep(found: MeshedFound): void {
    if (!isBetter(found.worth, this.best.worth)) return;
    this.best = { live: found.live.slice(), worth: found.worth };
    const { loss_mw, objective_mw } = found.worth;
    this.deadline.report(() => ({ loss_mw, objective_mw, power_flows: this.assessor.powerFlows }));
  }
}

function toggled(live: Uint8Array, branches: readonly number[]): Uint8Array {
  const there = live.slice();
  for (const k of branches) there[k] ^= 1;
  return there;
}

/** 16 switches a character. */
function keyOf(live: Uint8Array, free: Int32Array): string {
  let key = '';
  for (let start = 0; start < free.length; start += 16) {
    let bits = 0;
    for (let n = 0; n < 16 && start + n < free.length; n++) bits |= live[free[start + n]] << n;
    key += String.fromCharCode(bits);
  }
  return key;
}
