import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import {
  caseOfNetwork,
  compileGrid,
  NETWORK_FORMATS,
  networkOfCase,
  readMatpowerJson,
  readMatpowerText,
  readNetworkText,
  writeNetworkText,
} from '../../../lib/grid';
import { readJson, withReference } from '../../support/reference';

const CASES = ['case9', 'case14', 'case33bw', 'case69', 'case118', 'case300', 'case1354pegase'];
const RECONFIGURATION = ['case69_with_5_ties', 'case84tpc'];
const EXTENSION = { gridloom: 'json', matpower: 'm', 'matpower-json': 'json' };

describe('published MATPOWER cases', () => {
  for (const name of CASES) {
    it(`${name}.m gives the tables that MATPOWER made of it, to the last bit`, function () {
      const text = readFileSync(withReference(this, `powerflow/matpower/${name}.m`), 'utf8');
      const document = readJson<Record<string, unknown>>(withReference(this, `powerflow/cases/${name}.json`));
      const fromText = readMatpowerText(text, `${name}.m`, '');
      const fromJson = readMatpowerJson(document, `${name}.json`, '');
      assert.equal(fromText.name, name);
      assert.equal(fromText.baseMVA, fromJson.baseMVA);
      for (const table of ['bus', 'gen', 'branch'] as const) {
        const width = fromJson[table][0].length;
        assert.deepEqual(
          fromText[table].map((row) => row.slice(0, width)),
          fromJson[table],
        );
      }
    });

    it(`${name}.m goes through a network and back without a change, in every form`, function () {
      const text = readFileSync(withReference(this, `powerflow/matpower/${name}.m`), 'utf8');
      const data = readMatpowerText(text, `${name}.m`, '');
      const network = networkOfCase(data);
      assert.deepEqual(caseOfNetwork(network), data);
      for (const format of NETWORK_FORMATS) {
        const written = writeNetworkText(network, format);
        assert.deepEqual(readNetworkText(written, `${name}.${EXTENSION[format]}`), network);
      }
      assert.equal(compileGrid(network).busCount, data.bus.length);
    });
  }

  for (const name of RECONFIGURATION) {
    it(`${name}.json is read, with its ties open and a slack at every feeder`, function () {
      const file = withReference(this, `reconfiguration/${name}.json`);
      const data = readMatpowerJson(readJson(file), file, '');
      const network = readNetworkText(readFileSync(file, 'utf8'), file);
      assert.equal(network.id, data.name);
      assert.deepEqual(caseOfNetwork(network), data);
      const open = data.branch.filter((row) => row[10] === 0).length;
      assert.equal(network.branches.filter(({ closed }) => !closed).length, open);
      const references = data.bus.filter((row) => row[1] === 3).length;
      assert.equal(network.generators.filter(({ slack }) => slack).length, references);
    });
  }
});
