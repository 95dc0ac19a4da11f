import { strict as assert } from 'node:assert';
import { parseSnapshot } from '../../../lib/contract';
import { compileGrid } from '../../../lib/grid';
import { MEASURED_QUANTITIES } from '../../../lib/powerflow';
import { type FillerInput, openFiller } from '../../../lib/scada';
import { injectionsOf, solveNominal } from '../../powerflow/estimation/measured';
import { at, feedOf, fillOf, fullyMeasured, gridOf } from './points';

const grid = gridOf('riverside');
const { state } = solveNominal(grid);
const VOLTAGE = MEASURED_QUANTITIES.indexOf('vm_pu');

describe('snapshots of telemetry', () => {
  it('show what sensors measure, and are snapshots', async () => {
    for (const name of ['riverside', 'ieee14', 'ieee33']) {
      const whole = gridOf(name);
      const { list, messages } = fullyMeasured(whole);
      const feed = feedOf(whole, list);
      messages.forEach((message) => void feed.accept(message, at(0)));
      const snapshot = await feed.tick(at(1), fillOf(whole));
      parseSnapshot(snapshot);
      const solved = solveNominal(whole).state;
      for (const [bus, node] of snapshot.nodes.entries())
        assert.ok(Math.abs(node.vm_pu - solved.vm_pu[bus]) < 2e-6, `${name} ${node.id}`);
      const { metrics } = snapshot;
      assert.ok(Math.abs(metrics.loss_mw - solved.loss_mw) < 1e-5);
      const shunts = metrics.shunt_mw ?? 0;
      assert.ok(Math.abs(metrics.generation_mw - metrics.demand_mw - metrics.loss_mw - shunts) < 1e-6);
      assert.deepEqual(
        [snapshot.source, snapshot.sequence, snapshot.grid_id],
        ['telemetry', 1, whole.network.id],
      );
      assert.equal(snapshot.data_source?.points?.good, messages.length);
    }
  });

  it('fill what no sensor delivers from the measured injections, and flag it', async () => {
    const loads = grid.network.loads;
    const list = [
      'address,element,quantity,unit',
      ...loads.map(({ bus }) => `meter/${bus}#p,${bus},demand_mw,kW`),
      ...loads.map(({ bus }) => `meter/${bus}#q,${bus},demand_mvar,kvar`),
      'weather#t,*,ambient_temperature_c,°F',
      'line/L1,L1,temperature_c,',
    ].join('\n');
    const feed = feedOf(grid, list);
    for (const { bus, p_mw, q_mvar } of loads)
      feed.accept(
        { topic: `meter/${bus}`, payload: JSON.stringify({ p: p_mw * 1000, q: q_mvar * 1000 }) },
        at(0),
      );
    feed.accept({ topic: 'weather', payload: { t: 68 } }, at(0));
    feed.accept({ topic: 'line/L1', payload: '55.5' }, at(0));
    const snapshot = await feed.tick(at(1), fillOf(grid));
    parseSnapshot(snapshot);
    // The schedule and the set points stand in for the generators: the flow is that of the power flow.
    for (const [bus, node] of snapshot.nodes.entries()) {
      assert.ok(Math.abs(node.vm_pu - state.vm_pu[bus]) < 1e-5, node.id);
      if (loads.some((load) => load.bus === node.id)) {
        assert.equal(node.field_quality?.vm_pu?.origin, 'estimated');
        assert.equal(node.field_quality?.demand_mw, undefined);
        assert.equal(node.quality, 'good');
      } else assert.deepEqual([node.origin, node.quality], ['estimated', 'uncertain']);
    }
    for (const [k, edge] of snapshot.edges.entries()) {
      assert.ok(
        Math.abs(edge.load_mw - Math.max(Math.abs(state.p_from_mw[k]), Math.abs(state.p_to_mw[k]))) < 1e-4,
      );
      assert.ok(Math.abs(edge.ambient_temperature_c - 20) < 1e-6);
      assert.equal(edge.quality?.load_mw?.origin, 'estimated');
      assert.equal(edge.quality?.corrosion?.origin, 'assumed');
      assert.equal(edge.age_years, grid.network.branches[k].age_years ?? 20);
    }
    assert.deepEqual(
      [snapshot.edges[0].temperature_c, snapshot.edges[0].quality?.temperature_c],
      [55.5, undefined],
    );
  });

  it('mark stale and bad values, keep them, and say when they were measured', async () => {
    const list =
      'address,element,quantity,low,high\na,S3,vm_pu,0.8,1.2\nb,L4,temperature_c,-40,150\nc,L4,vibration_mm_s,,';
    const feed = feedOf(grid, list);
    const send = (topic: string, value: number, seconds: number): void =>
      void feed.accept({ topic, payload: { value, timestamp: at(seconds).wall_s * 1000 } }, at(seconds));
    send('a', 1.01, 0);
    send('b', 60, 0);
    send('c', 0.4, 0);
    send('b', 900, 15);
    send('c', 0.5, 15);
    const snapshot = await feed.tick(at(16), fillOf(grid));
    parseSnapshot(snapshot);
    const timestamp = new Date(at(0).wall_s * 1000).toISOString();
    const node = snapshot.nodes.find(({ id }) => id === 'S3')!;
    assert.deepEqual([node.vm_pu, node.quality], [1.01, 'uncertain']);
    assert.deepEqual(node.field_quality?.vm_pu, { quality: 'uncertain', timestamp });
    const edge = snapshot.edges.find(({ id }) => id === 'L4')!;
    assert.deepEqual([edge.temperature_c, edge.quality?.temperature_c], [60, { quality: 'bad', timestamp }]);
    assert.deepEqual([edge.vibration_mm_s, edge.quality?.vibration_mm_s], [0.5, undefined]);
    const { good, stale, bad, counts } = snapshot.data_source!.points!;
    assert.deepEqual([good, stale, bad, counts.out_of_range], [1, 1, 1, 1]);
  });

  it('open what is open, and leave dark what is dark', async () => {
    const list = 'address,element,quantity,unit\nsw,L4,closed,\ntrip,L1,in_service,tripped';
    const feed = feedOf(grid, list);
    feed.accept({ topic: 'sw', payload: 'open' }, at(0));
    feed.accept({ topic: 'trip', payload: true }, at(0));
    const snapshot = await feed.tick(at(1), fillOf(grid));
    const edge = (id: string) => snapshot.edges.find((one) => one.id === id)!;
    assert.deepEqual([edge('L4').closed, edge('L4').in_service, edge('L4').load_mw], [false, true, 0]);
    assert.deepEqual([edge('L1').closed, edge('L1').in_service, edge('L1').current_ka], [true, false, 0]);
    assert.equal(edge('L1').quality?.closed?.origin, 'assumed');
    assert.equal(edge('L1').quality?.in_service, undefined);
  });

  it('name a sensor that contradicts the others, and put the estimate in its place', async () => {
    const { list, messages } = fullyMeasured(grid);
    const feed = feedOf(grid, list);
    const wrong = messages.findIndex(({ topic }) => topic === 'vm_pu/S4');
    for (const [k, message] of messages.entries())
      feed.accept(k === wrong ? { ...message, payload: message.payload + 0.2 } : message, at(0));
    const snapshot = await feed.tick(at(1), fillOf(grid));
    const node = snapshot.nodes.find(({ id }) => id === 'S4')!;
    assert.deepEqual(snapshot.data_source?.points?.suspects, ['vm_pu of S4']);
    assert.deepEqual(node.field_quality?.vm_pu, { quality: 'bad', origin: 'estimated' });
    assert.equal(node.quality, 'bad');
    assert.ok(Math.abs(node.vm_pu - messages[wrong].payload) < 1e-3);
  });

  it('are due when every point of the group has come, and not before', () => {
    const list = 'address,element,quantity,group\na,L1,load_mw,fast\nb,L2,load_mw,fast\nc,L3,load_mw,slow';
    const feed = feedOf(grid, list, { scan_group: 'fast' });
    assert.deepEqual(
      ['a', 'c', 'a', 'b'].map((topic) => feed.accept({ topic, payload: 1 }, at(0)).complete),
      [false, false, false, true],
    );
  });

  it('survive a flood: bounded, counted, and with the newest value of each point', async () => {
    const list = 'address,element,quantity\na,L1,temperature_c\nb,L2,temperature_c';
    const feed = feedOf(grid, list);
    feed.accept({ topic: 'b', payload: 41 }, at(0));
    for (let k = 0; k <= 200_000; k++) {
      feed.accept({ topic: 'a', payload: 20 + k / 10_000 }, at(k / 100_000));
      if (k % 2 === 0) feed.accept({ topic: `nobody/${k}`, payload: 'x'.repeat(100) }, at(k / 100_000));
    }
    const { held } = (feed as unknown as { gate: { held: Map<number, unknown> } }).gate;
    assert.ok(held.size <= 1);
    const snapshot = await feed.tick(at(3), fillOf(grid));
    assert.deepEqual([snapshot.edges[0].temperature_c, snapshot.edges[1].temperature_c], [40, 41]);
    const { counts, good } = snapshot.data_source!.points!;
    assert.equal(good, 2);
    assert.ok(counts.flooded > 290_000 && counts.unknown < 3300, JSON.stringify(counts));
  });

  it('lose in a flood neither the paths of one topic nor points without a topic', async () => {
    const list = [
      'address,element,quantity',
      'plc#a,L1,temperature_c\nplc#b,L2,temperature_c\n#regs[0],L3,temperature_c',
    ].join('\n');
    const feed = feedOf(grid, list);
    for (let k = 0; k < 2000; k++) feed.accept({ topic: 'plc', payload: { a: 20 } }, at(0));
    feed.accept({ topic: 'plc', payload: { a: 31 } }, at(0.1));
    feed.accept({ topic: 'plc', payload: '{"b": 32}' }, at(0.2));
    feed.accept({ payload: { regs: [33] } }, at(0.3));
    const { edges } = await feed.tick(at(0.5), fillOf(grid));
    assert.deepEqual(
      edges.slice(0, 3).map(({ temperature_c }) => temperature_c),
      [31, 32, 33],
    );
  });

  it('are due again once a flood is over, with no tick in between', () => {
    const feed = feedOf(grid, 'address,element,quantity\na,L1,load_mw\nb,L2,load_mw');
    for (let k = 0; k < 5000; k++) feed.accept({ topic: 'a', payload: k }, at(0));
    assert.equal(feed.accept({ topic: 'b', payload: 1 }, at(0.5)).complete, false);
    assert.deepEqual(
      [feed.settle(at(0.9)), feed.settle(at(1.1)), feed.settle(at(1.2))],
      [false, true, false],
    );
    assert.equal(feed.accept({ topic: 'a', payload: 1 }, at(1.5)).complete, true);
    // 1 message/s a point for a quarter of an hour is no flood.
    const slow = feedOf(grid, 'address,element,quantity\na,L1,load_mw\nb,L2,load_mw');
    for (let t = 0; t < 5000; t++) slow.accept({ topic: 'a', payload: t }, at(t));
    assert.equal(slow.accept({ topic: 'b', payload: 1 }, at(5000)).complete, true);
  });

  it('tell a sensor that died in a long interval from one that lives, flood or not', async () => {
    for (const times of [1, 300]) {
      const feed = feedOf(grid, 'address,element,quantity\na,S1,demand_mw\nb,S2,demand_mw');
      for (let t = 0; t < 900; t++)
        for (let k = 0; k < (t < 10 || t > 690 ? times : 1); k++) {
          feed.accept({ topic: 'a', payload: 30 }, at(t));
          if (t < 700) feed.accept({ topic: 'b', payload: 40 }, at(t));
        }
      const { good, stale } = (await feed.tick(at(900), fillOf(grid))).data_source!.points!;
      assert.deepEqual([good, stale, feed.state.time_s[1]], [1, 1, at(699).wall_s]);
    }
  });

  it('are overdue where a dead sensor keeps the scan from its end', async () => {
    const feed = feedOf(grid, 'address,element,quantity\na,L1,load_mw\nb,L2,load_mw');
    assert.equal(feed.isOverdue(at(1000), 60), false);
    feed.accept({ topic: 'a', payload: 1 }, at(1000));
    assert.deepEqual([feed.isOverdue(at(1059), 60), feed.isOverdue(at(1060), 60)], [false, true]);
    await feed.tick(at(1060), fillOf(grid));
    assert.deepEqual([feed.isOverdue(at(1119), 60), feed.isOverdue(at(1120), 60)], [false, true]);
  });

  it('find points in batches, in lists and in objects', async () => {
    const list =
      'address,element,quantity\nns=1;s=T1,L1,temperature_c\n#regs[2],L2,temperature_c\nplc#oil.t,L3,temperature_c';
    const feed = feedOf(grid, list);
    feed.accept(
      {
        payload: [
          { nodeId: 'ns=1;s=T1', value: 31, statusCode: { value: 0 } },
          { nodeId: 'x', value: 1 },
        ],
      },
      at(0),
    );
    feed.accept({ topic: 'whatever', payload: { regs: [0, 0, 32] } }, at(0));
    feed.accept({ topic: 'plc', payload: { oil: { t: { value: 33, quality: 'uncertain' } } } }, at(0));
    const { edges } = await feed.tick(at(1), fillOf(grid));
    assert.deepEqual(
      edges.slice(0, 3).map(({ temperature_c }) => temperature_c),
      [31, 32, 33],
    );
    assert.equal(edges[2].quality?.temperature_c?.quality, 'uncertain');
  });

  it('leave out what the network is not made for, where it leads the estimation nowhere, and name it', async () => {
    const feed = feedOf(grid, 'address,element,quantity,sigma,low\na,S3,p_injection_mw,0.001,-1e6\n');
    feed.accept({ topic: 'a', payload: -90_000 }, at(0));
    const { nodes, data_source } = await feed.tick(at(1), fillOf(grid));
    const { filled_by, suspects } = data_source!.points!;
    assert.deepEqual([filled_by, suspects], ['estimation', ['p_injection_mw of S3']]);
    const bus = grid.busIndex.get('S3')!;
    assert.ok(Math.abs(nodes[bus].demand_mw - grid.demand_mw[bus]) < 1e-3);
  });

  it('are of no state that loses more than the network is made for', async () => {
    const { list, messages } = fullyMeasured(grid);
    for (const wrong of ['p_from_mw/L2', 'p_from_mw/L6', 'p_to_mw/L8', 'p_to_mw/L10']) {
      const feed = feedOf(grid, list);
      for (const { topic, payload } of messages)
        feed.accept({ topic, payload: topic === wrong ? 100 * payload : payload }, at(0));
      const { metrics, data_source } = await feed.tick(at(1), fillOf(grid));
      assert.ok(Math.abs(metrics.loss_mw - state.loss_mw) < 0.1, `${wrong}: ${metrics.loss_mw} MW`);
      assert.equal(data_source?.points?.filled_by, 'estimation');
    }
  });

  it('take no value beyond what the network is made for, nor keep it as the last good one', async () => {
    const loads = grid.network.loads;
    const list = [
      'address,element,quantity,unit',
      ...loads.map(({ bus }) => `p/${bus},${bus},demand_mw,\nv/${bus},${bus},vm_pu,`),
      'current,L1,current_from_ka,A',
      'giga,L2,p_from_mw,GW',
    ].join('\n');
    for (const glitch of [32_000, -1e6, 3.4e38, 1e308]) {
      const feed = feedOf(grid, list);
      const filler = fillOf(grid);
      const send = (topic: string, payload: number, seconds: number): void =>
        void feed.accept({ topic, payload }, at(seconds));
      for (let t = 0; t < 15; t++) {
        for (const { bus, p_mw } of loads) {
          if (bus !== loads[0].bus || t < 2) send(`p/${bus}`, p_mw, t);
          send(`v/${bus}`, state.vm_pu[grid.busIndex.get(bus)!], t);
        }
        if (t === 2) for (const topic of [`p/${loads[0].bus}`, 'current', 'giga']) send(topic, glitch, t);
        const { nodes, data_source } = await feed.tick(at(t), filler);
        const { filled_by, counts } = data_source!.points!;
        assert.equal(filled_by, 'estimation');
        assert.equal(nodes.find(({ id }) => id === loads[0].bus)?.demand_mw, loads[0].p_mw);
        assert.equal(counts.out_of_range ?? 0, t < 2 ? 0 : 3);
      }
    }
  });

  it('let a silent sensor whose last value contradicted the others stand in for nothing', async () => {
    const { list, messages } = fullyMeasured(grid);
    const feed = feedOf(grid, list);
    const filler = fillOf(grid);
    const isOf = (bus: string, topic: string): boolean => topic === `p_injection_mw/${bus}`;
    for (const { topic, payload } of messages)
      feed.accept({ topic, payload: isOf('S1', topic) ? -1500 : payload }, at(0));
    assert.deepEqual((await feed.tick(at(1), filler)).data_source?.points?.suspects, [
      'p_injection_mw of S1',
    ]);
    let told: Float64Array | undefined;
    await feed.tick(at(60), (input) => {
      told = input.p_injection_mw;
      return filler(input);
    });
    assert.equal(told?.[grid.busIndex.get('S1')!], -grid.demand_mw[grid.busIndex.get('S1')!]);
  });

  it('are told generation less demand where both are metered, whatever the network has there', async () => {
    const bus = grid.busIndex.get('S1')!;
    const feed = feedOf(
      grid,
      'address,element,quantity\nd,S1,demand_mw\ng,S1,generation_mw\nq,S1,demand_mvar',
    );
    feed.accept({ topic: 'd', payload: 32 }, at(0));
    feed.accept({ topic: 'g', payload: 5 }, at(0));
    feed.accept({ topic: 'q', payload: 10 }, at(0));
    let values: number[] = [];
    const filler = fillOf(grid);
    const { nodes, metrics, data_source } = await feed.tick(at(1), async (input) => {
      values = [...input.value];
      return filler(input);
    });
    assert.deepEqual(values, [-27, -10]);
    assert.deepEqual([nodes[bus].demand_mw, nodes[bus].generation_mw], [32, 5]);
    assert.equal(data_source?.points?.suspects, undefined);
    assert.ok(Math.abs(metrics.demand_mw - grid.demand_mw.reduce((sum, p) => sum + p, 0)) < 1e-3);
    assert.ok(Math.abs(metrics.generation_mw - metrics.demand_mw - metrics.loss_mw) < 1e-6);
  });

  it('count messages without a value by what is wrong with them', async () => {
    const feed = feedOf(grid, 'address,element,quantity\nplc#a,L1,temperature_c');
    for (const [topic, payload] of [
      ['plc', '{"a": '],
      ['plc', { b: 1 }],
      ['plc', {}],
      ['other', 1],
    ] as const)
      feed.accept({ topic, payload }, at(0));
    const { counts } = (await feed.tick(at(1), fillOf(grid))).data_source!.points!;
    assert.deepEqual(counts, { unknown: 1, unreadable_text: 1, nothing_at_path: 2 });
  });

  it('carry the quality on top of a payload down to the values at its paths', async () => {
    const feed = feedOf(grid, 'address,element,quantity\nplc#a,L1,temperature_c\nplc#b,L2,temperature_c');
    feed.accept(
      { topic: 'plc', payload: { quality: 'uncertain', a: 20, b: { value: 30, quality: 'bad' } } },
      at(0),
    );
    const { uncertain, bad } = feed.tally(at(0));
    assert.deepEqual([uncertain, bad], [1, 1]);
  });
});

describe('the filler', () => {
  const { p, q } = injectionsOf(grid, solveNominal(grid));
  const injections = grid.network.buses.map((_, bus) => bus);
  const live = Uint8Array.from(grid.network.branches, ({ closed }) => (closed ? 1 : 0));
  /** A voltage that no network has, believed to the last digit, and nothing that contradicts it. */
  const wild = (factor: number): FillerInput => ({
    quantity: Uint8Array.of(VOLTAGE),
    element: Int32Array.of(0),
    value: Float64Array.of(1e9),
    sigma: Float64Array.of(1e-6),
    live,
    p_injection_mw: p.map((one) => factor * one),
    q_injection_mvar: q.map((one) => factor * one),
  });
  /** All injections, `factor` times what they are. */
  const tame = (factor: number): FillerInput => ({
    quantity: Uint8Array.from([...injections.map(() => 2), ...injections.map(() => 3)]),
    element: Int32Array.from([...injections, ...injections]),
    value: Float64Array.from([...p, ...q].map((one) => factor * one)),
    sigma: new Float64Array(2 * grid.busCount).fill(1e-6),
    live,
    p_injection_mw: new Float64Array(grid.busCount),
    q_injection_mvar: new Float64Array(grid.busCount),
  });

  it('takes the power flow of the injections where the estimation finds no state', () => {
    const filled = openFiller({ network: grid.network }).fill(wild(1));
    assert.equal(filled.filled_by, 'power_flow');
    for (let bus = 0; bus < grid.busCount; bus++) {
      assert.ok(Math.abs(filled.vm_pu[bus] - state.vm_pu[bus]) < 1e-6);
      assert.ok(Math.abs(filled.p_injection_mw[bus] - p[bus]) < 1e-4);
    }
  });

  it('goes back to the last state, or to the nominal one, where that has no solution either', () => {
    const filler = openFiller({ network: grid.network });
    const nominal = filler.fill(wild(1000));
    assert.equal(nominal.filled_by, 'nominal');
    assert.ok(nominal.vm_pu.every((vm, bus) => Math.abs(vm - state.vm_pu[bus]) < 1e-6));
    const before = filler.fill(tame(0.5));
    assert.equal(before.filled_by, 'estimation');
    const after = filler.fill(wild(1000));
    assert.equal(after.filled_by, 'last_state');
    for (const bus of injections)
      if (grid.isSource[bus] === 0)
        assert.ok(Math.abs(after.p_injection_mw[bus] - before.p_injection_mw[bus]) < 1e-6);
  });

  it('shows all dark where not even the network itself has a solution', async () => {
    const network = structuredClone(grid.network);
    for (const load of network.loads) load.p_mw *= 1000;
    const wrong = compileGrid(network);
    const feed = feedOf(wrong, 'address,element,quantity\na,L1,temperature_c');
    feed.accept({ topic: 'a', payload: 20 }, at(0));
    const snapshot = await feed.tick(at(1), fillOf(wrong));
    parseSnapshot(JSON.parse(JSON.stringify(snapshot)));
    assert.equal(snapshot.data_source?.points?.filled_by, 'nothing');
    assert.ok(snapshot.nodes.every(({ energized }) => !energized));
  });

  it('fills the tick after a spoilt one as if there had been none', async () => {
    const { list, messages } = fullyMeasured(grid);
    const fill = fillOf(grid);
    const feed = feedOf(grid, list);
    for (const [seconds, times] of [1, 1000, 1, -1000, 1].entries()) {
      for (const [k, message] of messages.entries()) {
        const payload = k % 9 === 4 ? times * Number(message.payload) : message.payload;
        feed.accept({ ...message, payload }, at(seconds));
      }
      const { data_source, metrics } = await feed.tick(at(seconds), fill);
      assert.equal(data_source?.points?.filled_by, 'estimation');
      if (times === 1) assert.ok(Math.abs(metrics.loss_mw - state.loss_mw) < 1e-5);
    }
  });

  it('leaves out what no voltages can carry where others contradict it', () => {
    const nothing = new Float64Array(grid.busCount);
    const buses = grid.network.buses.map((_, bus) => bus);
    const count = 2 * grid.busCount;
    const filled = openFiller({ network: grid.network }).fill({
      quantity: Uint8Array.from([...buses.map(() => 2), ...buses.map(() => 3), 4]),
      element: Int32Array.from([...buses, ...buses, 0]),
      value: Float64Array.from([...p, ...q, 1e9]),
      sigma: new Float64Array(count + 1).fill(1e-6),
      live,
      p_injection_mw: nothing,
      q_injection_mvar: nothing,
    });
    assert.deepEqual([filled.filled_by, [...filled.suspects]], ['estimation', [count]]);
  });
});
