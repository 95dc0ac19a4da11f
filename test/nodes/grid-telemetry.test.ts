import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Node } from 'node-red';
import { parseSnapshot, type Snapshot } from '../../lib/contract';
import { compileGrid, generateFeeders } from '../../lib/grid';
import { fullyMeasured, gridOf } from '../scada/telemetry/points';
import { sampleSnapshot } from '../support/snapshot';

import gridModel = require('../../nodes/grid-model/grid-model');
import gridTelemetry = require('../../nodes/grid-telemetry/grid-telemetry');
import pathOptimize = require('../../nodes/path-optimize/path-optimize');

import { type Message, nextInput, nextStatus, receive, type Wired, withFlow } from '../support/runtime';

const nodes = [gridTelemetry, gridModel];
const POINTS = [
  'address,element,quantity,unit,low,high',
  'site/S3#p,S3,demand_mw,kW,,',
  'site/S3#q,S3,demand_mvar,kvar,,',
  'line/L4,L4,temperature_c,°F,-40,400',
  'switch/L12,L12,closed,,,',
].join('\n');

/** Sends when told to, unless a test says otherwise. */
function flowOf(settings: Partial<Wired> = {}, model?: Partial<Wired>): Wired[] {
  return [
    { id: 'tab', type: 'tab' },
    ...(model === undefined ? [] : [{ id: 'model', type: 'grid-model', ...model }]),
    {
      id: 'tele',
      z: 'tab',
      type: 'grid-telemetry',
      model: model && 'model',
      points: POINTS,
      interval_s: 3600,
      wires: [['out']],
      ...settings,
    },
    { id: 'out', z: 'tab', type: 'helper' },
  ];
}

async function snapshotAfter(telemetry: Node, out: Node, message: Message): Promise<Snapshot> {
  const input = nextInput(out);
  receive(telemetry, message);
  const { payload, topic } = await input;
  assert.equal(topic, 'snapshot');
  return parseSnapshot(payload);
}

/** What it says is wrong with a message, through `done`. */
async function errorOf(telemetry: Node, message: Message): Promise<string> {
  const reported = once(telemetry as never, 'call:error');
  receive(telemetry, message);
  const [call] = (await reported) as [{ firstArg: Error | string }];
  return typeof call.firstArg === 'string' ? call.firstArg : call.firstArg.message;
}

const STEP = { payload: { command: 'step' } };

describe('grid-telemetry', function () {
  this.timeout(60_000);

  it('makes snapshots of what any node sends', async () => {
    await withFlow(nodes, flowOf(), async ({ node }) => {
      const [telemetry, out] = [node('tele'), node('out')];
      receive(telemetry, { topic: 'site/S3', payload: '{"p": 21000, "q": 7000}' });
      receive(telemetry, { topic: 'line/L4', payload: { value: 212, timestamp: Date.now() } });
      receive(telemetry, { topic: 'switch/L12', payload: true });
      const shown = nextStatus(telemetry, (text) => text.startsWith('tick 1'));
      const snapshot = await snapshotAfter(telemetry, out, STEP);
      assert.equal(await shown, 'tick 1: 4 good');
      const edge = (id: string) => snapshot.edges.find((one) => one.id === id)!;
      assert.equal(snapshot.nodes.find(({ id }) => id === 'S3')!.demand_mw, 21);
      assert.ok(Math.abs(edge('L4').temperature_c - 100) < 1e-6);
      assert.equal(edge('L12').closed, true);
      assert.equal(edge('L12').quality?.closed, undefined);
      assert.deepEqual([snapshot.source, snapshot.data_source?.points?.good], ['telemetry', 4]);
      const { metrics } = snapshot;
      assert.ok(Math.abs(metrics.generation_mw - metrics.demand_mw - metrics.loss_mw) < 1e-6);
      const again = await snapshotAfter(telemetry, out, STEP);
      assert.deepEqual([again.sequence, again.run_id], [2, snapshot.run_id]);
      receive(telemetry, { payload: { command: 'reset' } });
      receive(telemetry, { topic: 'line/L4', payload: 104 });
      const anew = await snapshotAfter(telemetry, out, STEP);
      assert.deepEqual([anew.sequence, anew.run_id === snapshot.run_id], [1, false]);
      assert.equal(anew.data_source?.points?.silent, 3);
    });
  });

  it('goes on with its run and its numbers after a restart, with a new one for another grid', async () => {
    const userDir = mkdtempSync(path.join(tmpdir(), 'gridloom-'));
    const once = async (model?: Partial<Wired>): Promise<Snapshot[]> => {
      const told: Snapshot[] = [];
      const points = { points: 'address,element,quantity,unit,low,high\nanything,L1,temperature_c,°C,,' };
      await withFlow(
        nodes,
        flowOf(points, model),
        async ({ node }) => {
          receive(node('tele'), { topic: 'anything', payload: 50 });
          for (let k = 0; k < 2; k++) told.push(await snapshotAfter(node('tele'), node('out'), STEP));
        },
        { userDir },
      );
      return told;
    };
    try {
      const [first, second] = await once();
      const [third] = await once();
      assert.deepEqual([first.sequence, second.sequence, third.sequence], [1, 2, 3]);
      assert.equal(third.run_id, first.run_id);
      const [other] = await once({ source: 'builtin', builtin: 'ieee33' });
      assert.deepEqual([other.sequence, other.run_id === first.run_id], [1, false]);
    } finally {
      rmSync(userDir, { recursive: true });
    }
  });

  it('sends every interval, and when a scan is complete', async () => {
    await withFlow(nodes, flowOf({ interval_s: 0.05 }), async ({ node }) => {
      const first = nextInput(node('out'));
      receive(node('tele'), { topic: 'line/L4', payload: 50 });
      assert.equal(((await first).payload as Snapshot).sequence, 1);
      assert.equal(((await nextInput(node('out'))).payload as Snapshot).sequence, 2);
    });
    await withFlow(nodes, flowOf({ trigger: 'scan' }), async ({ node }) => {
      const scan = nextInput(node('out'));
      for (const payload of [68, 86]) receive(node('tele'), { topic: 'line/L4', payload });
      receive(node('tele'), { topic: 'site/S3', payload: { p: 1000, q: 500 } });
      receive(node('tele'), { topic: 'switch/L12', payload: 'open' });
      const { sequence, edges } = (await scan).payload as Snapshot;
      assert.deepEqual([sequence, edges.find(({ id }) => id === 'L4')!.temperature_c], [1, 30]);
    });
  });

  it('sends a scan that a silent sensor keeps from its end after the longest time for one', async () => {
    await withFlow(nodes, flowOf({ trigger: 'scan', scanLimit_s: 0.1 }), async ({ node }) => {
      const scan = nextInput(node('out'));
      receive(node('tele'), { topic: 'line/L4', payload: 50 });
      const { sequence, data_source } = (await scan).payload as Snapshot;
      assert.deepEqual([sequence, data_source?.points?.good, data_source?.points?.silent], [1, 1, 3]);
      assert.equal(((await nextInput(node('out'))).payload as Snapshot).sequence, 2);
    });
  });

  it('is stopped and started', async () => {
    await withFlow(nodes, flowOf({ interval_s: 0.05, autostart: false }), async ({ node }) => {
      receive(node('tele'), { topic: 'line/L4', payload: 50 });
      assert.equal((await snapshotAfter(node('tele'), node('out'), STEP)).sequence, 1);
      assert.equal(
        (await snapshotAfter(node('tele'), node('out'), { payload: { command: 'start' } })).sequence,
        2,
      );
      const stopped = nextStatus(node('tele'), (text) => text === 'stopped');
      receive(node('tele'), { payload: { command: 'stop' } });
      await stopped;
    });
  });

  it('shows what is silent and bad, and how far clocks are off', async () => {
    await withFlow(nodes, flowOf(), async ({ node }) => {
      const telemetry = node('tele');
      receive(telemetry, { topic: 'line/L4', payload: 900 });
      receive(telemetry, { topic: 'site/S3', payload: { p: 1, q: 1, timestamp: Date.now() - 12_000 } });
      const shown = nextStatus(telemetry, (text) => text.startsWith('tick 1'));
      await snapshotAfter(telemetry, node('out'), STEP);
      assert.match(await shown, /^tick 1: 2 good, 1 bad, 1 silent, clock off by -1[12]\.\d s$/);
    });
  });

  it('says what is wrong with its point list, by line, and with messages', async () => {
    const points = 'address,element,quantity,unit\na,L1,load_mw,\nb,L99,load_mw,Hz\nc,L2,temperature_c,MW';
    await withFlow(nodes, flowOf({ points }), async ({ node }) => {
      const message = await errorOf(node('tele'), { topic: 'a', payload: 1 });
      assert.match(message, /points: line 3, element; got "L99"/);
      assert.match(message, /line 4, unit: got "MW", allowed: a unit of temperature/);
      assert.match(await errorOf(node('tele'), { topic: 'a', payload: 1 }), /line 3/);
    });
    await withFlow(nodes, flowOf(), async ({ node }) => {
      const telemetry = node('tele');
      assert.match(
        await errorOf(telemetry, { topic: 'line/L4', payload: 'hot' }),
        /temperature_c of "L4" \(line 4 of the point list\); got "hot"; allowed: a finite number/,
      );
      assert.match(
        await errorOf(telemetry, { payload: { command: 'explode' } }),
        /got "explode"; allowed: start, stop, step, reset, open/,
      );
      assert.match(
        await errorOf(telemetry, { payload: { command: 'open' } }),
        /allowed: start, stop, step, reset; open/,
      );
    });
    for (const [settings, said] of [
      [{ interval_s: -1 }, /interval_s; got -1/],
      [{ mode: 'guess' }, /mode; got "guess"; allowed: live, replay/],
      [{ points: '' }, /points: line 1; got "nothing"/],
      [{ pointsFile: path.join(tmpdir(), 'gridloom-no-such-points.csv') }, /no such file/],
    ] as const) {
      await withFlow(nodes, flowOf(settings), async ({ node }) => {
        assert.match(await errorOf(node('tele'), { topic: 'a', payload: 1 }), said);
      });
    }
  });

  it('keeps its memory and its last values in a flood', async () => {
    await withFlow(nodes, flowOf(), async ({ node }) => {
      const telemetry = node('tele');
      // Once its point list is read.
      receive(telemetry, { topic: 'line/L4', payload: 32 });
      await snapshotAfter(telemetry, node('out'), STEP);
      for (let k = 0; k <= 50_000; k++)
        receive(telemetry, { topic: k % 3 === 0 ? 'line/L4' : `nobody/${k}`, payload: 32 + (k % 100) });
      receive(telemetry, { topic: 'line/L4', payload: 212 });
      const { data_source, edges } = await snapshotAfter(telemetry, node('out'), STEP);
      assert.ok(
        Math.abs(edges.find(({ id }) => id === 'L4')!.temperature_c - 100) < 1e-6,
        'the newest value',
      );
      const { counts } = data_source!.points!;
      assert.ok(counts.flooded > 45_000, JSON.stringify(counts));
    });
  });

  it('feeds the nodes behind it as scada-sim does', async () => {
    const behind = [
      { id: 'paths', z: 'tab', type: 'path-optimize', risk_weight: 0.1, seed: 1, wires: [['state'], []] },
      { id: 'state', z: 'tab', type: 'helper' },
    ];
    const flow = [...flowOf({ wires: [['paths']] }), ...behind];
    await withFlow([...nodes, pathOptimize], flow, async ({ node }) => {
      receive(node('tele'), { topic: 'switch/L12', payload: 'open' });
      receive(node('tele'), { topic: 'site/S3', payload: { p: 21_000, q: 7000 } });
      const optimized = nextInput(node('state'));
      receive(node('tele'), STEP);
      const { optimization, metrics } = parseSnapshot((await optimized).payload);
      assert.equal(optimization?.paths.filter(({ reachable }) => reachable).length, 6);
      assert.ok(Math.abs(optimization!.loss_before_mw - metrics.loss_mw) < 0.01, 'the same losses');
    });
  });

  it('takes an object that holds more than a command as telemetry', async () => {
    const points = 'address,element,quantity\ndrive#speed,L1,load_mw';
    await withFlow(nodes, flowOf({ points }), async ({ node }) => {
      receive(node('tele'), { topic: 'drive', payload: { command: 'stop', speed: 7 } });
      const { edges } = await snapshotAfter(node('tele'), node('out'), STEP);
      assert.equal(edges[0].load_mw, 7);
    });
  });

  it('works with a network of a thousand nodes without holding the event loop', async () => {
    const model = { source: 'feeders', num_nodes: 1000, seed: 1 };
    const grid = compileGrid(generateFeeders({ num_nodes: 1000, seed: 1 }));
    const rows = grid.network.branches.map(({ id }) => `t#["${id}"],${id},temperature_c`);
    const points = [
      'address,element,quantity',
      ...rows.map(
        (row) => `"${row.split(',')[0].replaceAll('"', '""')}",${row.split(',').slice(1).join(',')}`,
      ),
    ];
    await withFlow(nodes, flowOf({ points: points.join('\n') }, model), async ({ node }) => {
      const payload = Object.fromEntries(grid.network.branches.map(({ id }) => [id, 40]));
      receive(node('tele'), { topic: 't', payload });
      const { nodes: places, edges } = await snapshotAfter(node('tele'), node('out'), STEP);
      assert.deepEqual([places.length, edges.length], [1000, grid.branchCount]);
      assert.ok(edges.every(({ temperature_c }) => temperature_c === 40));
    });
  });
});

describe('grid-telemetry with a recording', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-replay-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('plays snapshots, as fast as they are taken, again and again', async () => {
    const file = path.join(folder, 'day.ndjson');
    const times = ['2026-01-31T12:00:00.000Z', '2026-01-31T13:00:00.000Z'];
    const lines = times.map((timestamp, k) =>
      JSON.stringify(sampleSnapshot({ timestamp, sequence: 70 + k })),
    );
    writeFileSync(file, `${lines[0]}\n{"broken\n${lines[1]}\n`);
    const flow = flowOf({ mode: 'replay', file, speed: 0, loop: true, points: '' });
    await withFlow(nodes, flow, async ({ node }) => {
      const told = once(node('tele') as never, 'call:error');
      const seen: Snapshot[] = [];
      while (seen.length < 4) seen.push(parseSnapshot((await nextInput(node('out'))).payload));
      const [call] = (await told) as [{ firstArg: string }];
      assert.match(call.firstArg, /day\.ndjson: line 2: /);
      assert.deepEqual(
        seen.map(({ timestamp, sequence, source }) => [timestamp, sequence, source]),
        [1, 2, 1, 2].map((sequence) => [times[sequence - 1], sequence, 'replay']),
      );
      assert.equal(new Set(seen.map(({ run_id }) => run_id)).size, 2, 'each round is a run');
    });
  });

  it('plays samples a frame at a time, in their own time, from a message', async () => {
    const { list, messages } = fullyMeasured(gridOf('riverside'));
    const header = ['timestamp', ...messages.map(({ topic }) => topic)];
    const rows = ['2026-01-31T12:00:00Z', '2026-01-31T12:15:00Z'].map((time) => [
      time,
      ...messages.map(({ payload }) => payload),
    ]);
    const text = [header, ...rows].map((row) => row.join(',')).join('\n');
    await withFlow(
      nodes,
      flowOf({ mode: 'replay', points: list, autostart: false, speed: 0 }),
      async ({ node }) => {
        const [telemetry, out] = [node('tele'), node('out')];
        const ended = nextStatus(telemetry, (status) => status.startsWith('at the end'));
        const first = await snapshotAfter(telemetry, out, { payload: { command: 'open', text } });
        const second = parseSnapshot((await nextInput(out)).payload);
        assert.deepEqual(
          [first.timestamp, second.timestamp],
          ['2026-01-31T12:00:00.000Z', '2026-01-31T12:15:00.000Z'],
        );
        assert.equal(await ended, 'at the end, 2 snapshots');
        assert.equal(second.data_source?.points?.good, messages.length);
        receive(telemetry, { payload: { command: 'reset' } });
        assert.equal((await snapshotAfter(telemetry, out, STEP)).timestamp, first.timestamp);
        assert.equal((await snapshotAfter(telemetry, out, STEP)).timestamp, second.timestamp);
      },
    );
  });

  it('says once that a recording is of another grid', async () => {
    const text = Array.from({ length: 30 }, (_, k) =>
      JSON.stringify(sampleSnapshot({ grid_id: 'elsewhere', sequence: k + 1 })),
    ).join('\n');
    // The point list that a new node has: its header alone.
    const points = 'address,element,quantity,unit\n';
    await withFlow(
      nodes,
      flowOf({ mode: 'replay', points, autostart: false, speed: 0 }),
      async ({ node }) => {
        const telemetry = node('tele');
        let errors = 0;
        (telemetry as unknown as { on(event: string, listen: () => void): void }).on(
          'call:error',
          () => errors++,
        );
        const ended = nextStatus(telemetry, (status) => status.startsWith('at the end'));
        receive(telemetry, { payload: { command: 'open', text } });
        assert.match(await ended, /0 snapshots, 30 problems/);
        assert.equal(errors, 1);
      },
    );
  });

  it('says what is wrong with a recording', async () => {
    for (const [settings, said] of [
      [{ file: path.join(folder, 'absent.csv') }, /absent\.csv; got "ENOENT/],
      [{ file: folder }, /EISDIR/],
    ] as const) {
      await withFlow(nodes, flowOf({ mode: 'replay', ...settings }), async ({ node }) => {
        const [call] = (await once(node('tele') as never, 'call:error')) as [{ firstArg: string }];
        assert.match(call.firstArg, said);
      });
    }
    await withFlow(nodes, flowOf({ mode: 'replay', autostart: false }), async ({ node }) => {
      assert.match(await errorOf(node('tele'), STEP), /the file of a recording, or the command open/);
      assert.match(
        await errorOf(node('tele'), { topic: 'a', payload: 7 }),
        /allowed: start, stop, step, reset, or open/,
      );
      const wrong = errorOf(node('tele'), { payload: { command: 'open', text: 'when,what\n1,2' } });
      assert.match(await wrong, /recording: line 1; got "when,what"; allowed: snapshots/);
    });
  });
});
