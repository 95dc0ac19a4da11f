import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LossDocument, StatisticsDocument } from '../../lib/api';
import type { OperatorMessage } from '../../lib/contract';
import { ask, controlRoomFlow, Plant, post } from './plant';

function newsOf(plant: Plant): OperatorMessage[] {
  const file = path.join(plant.userDir, 'snapshots.news');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as OperatorMessage);
}

describe('the whole flow after kill -9', function () {
  this.timeout(120_000);
  let plant: Plant;
  afterEach(() => plant.remove());

  it('has its history, its alarms, its mode, its proposal and its episodes', async () => {
    plant = new Plant((port) =>
      controlRoomFlow(port, { time_step_s: 3 }, { 'gridloom-api': { alarm_threshold: 1e-5, hysteresis: 0 } }),
    );
    await plant.start();
    await plant.seen(() => true);
    for (const edge of ['L4', 'L8']) await post(plant, 'command', { command: 'inject_fault', edge });
    const proposed = await plant.seen(({ optimization }) => Boolean(optimization?.dispatch?.proposed));
    const alarms = await plant.until(async () => {
      const { active } = await ask<{ active: object[] }>(plant, 'grid/alarms');
      return active.length > 0 ? active : undefined;
    });
    await plant.seen(({ sequence }) => sequence > proposed.sequence + 12);
    const before = await ask<LossDocument>(plant, 'grid/loss');
    await plant.kill();
    const told = plant.snapshots();
    const { dispatch } = told.at(-1)!.optimization!;
    assert.ok(dispatch?.proposed);
    const news = newsOf(plant).length;

    await plant.start();
    const first = await plant.seen(() => true, told.length);
    assert.equal(first.run_id, told[0].run_id);
    assert.ok(first.sequence > told.at(-1)!.sequence);
    assert.deepEqual(first.optimization!.dispatch, dispatch);
    assert.ok(first.optimization!.episode.number > told[0].optimization!.episode.number);
    const after = await ask<LossDocument>(plant, 'grid/loss');
    const known = before.history.slice(0, -3);
    assert.deepEqual(after.history.slice(0, known.length), known);
    const { totals } = await ask<StatisticsDocument & { totals: { runs: number } }>(plant, 'grid/statistics');
    assert.equal(totals.runs, 1);
    const { active } = await ask<{ active: object[] }>(plant, 'grid/alarms');
    assert.deepEqual(active.slice(0, alarms.length), alarms);
    assert.deepEqual(newsOf(plant).slice(news), [], 'nothing is told again');

    await post(plant, 'optimizer', { command: 'accept_plan', id: dispatch.proposed });
    await plant.seen(
      ({ optimization }) => optimization?.dispatch?.carrying?.plan_id === dispatch.proposed,
      told.length,
    );
    await plant.until(() => newsOf(plant).find(({ kind }) => kind === 'plan_done'));
  });

  it('stays in the mode that the operator has chosen', async () => {
    plant = new Plant((port) => controlRoomFlow(port));
    await plant.start();
    await plant.seen(() => true);
    await post(plant, 'optimizer', { command: 'set_mode', mode: 'automatic' });
    await plant.seen(({ optimization }) => optimization?.dispatch?.mode === 'automatic');
    // Written at once; how long a disk takes that others use is not for this test to say.
    const file = path.join(plant.userDir, 'gridloom/gridloom-paths/dispatcher.state');
    await plant.until(() =>
      existsSync(file) && readFileSync(file).includes('automatic') ? true : undefined,
    );
    await plant.kill();
    const told = plant.snapshots().length;
    await plant.start();
    const first = await plant.seen(() => true, told);
    assert.equal(first.optimization!.dispatch!.mode, 'automatic');
    assert.equal(plant.log.includes('A kept state cannot be used'), false);
  });
});
