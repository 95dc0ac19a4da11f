import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { generateFeeders } from '../../lib/grid';
import type { GridModelNode } from '../../nodes/grid-model/grid-model';

import gridModel = require('../../nodes/grid-model/grid-model');

import { ROOT } from '../support/reference';
import { type Wired, withFlow } from '../support/runtime';

const withModel = (settings: Partial<Wired>, body: (model: GridModelNode) => Promise<void>): Promise<void> =>
  withFlow([gridModel], [{ id: 'model', type: 'grid-model', ...settings }], async ({ node }) =>
    body(node('model') as GridModelNode),
  );

describe('grid-model', () => {
  it('gives radial feeders of the size and number that its settings say, as text too', async () => {
    for (const num_feeders of [4, '4']) {
      await withModel({ source: 'feeders', num_nodes: '60', num_feeders, seed: 3 }, async (model) => {
        assert.deepEqual(await model.network, generateFeeders({ num_nodes: 60, num_feeders: 4, seed: 3 }));
      });
    }
  });

  it('chooses the number of feeders where none is given', async () => {
    await withModel({ source: 'feeders', num_nodes: 100, num_feeders: '', seed: 1 }, async (model) => {
      assert.deepEqual(await model.network, generateFeeders({ num_nodes: 100, seed: 1 }));
    });
  });

  it('refuses a number of feeders that does not fit the nodes', async () => {
    await withModel({ source: 'feeders', num_nodes: 10, num_feeders: 10, seed: 1 }, async (model) => {
      await assert.rejects(model.network, /num_feeders; got 10; allowed: a whole number from 1 to 9$/);
    });
  });

  it('warns in the editor of the numbers that it refuses', () => {
    const { num_feeders } = editorDefaults();
    for (const num_nodes of [2, 11, 12, 13, 40, 1001]) {
      for (const feeders of ['', 0, 1, 2, 10, 11, 12, 36, 37, 1.5] as const) {
        const node = { source: 'feeders', num_nodes };
        const warned = !num_feeders.validate.call(node, feeders);
        assert.equal(warned, !accepted(num_nodes, feeders), `${feeders} feeders of ${num_nodes} nodes`);
      }
    }
    assert.ok(num_feeders.validate.call({ source: 'builtin', num_nodes: 2 }, 1000));
  });
});

function accepted(num_nodes: number, feeders: number | ''): boolean {
  try {
    generateFeeders({ num_nodes, num_feeders: feeders === '' ? undefined : feeders, seed: 1 });
    return true;
  } catch {
    return false;
  }
}

type Validated = Record<string, { validate: (this: object, value: unknown) => boolean }>;

/** What the node's page registers with the editor. */
function editorDefaults(): Validated {
  const page = readFileSync(path.join(ROOT, 'nodes/grid-model/grid-model.html'), 'utf8');
  const script = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(page)![1];
  let defaults: Validated = {};
  const registerType = (_: string, definition: { defaults: Validated }): void => {
    defaults = definition.defaults;
  };
  runInNewContext(script, { RED: { nodes: { registerType } } });
  return defaults;
}
