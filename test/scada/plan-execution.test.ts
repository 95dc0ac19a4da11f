import { strict as assert } from 'node:assert';
import type { IssuedPlan } from '../../lib/contract';
import type { GridError } from '../../lib/errors';
import { builtinNetwork, compileGrid } from '../../lib/grid';
import { builtinShapes, openSimulator, PlanExecution, type Switchgear } from '../../lib/scada';
import { planOf } from '../support/plans';

const network = builtinNetwork('riverside');
const grid = compileGrid(network);
const START_S = Date.UTC(2026, 0, 31, 12) / 1000;

function switchgear(): Switchgear {
  return {
    closed: Uint8Array.from(network.branches, ({ closed }) => (closed ? 1 : 0)),
    tripped: new Uint8Array(grid.branchCount),
  };
}

const branch = (id: string): number => grid.branchIndex.get(id)!;

/** Advances at the given times and carries out what is due; the edges that were operated, '-' where none was. */
function run(execution: PlanExecution, present: Switchgear, times_s: readonly number[]): string {
  const done = times_s.map((time_s) => {
    const operation = execution.advance(time_s, present);
    if (operation === undefined) return '-';
    present.closed[operation.branch] = operation.closed;
    return network.branches[operation.branch].id;
  });
  return done.join(' ');
}

describe('carrying a plan out', () => {
  it('operates at once, and then no sooner than the interval after the last operation', () => {
    const present = switchgear();
    const execution = new PlanExecution(grid, planOf(['open L4', 'open L8', 'close L12']), present);
    assert.equal(run(execution, present, [0, 3, 5, 8, 10]), 'L4 - L8 - L12');
    assert.deepEqual([present.closed[branch('L4')], present.closed[branch('L12')]], [0, 1]);
    assert.deepEqual(execution.report(), { plan_id: 'plan-a', status: 'done', steps_done: 3, steps: 3 });
  });

  it('does one operation at a time, however much time has passed, and is not held up by a clock set back', () => {
    const present = switchgear();
    const execution = new PlanExecution(grid, planOf(['open L4', 'open L8', 'close L12']), present);
    assert.equal(run(execution, present, [0, 9999, 10, 14, 15]), 'L4 L8 - - L12');
  });

  it('closes nothing that has failed', () => {
    const present = switchgear();
    present.closed[branch('L4')] = 0;
    present.tripped[branch('L4')] = 1;
    const basis = { open: ['L4', 'L11', 'L12'], failed: ['L4'] };
    assert.throws(() => new PlanExecution(grid, planOf(['close L4'], { basis }), present), {
      code: 'INVALID_COMMAND',
      message: /"L4"; got "close, and it has failed"/,
    });
  });

  it('is stopped by the interlock before the start', () => {
    const start = (change: (present: Switchgear) => void, plan: Partial<IssuedPlan> = {}) => {
      const present = switchgear();
      change(present);
      return () => new PlanExecution(grid, planOf(['open L4'], plan), present);
    };
    const stale = (at: RegExp) => (error: GridError) => error.code === 'STALE_PLAN' && at.test(error.message);
    const switched = start(({ closed }) => closed.fill(0, branch('L7'), branch('L7') + 1));
    assert.throws(switched, stale(/before step 1 of 1: edge "L7"; got "open"; allowed: closed/));
    const failed = start(({ tripped }) => tripped.fill(1, branch('L7'), branch('L7') + 1));
    assert.throws(failed, stale(/edge "L7"; got "failed"; allowed: in service/));
    const repaired = start(() => undefined, { basis: { open: ['L11', 'L12'], failed: ['L4'] } });
    assert.throws(repaired, stale(/edge "L4"; got "in service"; allowed: failed/));
    const tie = start(() => undefined, { basis: { open: ['L11'], failed: [] } });
    assert.throws(tie, stale(/edge "L12"/));
  });

  it('is stopped by the interlock between two steps, as soon as something is not as expected', () => {
    for (const disturb of [
      ({ closed }: Switchgear) => closed.fill(1, branch('L4'), branch('L4') + 1),
      ({ closed }: Switchgear) => closed.fill(0, branch('L8'), branch('L8') + 1),
      ({ tripped }: Switchgear) => tripped.fill(1, branch('L1'), branch('L1') + 1),
    ]) {
      const present = switchgear();
      const execution = new PlanExecution(grid, planOf(['open L4', 'open L8']), present);
      assert.equal(run(execution, present, [0, 1]), 'L4 -');
      disturb(present);
      assert.throws(() => execution.advance(2, present), { code: 'STALE_PLAN' });
      assert.equal(execution.report('stopped').steps_done, 1);
    }
  });

  it('refuses what the grid cannot do', () => {
    const refuse = (plan: IssuedPlan, code: string, subject = grid) =>
      assert.throws(() => new PlanExecution(subject, plan, switchgear()), { code });
    refuse(planOf(['open L99']), 'UNKNOWN_ELEMENT');
    refuse(planOf(['open L4'], { basis: { open: ['L99'], failed: [] } }), 'UNKNOWN_ELEMENT');
    refuse(planOf(['close L4']), 'INVALID_COMMAND');
    refuse(planOf(['open L4', 'open L4']), 'INVALID_COMMAND');
    const fixed = structuredClone(network);
    fixed.branches[branch('L4')].switchable = false;
    refuse(planOf(['open L4']), 'INVALID_COMMAND', compileGrid(fixed));
  });
});

describe('the simulator with a plan', () => {
  const simulator = () => openSimulator({ network, seed: 1, shapes: builtinShapes() });
  const faulted = () => {
    const subject = simulator();
    subject.tick(START_S);
    for (const edge of ['L4', 'L8']) subject.command({ command: 'inject_fault', edge });
    return subject;
  };
  const restoration = planOf(['open L4', 'open L8', 'close L12'], {
    basis: { open: ['L11', 'L12'], failed: ['L4', 'L8'] },
  });

  it('supplies again what a fault has left dark', () => {
    const subject = faulted();
    assert.ok(subject.tick(START_S + 1).metrics.unserved_mw > 10);
    subject.carryOut(restoration);
    const ticks = [2, 5, 8, 11, 14].map((t) => subject.tick(START_S + t));
    assert.deepEqual(
      ticks.map(({ execution }) => execution && `${execution.steps_done} ${execution.status}`),
      ['1 running', '1 running', '2 running', '2 running', '3 done'],
    );
    assert.equal(ticks[3].metrics.unserved_mw > 10, true);
    assert.equal(ticks[4].metrics.unserved_mw, 0);
    assert.equal(subject.tick(START_S + 15).execution, null);
  });

  it('leaves the rest of a plan undone when an operator or a reset comes between', () => {
    for (const command of [
      { command: 'set_switch', edge: 'L10', closed: false },
      { command: 'reset' },
      { command: 'restore' },
    ] as const) {
      const subject = faulted();
      subject.carryOut(restoration);
      subject.tick(START_S + 2);
      subject.command(command);
      const { execution, closed } = subject.tick(START_S + 20);
      assert.deepEqual([execution!.status, execution!.steps_done], ['stopped', 1], command.command);
      assert.match(execution!.fault!.at, /before step 2 of 3/);
      assert.equal(closed[branch('L12')], 0);
      assert.equal(subject.tick(START_S + 40).execution, null);
    }
  });

  it('stops at once when it is told to, leaves the switches as they are, and takes another plan', () => {
    const subject = faulted();
    const stale = (message: RegExp) => ({ code: 'STALE_PLAN', message });
    const abort = (id?: string) => subject.command({ command: 'abort_plan', ...(id && { id }) });
    assert.throws(abort, stale(/abort_plan: no plan is being carried out$/));
    subject.carryOut(restoration);
    subject.tick(START_S + 2);
    assert.throws(() => abort('other'), stale(/got "other"; allowed: plan-a, which is being carried out/));
    abort('plan-a');
    const { execution, closed } = subject.tick(START_S + 20);
    const stopped = { plan_id: 'plan-a', status: 'stopped', steps_done: 1, steps: 3 };
    assert.deepEqual(execution, stopped, 'no fault');
    assert.deepEqual([closed[branch('L4')], closed[branch('L8')], closed[branch('L12')]], [0, 1, 0]);
    assert.equal(subject.tick(START_S + 40).execution, null);
    const rest = planOf(['open L8', 'close L12'], {
      id: 'plan-b',
      basis: { open: ['L4', 'L11', 'L12'], failed: ['L4', 'L8'] },
    });
    subject.carryOut(rest);
    abort();
    subject.carryOut(rest);
    assert.deepEqual(subject.tick(START_S + 41).execution!.status, 'running', 'the new one');
  });

  it('goes over to a newer plan, and keeps to the old one where the newer is refused', () => {
    const subject = faulted();
    subject.carryOut(restoration);
    subject.tick(START_S + 2);
    assert.throws(() => subject.carryOut(restoration), { code: 'STALE_PLAN' });
    assert.equal(subject.tick(START_S + 7).execution!.steps_done, 2);
    const direct = planOf(['close L12'], {
      id: 'plan-b',
      basis: { open: ['L11', 'L12', 'L4', 'L8'], failed: ['L4', 'L8'] },
    });
    subject.carryOut(direct);
    const { execution, metrics } = subject.tick(START_S + 8);
    assert.deepEqual([execution!.plan_id, execution!.status, metrics.unserved_mw], ['plan-b', 'done', 0]);
  });
});
