import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { GridError } from '../../../lib/errors';
import { readPointList } from '../../../lib/scada';
import { readAddress } from '../../../lib/scada/telemetry/address';
import { ROOT } from '../../support/reference';
import { gridOf } from './points';

const grid = gridOf('riverside');
const [{ id: node, base_kv }] = grid.network.buses;
const [{ id: edge }] = grid.network.branches;

function read(header: string, ...rows: string[]) {
  return readPointList('list', [header, ...rows].join('\n'), grid);
}

describe('the point list', () => {
  it('leads from what a device says to the unit of the contract', () => {
    const points = read(
      'address,element,quantity,unit,scale,offset,deadband,low,high,rate_per_s,sigma',
      `a,${edge},p_from_mw,kW,0.1,-5,20,-1000,2000,100,8`,
      `b,${node},vm_pu,V,,,,,,,`,
      `c,${edge},temperature_c,°F,,,1.8,32,212,,`,
      `d,${edge},current_from_ka,A,,,,,,,`,
      `e,${edge},closed,open,,,,,,,`,
      `f,${edge},ambient_temperature_c,K,,,,,,,`,
    );
    const of = (index: number, raw: number): number => points[index].factor * raw + points[index].offset;
    const near = (got: number, expected: number): void =>
      assert.ok(Math.abs(got - expected) < 1e-9, `${got}`);
    // 12,345 counts at 0.1 kW less 5 kW.
    near(of(0, 12_345), (0.1 * 12_345 - 5) / 1000);
    near(points[0].deadband, 0.02);
    near(points[0].low, -1);
    near(points[0].high, 2);
    near(points[0].rate_per_s, 0.1);
    near(points[0].sigma!, 0.008);
    near(of(1, 1000 * base_kv!), 1);
    near(of(2, 212), 100);
    near(of(2, -40), -40);
    near(points[2].deadband, 1);
    near(points[2].high, 100);
    near(of(3, 250), 0.25);
    assert.deepEqual([of(4, 1), of(4, 0)], [0, 1]);
    near(of(5, 273.15), 0);
    // The contract's own limits hold where the row has none.
    assert.deepEqual([points[5].low, points[5].high], [-60, 60]);
  });

  it('knows topics, and paths into what they carry', () => {
    assert.deepEqual(readAddress('plant/a'), { topic: 'plant/a', path: undefined });
    assert.deepEqual(readAddress('plant/a#p[3].kw'), { topic: 'plant/a', path: ['p', 3, 'kw'] });
    assert.deepEqual(readAddress('#[0]'), { topic: undefined, path: [0] });
    assert.deepEqual(readAddress('x#["total p"].value'), { topic: 'x', path: ['total p', 'value'] });
    for (const wrong of ['', '#', 'x#', 'x#.a', 'x#a..b', 'x#a[b', 'x#a[-1]'])
      assert.equal(readAddress(wrong), undefined, wrong);
  });

  it('refuses each wrong row with its line, and takes nothing of the list then', () => {
    let refused: GridError | undefined;
    try {
      read(
        'address,element,quantity,unit,scale,deadband,staleness_s,low,high',
        `ok,${edge},p_from_mw,kW,,,,,`,
        `,${edge},q_from_mvar,,,,,,`,
        'a,nowhere,p_to_mw,,,,,,',
        `a,${node},p_to_mw,,,,,,`,
        `a,${edge},frequency_hz,Hz,,,,,`,
        `a,${edge},q_to_mvar,Hz,,,,,`,
        `a,${edge},current_to_ka,mA,,,,,`,
        `a,${edge},load_mw,MW,0,,,,`,
        `a,${edge},vibration_mm_s,,,-1,,,`,
        `a,${edge},corrosion,,,,0,,`,
        `a,${edge},oil_quality,,,,,0.9,0.1`,
        `a,${edge},humidity_percent,,,,,150,200`,
        `a,${edge},closed,,2,,,,`,
        `a,${edge},p_from_mw,,,,,,`,
        `a,*,temperature_c,,,,,,`,
      );
    } catch (error) {
      refused = error as GridError;
    }
    assert.ok(refused instanceof GridError && refused.code === 'INVALID_POINT_LIST');
    const lines = [
      /line 3, address; got ""; allowed: a topic/,
      /line 4, element: got "nowhere", allowed: the id of one of the 12 edges/,
      new RegExp(`line 5, element: got "${node}", allowed: [^;]*; "${node}" is no edge`),
      /line 6, quantity: got "frequency_hz", allowed: vm_pu/,
      /line 7, unit: got "Hz", allowed: a unit of reactive power: Mvar/,
      /line 8, unit: got "mA", allowed: a unit of current: kA, A/,
      /line 9, scale: got "0"/,
      /line 10, deadband: got "-1", allowed: a number from 0/,
      /line 11, staleness_s: got "0"/,
      /line 12, high: got "0.1", allowed: a number not below low/,
      /line 13, low: got "150 to 200", allowed: limits that leave something of 0 to 100/,
      /line 14, scale: got "2", allowed: nothing/,
      /line 15, quantity: got "p_from_mw L1", allowed: once; line 2 has it/,
      /line 16, element: got "\*"/,
    ];
    for (const line of lines) assert.match(refused.message, line);
  });

  it('refuses no points, a factor that is none, and a demand beside the injection that it is part of', () => {
    const head = 'address,element,quantity,unit,scale';
    assert.throws(() => read(head), /got "no point"; allowed: a row for each point/);
    assert.throws(
      () => read(head, `a,${edge},p_from_mw,GW,1e307`),
      /line 2, scale; got "1e307"; allowed: .*finite/,
    );
    assert.throws(() => read(head, `a,${edge},p_from_mw,W,1e-320`), /line 2, scale; got "1e-320"/);
    for (const [one, other] of [
      ['demand_mw', 'p_injection_mw'],
      ['q_injection_mvar', 'demand_mvar'],
    ])
      assert.throws(
        () => read(head, `a,${node},${one},,`, `b,${node},${other},,`),
        new RegExp(
          `line 3, quantity; got "${other} ${node}"; allowed: no ${other} beside ${one}, which line 2 has`,
        ),
      );
  });

  it('knows what can be measured in a network of this size, where a row does not say', () => {
    const [p, v, own, far] = read(
      'address,element,quantity,low,high',
      `a,${edge},p_from_mw,,`,
      `a,${node},vm_pu,,`,
      `a,${edge},p_to_mw,-5,`,
      `b,${edge},q_to_mvar,1e7,`,
    );
    assert.ok(p.high > 1000 && p.high < 10_000 && p.low === -p.high, `${p.low} to ${p.high}`);
    assert.deepEqual([v.low, v.high], [0, 2]);
    assert.deepEqual([own.low, own.high], [-5, p.high]);
    assert.deepEqual([far.low, far.high], [1e7, Infinity]);
  });

  it('tells of 21 rows at most, and of bad tables', () => {
    const rows = Array.from({ length: 500 }, (_, k) => `a,nowhere-${k},p_from_mw`);
    assert.throws(
      () => read('address,element,quantity', ...rows),
      (error: GridError) => error.message.length < 6000 && /and 479 more/.test(error.message),
    );
    for (const [text, said] of [
      ['', /nothing/],
      ['address,element', /the column quantity/],
      ['address,element,quantity,colour', /got "colour"/],
      ['address,element,quantity,address', /each column once/],
      [`address,element,quantity\na,${edge},p_from_mw,7,8`, /line 2, cells; got "5 of them"/],
    ] as const)
      assert.throws(() => readPointList('list', text, grid), said);
  });

  it('is shown in the README as it can be used', () => {
    const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    const [, list] = /```csv\n([\s\S]*?)```/.exec(readme)!;
    assert.equal(readPointList('README', list, grid).length, 3);
  });

  it('reads CSV as RFC 4180 has it: quotes, line breaks within them, semicolons, a byte order mark', () => {
    const text = `\uFEFF"address";"element";"quantity"\r\n# a remark\r\n\r\n"say ""a""\nb";"${edge}";p_from_mw\r\nc;${edge};q_from_mvar`;
    const points = readPointList('list', text, grid);
    assert.deepEqual(
      points.map(({ line, address }) => [line, address.topic]),
      [
        [4, 'say "a"\nb'],
        [6, 'c'],
      ],
    );
  });
});
