import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../support/reference';

type FlowNode = Record<string, unknown> & { id: string; type: string; name: string; wires?: string[][] };

interface StartFlow {
  prepareFlow(
    root: string,
    userDir: string,
    options: Record<string, unknown>,
  ): Promise<{ mqttPort: number; tour: boolean }>;
}

describe('the flow of npm start', () => {
  const userDir = mkdtempSync(path.join(tmpdir(), 'gridloom-start-'));
  const file = path.join(userDir, 'flows.json');
  after(() => rmSync(userDir, { recursive: true, force: true }));

  const read = (): FlowNode[] => JSON.parse(readFileSync(file, 'utf8')) as FlowNode[];
  const prepare = async (options: Record<string, unknown>) => {
    const url = pathToFileURL(path.join(ROOT, 'scripts/start-flow.mjs')).href;
    const { prepareFlow } = (await import(url)) as StartFlow;
    const { tour } = await prepareFlow(ROOT, userDir, options);
    return { tour, nodes: read() };
  };
  /** Buttons whose command names an element. */
  const aimed = (nodes: readonly FlowNode[]): string[] =>
    nodes
      .filter(({ type, payload }) => type === 'inject' && /"(edge|node)"/.test(String(payload)))
      .map(({ name }) => name);
  const RIVERSIDE = ['trip L4 and L8: S4 goes dark', 'trip L4', 'overheat L1 (a minute)'];

  it('has the buttons for the default grid, and says so', async () => {
    const { tour, nodes } = await prepare({ reset: true });
    assert.deepEqual([tour, aimed(nodes)], [true, RIVERSIDE]);
  });

  for (const options of [{ network: 'ieee33' }, { nodes: '100' }, { network: 'my-grid.json' }]) {
    it(`leaves them out with ${JSON.stringify(options)}, and brings them back with --reset`, async () => {
      await prepare({ reset: true, network: 'riverside' });
      const { tour, nodes } = await prepare(options);
      assert.deepEqual([tour, aimed(nodes)], [false, []]);
      const ids = new Set(nodes.map(({ id }) => id));
      for (const { id, wires = [] } of nodes) {
        for (const to of wires.flat()) assert.ok(ids.has(to), `${id} leads to ${to}`);
      }
      assert.ok(!ids.has('gridloom-split'), 'nothing leads to it');
      assert.ok(!String(nodes.find(({ type }) => type === 'tab')!.info).includes('L4'));
      assert.ok(nodes.some(({ name }) => name === 'repair all'));
      assert.deepEqual(aimed((await prepare({})).nodes), [], 'and keeps it so');
      assert.deepEqual(aimed((await prepare({ reset: true })).nodes), RIVERSIDE);
    });
  }

  it('switches a stored scenario off with none', async () => {
    const scenarioOf = (nodes: readonly FlowNode[]) =>
      nodes.find(({ type }) => type === 'scada-sim')!.scenario;
    assert.equal(scenarioOf((await prepare({ reset: true, scenario: 'storm' })).nodes), 'storm');
    assert.equal(scenarioOf((await prepare({})).nodes), 'storm');
    assert.equal(scenarioOf((await prepare({ scenario: 'none' })).nodes), 'none');
  });

  it('leaves a button alone that the user has aimed elsewhere', async () => {
    const { nodes } = await prepare({ reset: true });
    const button = nodes.find(({ id }) => id === 'gridloom-trip-two')!;
    button.payload = '[{"command": "inject_fault", "edge": "L33"}]';
    writeFileSync(file, JSON.stringify(nodes));
    const changed = (await prepare({ network: 'ieee33' })).nodes;
    assert.deepEqual(aimed(changed), [button.name]);
    assert.ok(changed.some(({ id }) => id === 'gridloom-split'));
  });
});
