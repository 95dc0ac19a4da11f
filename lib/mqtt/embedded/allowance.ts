/**
 * A budget that is spent now and earned with time. What is spent may exceed what there is: the debt is waited for, so
 * that nothing is too large to pass.
 */
export class Allowance {
  private balance: number;
  private last: number;

  constructor(
    private readonly perSecond: number,
    private readonly most: number,
    now: number,
  ) {
    this.balance = most;
    this.last = now;
  }

  spend(amount: number): void {
    this.balance -= amount;
  }

  /** Time in ms until there is something to spend; 0 where there is. */
  wait(now: number): number {
    this.balance = Math.min(this.most, this.balance + ((now - this.last) / 1000) * this.perSecond);
    this.last = now;
    return this.balance > 0 ? 0 : Math.ceil((-this.balance / this.perSecond) * 1000) + 1;
  }
}
