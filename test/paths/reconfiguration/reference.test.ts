import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { compileGrid, type Grid, readNetworkText } from '../../../lib/grid';
import { reconfigure } from '../../../lib/paths';
import { nominalPoint } from '../../../lib/powerflow';
import { readJson, withReference } from '../../support/reference';
import { isRadial } from './brute-force';

interface BestKnown {
  cases: { case: string; initial_kW: number; best_kW: number; open: number[]; alternatives?: number[][] }[];
}

const still = { clock: () => 0 };

describe('reconfiguration: published systems', () => {
  for (const place of [0, 1, 2]) {
    const name = ['33 buses', '69 buses', '84 buses'][place];
    let grid: Grid;
    let known: BestKnown['cases'][number];
    beforeEach(function () {
      known = readJson<BestKnown>(withReference(this, 'reconfiguration/best_known.json')).cases[place];
      const file = withReference(this, `reconfiguration/${known.case}`);
      grid = compileGrid(readNetworkText(readFileSync(file, 'utf8'), file));
    });

    it(`reaches the best known losses of ${name} from ten seeds by branch exchange`, () => {
      for (let seed = 1; seed <= 10; seed++) {
        const { proof, gap_percent } = check({ method: 'exchange', seed });
        assert.ok(proof === 'bound' && gap_percent! > 0.5 && gap_percent! < (place < 2 ? 1.1 : 2.1));
      }
    });

    if (place < 2) {
      it(`proves the best known losses of ${name} by enumeration`, () => {
        const outcome = check({ method: 'auto' });
        assert.deepEqual([outcome.method, outcome.proof, outcome.gap_percent], ['exact', 'enumerated', 0]);
      });
    }

    function check(options: { method: 'auto' | 'exchange'; seed?: number }) {
      const outcome = reconfigure(grid, nominalPoint(grid), options, still);
      assert.equal(outcome.status, 'solved');
      assert.ok(Math.abs(1000 * outcome.initial!.loss_mw - known.initial_kW) < 1e-4);
      assert.ok(Math.abs(1000 * outcome.final!.loss_mw - known.best_kW) < 1e-4);
      const open = [...outcome.live.keys()].filter((k) => outcome.live[k] === 0).map((k) => k + 1);
      assert.ok(
        [known.open, ...(known.alternatives ?? [])].some((rows) => String(rows) === String(open)),
        `rows ${open}`,
      );
      assert.ok(isRadial(grid, outcome.live));
      assert.ok(outcome.lower_bound_mw! <= outcome.final!.objective_mw + 1e-12);
      return outcome;
    }
  }
});
