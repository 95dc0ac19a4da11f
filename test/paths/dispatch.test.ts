import { strict as assert } from 'node:assert';
import type { IssuedPlan, Outage, Snapshot } from '../../lib/contract';
import { Dispatcher, type DispatchOutcome, type LikelyFailure } from '../../lib/paths';
import { sampleSnapshot } from '../support/snapshot';

/** States and plans of the default grid; a second passes with each state unless the test says otherwise. */
class Circle {
  readonly dispatcher: Dispatcher;
  private sequence = 0;
  private time_s = 0;
  private readonly open = new Set(['L11', 'L12']);
  private readonly failed = new Set<string>();

  constructor(mode: 'advisory' | 'automatic' = 'advisory', min_operation_interval_s = 5) {
    this.dispatcher = new Dispatcher({ mode, min_operation_interval_s });
  }

  trip(...edges: string[]): this {
    for (const edge of edges) this.failed.add(edge);
    return this;
  }

  repair(...edges: string[]): this {
    for (const edge of edges) this.failed.delete(edge);
    return this;
  }

  switch(edge: string): this {
    if (!this.open.delete(edge)) this.open.add(edge);
    return this;
  }

  snapshot(seconds = 1, run_id = 'test'): Snapshot {
    this.time_s += seconds;
    const timestamp = new Date(Date.UTC(2026, 0, 31) + 1000 * this.time_s).toISOString();
    const snapshot = sampleSnapshot({ sequence: ++this.sequence, timestamp, run_id });
    for (const edge of snapshot.edges) {
      edge.closed = !this.open.has(edge.id);
      edge.in_service = !this.failed.has(edge.id);
    }
    return snapshot;
  }

  /** A state arrives; the kinds of what the operator is told. */
  see(seconds = 1, run_id?: string): string[] {
    return this.dispatcher.see(this.snapshot(seconds, run_id)).map(({ kind }) => kind);
  }

  /** A plan for the present positions. */
  plan(id: string, ...steps: string[]): IssuedPlan {
    return {
      id,
      purpose: 'restoration',
      released: false,
      steps: steps.map((step) => {
        const [operation, edge] = step.split(' ') as ['open' | 'close', string];
        return { operation, edge, loss_mw: 1 };
      }),
      ...{ loss_before_mw: 1, loss_after_mw: 1, risk_before: 0, risk_after: 0, sequence: this.sequence },
      basis: { open: [...this.open], failed: [...this.failed] },
      ...{ unserved_before_mw: 45, unserved_after_mw: 0, min_operation_interval_s: 5, unserved: [] },
    };
  }
}

const kinds = ({ messages }: DispatchOutcome): string[] => messages.map(({ kind }) => kind);
/** Such as "proposed a": the plan that goes out, and whether it may be carried out. */
const sent = ({ plan }: DispatchOutcome): string | null =>
  plan && `${plan.released ? 'released' : 'proposed'} ${plan.id}`;

describe('the dispatcher', () => {
  it('goes on from what was kept: the mode, what is proposed, rejected and carried out, and what was told', () => {
    const circle = new Circle();
    const resumed = (mode: 'advisory' | 'automatic' = 'advisory'): Dispatcher => {
      const other = new Dispatcher({ mode, min_operation_interval_s: 5 });
      other.resume(circle.dispatcher.state('riverside'), 'riverside');
      return other;
    };
    circle.see();
    circle.dispatcher.propose(circle.plan('a', 'close L11'));
    assert.equal(sent(resumed().accept('a')), 'released a');
    circle.dispatcher.reject('a');
    assert.equal(resumed().shown(circle.plan('a', 'close L11')), null);
    circle.dispatcher.propose(circle.plan('b', 'close L11', 'close L12'));
    circle.dispatcher.accept();
    circle.dispatcher.setMode('automatic');
    circle.switch('L11').see();
    const next = circle.switch('L12').snapshot();
    const after = resumed();
    assert.deepEqual(after.status, circle.dispatcher.status);
    assert.deepEqual(after.status.carrying, { plan_id: 'b', steps_done: 1, steps: 2 });
    assert.equal(after.mode, 'automatic');
    assert.deepEqual(after.see(next), circle.dispatcher.see(next));
    assert.deepEqual(after.state('riverside'), circle.dispatcher.state('riverside'));
    assert.throws(() => resumed('automatic'), /another network, seed or setting/);
  });

  it('proposes a plan once, and another in its place', () => {
    const circle = new Circle();
    circle.see();
    const { dispatcher } = circle;
    const first = dispatcher.propose(circle.plan('a', 'close L11'));
    assert.deepEqual([sent(first), kinds(first)], ['proposed a', ['plan_proposed']]);
    assert.match(first.messages[0].text, /restoration a: close L11; 45 MW of 45 MW supplied again/);
    assert.deepEqual(first.messages[0].edges, ['L11']);
    assert.equal(first.messages[0].sequence, 1);
    circle.see();
    assert.deepEqual(dispatcher.propose(circle.plan('a', 'close L11')), { plan: null, messages: [] });
    assert.equal(sent(dispatcher.propose(circle.plan('b', 'close L12'))), 'proposed b');
    assert.deepEqual(dispatcher.propose(null, true), { plan: null, messages: [] }, 'the time was up');
    assert.deepEqual(kinds(dispatcher.propose(null)), ['plan_withdrawn']);
    assert.equal(sent(dispatcher.propose(circle.plan('b', 'close L12'))), 'proposed b', 'it is news again');
  });

  it('releases what is accepted, by its id or whatever it is', () => {
    for (const id of [undefined, 'a']) {
      const circle = new Circle();
      circle.see();
      circle.dispatcher.propose(circle.plan('a', 'close L11'));
      const accepted = circle.dispatcher.accept(id);
      assert.deepEqual([sent(accepted), kinds(accepted)], ['released a', ['plan_released']]);
      assert.equal(accepted.refusal, undefined);
    }
  });

  it('refuses a plan whose state is no longer the present one, although nothing newer was computed', () => {
    for (const change of [(c: Circle) => c.trip('L7'), (c: Circle) => c.switch('L5')]) {
      const circle = new Circle();
      circle.see();
      circle.dispatcher.propose(circle.plan('a', 'close L11'));
      assert.deepEqual(change(circle).see(), ['plan_withdrawn']);
      const { plan, refusal, messages } = circle.dispatcher.accept('a');
      assert.equal(plan, null);
      assert.equal(refusal!.code, 'STALE_PLAN');
      assert.match(refusal!.message, /accept_plan "a"/);
      assert.deepEqual([messages[0].kind, messages[0].plan_id], ['plan_refused', 'a']);
    }
  });

  it('refuses an id that is not the newest, and a yes to nothing, and says what there is', () => {
    const circle = new Circle();
    assert.equal(circle.dispatcher.accept().refusal!.code, 'STALE_PLAN');
    assert.match(
      circle.dispatcher.accept().refusal!.message,
      /accept_plan: no plan is proposed now\. Wait for the next proposal$/,
    );
    circle.see();
    circle.dispatcher.propose(circle.plan('a', 'close L11'));
    circle.dispatcher.propose(circle.plan('b', 'close L12'));
    const [wrong] = circle.dispatcher.accept('a').messages;
    assert.equal(wrong.text, 'refused: accept_plan "a"; allowed: b, which is proposed now');
    assert.equal(circle.dispatcher.reject('a').refusal!.code, 'STALE_PLAN');
    assert.equal(sent(circle.dispatcher.accept('b')), 'released b');
  });

  it('does not take up a plan that was computed for a state that has passed', () => {
    const circle = new Circle('automatic', 0);
    circle.see();
    const late = circle.plan('a', 'close L11');
    circle.trip('L7').see();
    assert.deepEqual(circle.dispatcher.propose(late), { plan: null, messages: [] });
    assert.equal(circle.dispatcher.accept().refusal!.code, 'STALE_PLAN');
  });

  it('does not propose again what was rejected, until the positions are others', () => {
    const circle = new Circle();
    circle.see();
    const { dispatcher } = circle;
    dispatcher.propose(circle.plan('a', 'close L11'));
    assert.deepEqual(kinds(dispatcher.reject()), ['plan_rejected']);
    circle.see();
    const again = circle.plan('a', 'close L11');
    assert.deepEqual(dispatcher.propose(again), { plan: null, messages: [] });
    assert.equal(dispatcher.shown(again), null);
    assert.equal(sent(dispatcher.propose(circle.plan('b', 'close L12'))), 'proposed b');
    circle.trip('L7').see();
    circle.dispatcher.propose(null);
    assert.equal(sent(dispatcher.propose(circle.plan('a', 'close L11'))), 'proposed a');
  });

  it('follows a plan through its steps, and proposes nothing meanwhile', () => {
    const circle = new Circle();
    circle.see();
    const { dispatcher } = circle;
    const plan = circle.plan('a', 'open L4', 'close L12');
    dispatcher.propose(plan);
    dispatcher.accept();
    assert.equal(dispatcher.shown(plan)!.released, true);
    assert.deepEqual(circle.see(), [], 'nothing done yet');
    assert.deepEqual(circle.switch('L4').see(), []);
    assert.deepEqual(dispatcher.propose(circle.plan('b', 'close L12')), { plan: null, messages: [] });
    assert.match(dispatcher.accept().refusal!.message, /plan a is being carried out/);
    assert.deepEqual(circle.switch('L12').see(), ['plan_done']);
    assert.equal(sent(dispatcher.propose(circle.plan('c', 'open L5'))), 'proposed c');
  });

  it('gives a plan up that goes another way, that a failure overtakes, or whose source starts anew', () => {
    const ends: Record<string, (circle: Circle) => string[]> = {
      'another switch': (circle) => circle.switch('L9').see(),
      'a failure': (circle) => circle.trip('L1').see(),
      'the wrong order': (circle) => circle.switch('L12').see(),
      'a step undone': (circle) => {
        circle.switch('L4').see();
        return circle.switch('L4').see();
      },
      'another run': (circle) => circle.see(1, 'another'),
    };
    for (const [what, end] of Object.entries(ends)) {
      const circle = new Circle();
      circle.see();
      circle.dispatcher.propose(circle.plan('a', 'open L4', 'close L12'));
      circle.dispatcher.accept();
      assert.deepEqual(end(circle), ['plan_failed'], what);
      assert.equal(sent(circle.dispatcher.propose(circle.plan('b', 'open L5'))), 'proposed b', what);
    }
  });

  it('says whether a failure or a repair has overtaken a plan', () => {
    const circle = new Circle();
    circle.trip('L4', 'L8').see();
    circle.dispatcher.propose(circle.plan('a', 'close L11'));
    circle.dispatcher.accept();
    const [message] = circle.dispatcher.see(circle.repair('L4', 'L8').trip('L1').snapshot());
    assert.equal(message.text, 'failed: a: L1: failed meanwhile; L4, L8: repaired meanwhile');
  });

  it('says which plan is proposed, and how far one has been carried out', () => {
    const circle = new Circle();
    circle.see();
    const { dispatcher } = circle;
    const shows = (proposed: string | null, steps_done?: number) =>
      assert.deepEqual(dispatcher.status, {
        ...{ mode: 'advisory', proposed },
        carrying: steps_done === undefined ? null : { plan_id: 'a', steps_done, steps: 2 },
      });
    shows(null);
    dispatcher.propose(circle.plan('a', 'open L4', 'close L12'));
    shows('a');
    dispatcher.accept();
    shows(null, 0);
    circle.switch('L4').see();
    shows(null, 1);
    circle.switch('L12').see();
    shows(null);
  });

  it('ends a plan that is being carried out on demand, by its id or whichever it is', () => {
    for (const id of [undefined, 'a']) {
      const circle = new Circle();
      circle.see();
      const { dispatcher } = circle;
      dispatcher.propose(circle.plan('a', 'open L4', 'close L12'));
      assert.match(dispatcher.abort(id).refusal!.message, /abort_plan.*: no plan is being carried out$/);
      dispatcher.accept();
      circle.switch('L4').see();
      const wrong = dispatcher.abort('b');
      assert.match(wrong.refusal!.message, /abort_plan "b"; allowed: a, which is being carried out$/);
      assert.deepEqual([kinds(wrong), wrong.abort], [['plan_refused'], undefined]);
      const aborted = dispatcher.abort(id);
      assert.deepEqual([aborted.abort, aborted.plan, kinds(aborted)], ['a', null, ['plan_aborted']]);
      const [{ severity, text }] = aborted.messages;
      assert.deepEqual([severity, text], ['warning', 'aborted: a, after 1 of 2 operations']);
      assert.equal(dispatcher.status.carrying, null);
      assert.deepEqual(circle.see(), [], 'it is followed no more');
      assert.equal(sent(dispatcher.propose(circle.plan('b', 'close L12'))), 'proposed b');
    }
  });

  it('releases nothing by itself after an abort, until the grid is elsewhere or the operator says so', () => {
    const aborted = () => {
      const circle = new Circle('automatic', 0);
      circle.see();
      circle.dispatcher.propose(circle.plan('a', 'open L4', 'close L12'));
      const [{ text }] = circle.dispatcher.abort().messages;
      assert.equal(text, 'aborted: a, after 0 of 2 operations; nothing is released by itself for now');
      assert.equal(sent(circle.dispatcher.propose(circle.plan('a', 'open L4', 'close L12'))), 'proposed a');
      // An operation that was under way already.
      circle.switch('L4').see();
      assert.equal(sent(circle.dispatcher.propose(circle.plan('b', 'close L12'))), 'proposed b');
      return circle;
    };
    const moved = aborted();
    moved.trip('L7').see();
    assert.equal(sent(moved.dispatcher.propose(moved.plan('c', 'close L11'))), 'released c');
    assert.equal(sent(aborted().dispatcher.accept('b')), 'released b');
    assert.equal(sent(aborted().dispatcher.setMode('automatic')), 'released b');
  });

  it('tells once that load is shed although no node is dark, and once that it ends', () => {
    const circle = new Circle();
    const tell = (unserved_mw: number, dark = false): string[] => {
      const snapshot = circle.snapshot();
      snapshot.metrics.unserved_mw = unserved_mw;
      if (dark) snapshot.nodes[3].energized = false;
      return circle.dispatcher
        .see(snapshot)
        .map(({ kind, severity, text }) => `${severity} ${kind}: ${text}`);
    };
    assert.deepEqual(tell(0), []);
    assert.deepEqual(tell(45, true), [], 'a dark node explains it');
    assert.deepEqual(tell(1e-9), [], 'rounding');
    assert.deepEqual(tell(400), ['alarm load_shed: 400 MW of load are shed, although all nodes have supply']);
    assert.deepEqual(tell(410), []);
    assert.deepEqual(tell(455, true), []);
    assert.deepEqual(tell(0), ['info load_shed_ended: no load is shed any more']);
    assert.deepEqual(tell(0), []);
  });

  it('gives up what nobody carries out, after time and states enough, and does not release it again', () => {
    const circle = new Circle('automatic');
    circle.see();
    const plan = circle.plan('a', 'close L11');
    assert.equal(sent(circle.dispatcher.propose(plan)), 'released a');
    const heard = Array.from({ length: 36 }, () => circle.see()).flat();
    assert.deepEqual(heard, ['plan_failed'], '5 s and 30 s');
    assert.equal(sent(circle.dispatcher.propose(plan)), 'proposed a');
    assert.equal(sent(circle.dispatcher.accept()), 'released a', 'the operator may');
    const quick = new Circle('automatic');
    quick.see();
    quick.dispatcher.propose(quick.plan('a', 'close L11'));
    const few = Array.from({ length: 10 }, () => quick.see(3600));
    assert.deepEqual(few.slice(0, 9).flat(), [], 'an hour a state: it is given ten of them');
    assert.deepEqual(few[9], ['plan_failed']);
  });

  it('carries plans out by itself in automatic mode, no sooner than the interval after the last operation', () => {
    const circle = new Circle('automatic');
    circle.see();
    const { dispatcher } = circle;
    assert.equal(sent(dispatcher.propose(circle.plan('a', 'close L11'))), 'released a');
    assert.deepEqual(circle.switch('L11').see(), ['plan_done']);
    assert.equal(sent(dispatcher.propose(circle.plan('b', 'open L1'))), 'proposed b');
    circle.see(3);
    assert.equal(sent(dispatcher.propose(circle.plan('b', 'open L1'))), null, 'three seconds after');
    circle.see(2);
    const released = dispatcher.propose(circle.plan('b', 'open L1'));
    assert.deepEqual([sent(released), kinds(released)], ['released b', ['plan_released']]);
  });

  it('waits after an operation that was not its own as well', () => {
    const circle = new Circle('automatic');
    circle.see();
    circle.switch('L5').see();
    assert.equal(sent(circle.dispatcher.propose(circle.plan('a', 'close L11'))), 'proposed a');
    circle.see(5);
    assert.equal(sent(circle.dispatcher.propose(circle.plan('a', 'close L11'))), 'released a');
  });

  it('is not held up by a clock that was set back', () => {
    const circle = new Circle('automatic');
    circle.see(100_000);
    circle.switch('L5').see();
    circle.see(-90_000);
    assert.equal(sent(circle.dispatcher.propose(circle.plan('a', 'close L11'))), 'proposed a');
    circle.see(5);
    assert.equal(sent(circle.dispatcher.propose(circle.plan('a', 'close L11'))), 'released a');
  });

  it('changes its mode, and releases at once what waits', () => {
    const circle = new Circle();
    circle.see();
    circle.dispatcher.propose(circle.plan('a', 'close L11'));
    const changed = circle.dispatcher.setMode('automatic');
    assert.deepEqual([sent(changed), kinds(changed)], ['released a', ['mode_changed', 'plan_released']]);
    assert.deepEqual(circle.dispatcher.setMode('automatic'), { plan: null, messages: [] });
    assert.deepEqual(kinds(circle.dispatcher.setMode('advisory')), ['mode_changed']);
  });

  it('remembers a bounded number of rejections', () => {
    const circle = new Circle();
    circle.see();
    for (let k = 0; k < 100; k++) {
      circle.dispatcher.propose(circle.plan(`p${k}`, 'close L11'));
      circle.dispatcher.reject();
    }
    assert.equal(circle.dispatcher.propose(circle.plan('p99', 'close L11')).plan, null);
    assert.equal(sent(circle.dispatcher.propose(circle.plan('p0', 'close L11'))), 'proposed p0');
  });

  it('tells an outage once, with its reasons, and its end', () => {
    const circle = new Circle();
    circle.see();
    const outage: Outage = {
      nodes: ['S4', 'S6'],
      demand_mw: 67,
      nominal_demand: ['S6'],
      unserved: [{ node: 'S6', demand_mw: 22, reason: 'rating', at: 'L9' }],
    };
    const tell = (news: Outage | null) => circle.dispatcher.report(news, []);
    const [first] = tell(outage);
    assert.deepEqual(
      [first.kind, first.severity, first.nodes],
      ['loads_without_supply', 'alarm', outage.nodes],
    );
    assert.match(first.text, /S4, S6 without supply, 67 MW/);
    assert.match(first.text, /nominal: S6/);
    assert.match(first.text, /S6: it would overload L9/);
    assert.deepEqual(tell({ ...outage, demand_mw: 68 }), []);
    assert.equal(tell({ ...outage, unserved: [] }).length, 1);
    assert.deepEqual(
      [tell(null), tell(null)].map((messages) => messages.map(({ kind }) => kind)),
      [['supply_restored'], []],
    );
  });

  it('says what a likely failure would mean', () => {
    const circle = new Circle();
    circle.see();
    const textOf = (changes: Partial<LikelyFailure>): string => {
      const failure = { edge: 'L4', failure_probability: 0.62, lost_mw: 45, served_mw: 0 };
      const [message] = circle.dispatcher.report(null, [
        { ...failure, operations: [], unserved: [], ...changes },
      ]);
      assert.deepEqual(
        [message.kind, message.severity, message.edges],
        ['likely_failure', 'warning', ['L4']],
      );
      return message.text;
    };
    assert.match(textOf({ lost_mw: 0 }), /^L4 is likely to fail \(0\.62\): no load would lose supply$/);
    assert.match(textOf({ lost_mw: null }), /the grid without it has no power flow/);
    const operations = [{ operation: 'close', branch: 'L12' } as const];
    assert.match(textOf({ served_mw: 45, operations }), /45 MW could be supplied again by close L12/);
    const unserved = [{ bus: 'S4', p_mw: 45, priority: 2, reason: 'no_tie', at: null } as const];
    assert.match(textOf({ unserved }), /none of it could be supplied again\. S4: no switch leads there/);
  });

  it('shows no plan that nobody could accept while another is carried out', () => {
    const circle = new Circle();
    circle.see();
    const { dispatcher } = circle;
    dispatcher.propose(circle.plan('a', 'close L11'), false);
    dispatcher.accept('a');
    assert.equal(dispatcher.shown(circle.plan('b', 'close L12')), null);
    assert.equal(dispatcher.shown(circle.plan('a', 'close L11'))!.released, true);
  });

  it('gives a plan up where the time of the states stands still', () => {
    const circle = new Circle();
    circle.see();
    const { dispatcher } = circle;
    dispatcher.propose(circle.plan('a', 'close L11'), false);
    dispatcher.accept('a');
    const told = Array.from({ length: 1001 }, () => circle.see(0)).flat();
    assert.equal(told.filter((kind) => kind === 'plan_failed').length, 1);
  });
});
