import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NodeInitializer } from 'node-red';
import type { EdgeRisk } from '../../lib/contract';
import { nextInput, type Wired, withFlow } from '../support/runtime';

import riskPredict = require('../../nodes/risk-predict/risk-predict');

describe('example: 02-risk-predict', function () {
  this.timeout(60_000);

  it('shows the risk of each line, the hot and the shaking one above the other', async () => {
    const userDir = mkdtempSync(path.join(tmpdir(), 'gridloom-example-'));
    const file = path.resolve(__dirname, '../../../examples/02-risk-predict.json');
    const flow = JSON.parse(readFileSync(file, 'utf8')) as Wired[];
    await withFlow(
      [riskPredict, ...CORE.map(core)],
      flow,
      async ({ node }) => {
        for (;;) {
          const { payload } = await nextInput(node('risk-example-debug'));
          const lines = payload as { line: string; risk?: EdgeRisk }[];
          assert.equal(lines.length, 3);
          if (lines[0]?.risk === undefined) continue;
          const risks = lines.map((line) => line.risk!.failure_probability);
          assert.ok(risks[1]! > 2 * risks[0]! && risks[2]! > risks[0]!, risks.join(' '));
          return;
        }
      },
      { userDir },
    );
    rmSync(userDir, { recursive: true, force: true });
  });
});

const CORE = [
  'common/20-inject',
  'common/21-debug',
  'common/90-comment',
  'function/10-function',
  'function/15-change',
];

function core(name: string): NodeInitializer {
  return require(path.join('@node-red/nodes/core', name));
}
