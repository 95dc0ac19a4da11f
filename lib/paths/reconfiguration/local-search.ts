/** Branch exchange in the model of constant load currents: the way down to where no exchange saves anything. */
import type { Random } from '../../random';
import { bestExchange, type Exchange, eachExchange } from './exchange-prices';
import type { RadialTree } from './radial-tree';

/** An exchange must save this share of the cost. */
const LEAST = 1e-9;
/** A descent ends after so many exchanges for each tie: rounding could otherwise lead it in a circle. */
const MOST_PER_TIE = 100;

export class LocalSearch {
  /** Exchanges that were estimated. */
  estimates = 0;
  private readonly trial: Exchange = { tie: 0, open: -1, delta_mw: 0 };
  private readonly choices: number[] = [];
  private readonly prices: number[] = [];

  constructor(private readonly random: Random) {}

  /**
   * The best exchange of each tie in turn, the first that saves something is carried out; ends after a whole round
   * without any. Returns what was saved, MW and negative.
   */
  descend(tree: RadialTree, cost_mw: number): number {
    const count = tree.ties.length;
    const least = -LEAST * Math.abs(cost_mw);
    let saved = 0;
    let idle = 0;
    let left = MOST_PER_TIE * count;
    for (
      let tie = count === 0 ? 0 : this.random.below(count);
      idle < count && left > 0;
      tie = (tie + 1) % count
    ) {
      const { open, delta_mw } = bestExchange(tree, tie, this.trial);
      this.estimates++;
      if (open < 0 || !(delta_mw < least)) {
        idle++;
        continue;
      }
      tree.exchange(tie, open);
      saved += delta_mw;
      idle = 0;
      left--;
    }
    return saved;
  }

  /**
   * So many random exchanges, each after the first with a tie at the loop of the one before, so that together they can
   * do what no single one does. Returns the change of cost, MW.
   */
  perturb(tree: RadialTree, exchanges: number): number {
    if (tree.ties.length === 0) return 0;
    let change = 0;
    let tie = this.random.below(tree.ties.length);
    for (let n = 0; n < exchanges; n++) {
      const next = this.neighbour(tree, tie);
      this.choices.length = 0;
      this.prices.length = 0;
      eachExchange(tree, tie, (edge, delta_mw) => {
        this.choices.push(edge);
        this.prices.push(delta_mw);
      });
      if (this.choices.length > 0) {
        const pick = this.random.below(this.choices.length);
        change += this.prices[pick];
        tree.exchange(tie, this.choices[pick]);
      }
      tie = next;
    }
    return change;
  }

  /** A tie that ends at this one's loop; any other where none does. */
  private neighbour(tree: RadialTree, tie: number): number {
    const near = tree.tiesAtLoop(tie, this.choices);
    if (near.length > 0) return near[this.random.below(near.length)];
    return this.random.below(tree.ties.length);
  }
}
