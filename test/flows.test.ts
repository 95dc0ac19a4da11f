import { strict as assert } from 'node:assert';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GRID_COMMANDS, OPTIMIZER_COMMANDS } from '../lib/contract';
import { editorProperties, isInvalid } from './support/editor';
import { ROOT } from './support/reference';

type FlowNode = Record<string, unknown> & { id: string; type: string };

/** What the editor's own node holds and checks, besides its payload. */
const INJECT = ['repeat', 'crontab', 'topic'];

describe('the flows that come with the package', () => {
  const properties = editorProperties();
  const files = globSync('{flows,examples}/*.json', { cwd: ROOT });

  it('are read with the eight nodes of the palette', () => {
    assert.equal(properties.size, 8);
    assert.ok(files.length >= 10);
  });

  it('lead each command that comes over MQTT to the node that knows it', () => {
    const flow = JSON.parse(readFileSync(path.join(ROOT, 'flows/smart-grid.json'), 'utf8')) as FlowNode[];
    const [{ v }] = flow.find(({ id }) => id === 'gridloom-route')!.rules as { v: string }[];
    const isForPaths = (command: string): boolean => new RegExp(v).test(command);
    assert.deepEqual(OPTIMIZER_COMMANDS.filter(isForPaths), OPTIMIZER_COMMANDS);
    assert.deepEqual(GRID_COMMANDS.filter(isForPaths), ['abort_plan'], 'path-optimize tells scada-sim');
  });

  it('open brokers on ports of their own, so that each runs beside the others', () => {
    const ports = files
      .flatMap((file) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as FlowNode[])
      .filter(({ type, mode }) => type === 'grid-broker' && mode === 'embedded')
      .map(({ port }) => port);
    assert.ok(ports.length >= 3);
    assert.equal(new Set(ports).size, ports.length, ports.join(', '));
  });

  for (const file of files) {
    const nodes = JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as FlowNode[];

    it(`${file} has every field that the editor knows of, with a value that it takes`, () => {
      for (const node of nodes) {
        for (const [name, property] of Object.entries(properties.get(node.type) ?? {})) {
          const at = `${node.id}.${name}`;
          assert.ok(Object.hasOwn(node, name), `${at} is missing`);
          assert.ok(!isInvalid(node, property, node[name]), `${at} is ${JSON.stringify(node[name])}`);
          const names = property.type === undefined || node[name] === '' ? [] : [node[name]];
          for (const id of names) {
            assert.ok(
              nodes.some((other) => other.id === id && other.type === property.type),
              `${at}: ${id}`,
            );
          }
        }
      }
    });

    it(`${file} has buttons that are whole`, () => {
      for (const node of nodes.filter(({ type }) => type === 'inject')) {
        for (const name of INJECT) assert.equal(typeof node[name], 'string', `${node.id}.${name}`);
        assert.equal(typeof node.once, 'boolean', `${node.id}.once`);
        assert.ok(Number(node.onceDelay) > 0, `${node.id}.onceDelay`);
      }
    });
  }
});
