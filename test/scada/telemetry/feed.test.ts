import { strict as assert } from 'node:assert';
import { parseSnapshot } from '../../../lib/contract';
import { openFiller } from '../../../lib/scada';
import { injectionsOf, solveNominal } from '../../powerflow/estimation/measured';
import { at, feedOf, fillOf, fullyMeasured, gridOf } from './points';

const grid = gridOf('riverside');
const { state } = solveNominal(grid);

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

  it('survive a flood: bounded, counted, and with the newest value of each topic', async () => {
    const list = 'address,element,quantity\na,L1,temperature_c\nb,L2,temperature_c';
    const feed = feedOf(grid, list);
    feed.accept({ topic: 'b', payload: 41 }, at(0));
    for (let k = 0; k <= 200_000; k++) {
      feed.accept({ topic: 'a', payload: 20 + k / 10_000 }, at(k / 100_000));
      if (k % 2 === 0) feed.accept({ topic: `nobody/${k}`, payload: 'x'.repeat(100) }, at(k / 100_000));
    }
    const waiting = (feed as unknown as { waiting: Map<string, unknown> }).waiting;
    assert.equal(waiting.size, 1);
    const snapshot = await feed.tick(at(3), fillOf(grid));
    assert.deepEqual([snapshot.edges[0].temperature_c, snapshot.edges[1].temperature_c], [40, 41]);
    const { counts, good } = snapshot.data_source!.points!;
    assert.equal(good, 2);
    assert.ok(counts.flooded > 290_000 && counts.unknown < 1100, JSON.stringify(counts));
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

  it('come from the power flow where sensors and switches lead the estimation nowhere', async () => {
    const filler = fillOf(grid);
    const feed = feedOf(grid, 'address,element,quantity,sigma\na,S3,p_injection_mw,0.001\n');
    feed.accept({ topic: 'a', payload: -90_000 }, at(0));
    await assert.rejects(feed.tick(at(1), filler), /power flow has no solution/);
    feed.accept({ topic: 'a', payload: -30 }, at(2));
    const { data_source } = await feed.tick(at(3), filler);
    assert.deepEqual([data_source?.ticks, data_source?.points?.filled_by], [1, 'estimation']);
  });
});

describe('the filler', () => {
  const { p, q } = injectionsOf(grid, solveNominal(grid));
  const live = Uint8Array.from(grid.network.branches, ({ closed }) => (closed ? 1 : 0));

  it('takes the power flow of the injections where the estimation finds no state', () => {
    const filled = openFiller({ network: grid.network }).fill({
      // A flow that no voltages can carry, believed to the last watt, and nothing that contradicts it.
      quantity: Uint8Array.of(4),
      element: Int32Array.of(0),
      value: Float64Array.of(1e9),
      sigma: Float64Array.of(1e-6),
      live,
      p_injection_mw: p,
      q_injection_mvar: q,
    });
    assert.equal(filled.filled_by, 'power_flow');
    for (let bus = 0; bus < grid.busCount; bus++) {
      assert.ok(Math.abs(filled.vm_pu[bus] - state.vm_pu[bus]) < 1e-6);
      assert.ok(Math.abs(filled.p_injection_mw[bus] - p[bus]) < 1e-4);
    }
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
