import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './run';

describe('gridloom agent', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-agent-cli-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const refused = async (args: string[], part: RegExp): Promise<void> => {
    const { code, notes, out } = await run(...args);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(notes.join('\n'), part);
  };

  it('trains an agent that evaluate and reconfigure then use', async () => {
    const out = path.join(folder, 'agents', 'ieee33');
    const trained = await run(
      'agent',
      'train',
      'ieee33',
      '--episodes',
      '5',
      '--minutes',
      '5',
      '--out',
      out,
      '--json',
    );
    assert.equal(trained.code, 0, trained.notes.join('\n'));
    const summary = JSON.parse(trained.out);
    assert.equal(summary.episodes, 5);
    assert.equal(summary.exact, true);
    assert.ok(Math.abs(summary.scale_mw - 0.13955) < 1e-5);
    assert.deepEqual(readdirSync(out).sort(), ['agent.json', 'agent.onnx', 'card.json']);
    const card = JSON.parse(readFileSync(path.join(out, 'card.json'), 'utf8'));
    assert.equal(card.days, 5);
    assert.ok(card.not_good_for.length > 0);

    const evaluated = await run(
      'agent',
      'evaluate',
      'ieee33',
      '--model',
      out,
      '--states',
      '6',
      '--days',
      '1',
      '--json',
    );
    assert.equal(evaluated.code, 0, evaluated.notes.join('\n'));
    const report = JSON.parse(evaluated.out);
    assert.equal(report.exact_references, 6);
    for (const figures of [
      report,
      report.greedy,
      report.fixed,
      report.untrained,
      report.trials.outages.agent,
    ]) {
      assert.ok(figures.mean_gap_percent >= 0 && figures.p95_gap_percent <= figures.max_gap_percent);
      assert.ok(figures.exact_hits >= 0 && figures.exact_hits <= 6);
    }
    assert.ok(report.mean_gap_percent <= report.greedy.mean_gap_percent);
    assert.ok(report.decision_ms.median > 0);
    assert.equal(report.day.length, 2);

    const asked = await run('reconfigure', 'builtin:ieee33', '--method', 'agent', '--model', out, '--json');
    assert.equal(asked.code, 0);
    const answer = JSON.parse(asked.out);
    assert.equal(answer.method, 'agent');
    assert.ok(answer.loss_kw < 142 && answer.loss_kw > 139.55);
    assert.ok(answer.gap_percent > 0 && answer.lower_bound_kw < answer.loss_kw);
  });

  it('has agents for the built-in grids that find the least losses', async () => {
    const { code, out } = await run('reconfigure', 'ieee33', '--method', 'agent', '--json');
    assert.equal(code, 0);
    // doi 10.1109/61.25627 and many after it.
    assert.deepEqual(JSON.parse(out).open, [7, 9, 14, 32, 37]);
    const riverside = JSON.parse(
      (await run('reconfigure', 'riverside', '--method', 'agent', '--meshed', '--json')).out,
    );
    const exact = JSON.parse(
      (await run('reconfigure', 'riverside', '--meshed', '--method', 'exact', '--json')).out,
    );
    assert.deepEqual(riverside.open, exact.open);
  });

  it('refuses what cannot be, with the reason', async () => {
    await refused(['agent'], /no command"; allowed: train, evaluate/);
    await refused(['agent', 'praise'], /praise/);
    await refused(['agent', 'train', 'ieee33'], /--out; got "nothing"/);
    await refused(['agent', 'train', 'ieee33', '--out', folder, '--minutes', '-1'], /--minutes/);
    await refused(['agent', 'train', 'nowhere.json', '--out', path.join(folder, 'x')], /nowhere\.json/);
    await refused(['agent', 'evaluate', 'ieee33'], /--model/);
    await refused(['agent', 'evaluate', 'ieee33', '--model', path.join(folder, 'none')], /agent\.json/);
    await refused(['reconfigure', 'ieee33', '--model', folder], /--model; got "auto"/);
    await refused(
      ['reconfigure', 'riverside', '--method', 'agent'],
      /a radial answer for a grid that is meshed/,
    );
    await refused(['reconfigure', 'ieee33', '--method', 'agent', '--meshed'], /a meshed answer/);
    await refused(['agent', 'train', 'ieee33', '--out', '/dev/null/agent'], /folder cannot be written/);
    await refused(['reconfigure', 'ieee69', '--method', 'agent'], /no agent for network \\?"ieee69/);
    const shipped = path.resolve(__dirname, '../../../models/agents/ieee33');
    await refused(['agent', 'evaluate', 'ieee69', '--model', shipped], /ieee33/);
    writeFileSync(path.join(folder, 'letter.txt'), 'mine');
    await refused(['agent', 'train', 'ieee33', '--episodes', '1', '--out', folder], /letter\.txt/);
  });
});
