import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GridError } from '../../../lib/errors';
import { scoreEnsemble } from '../../../lib/risk';
import { fromTexts } from '../../../lib/risk/ensemble/files';
import { ROOT } from '../../support/reference';

type Json = Record<string, unknown>;

const SHIPPED = path.join(ROOT, 'models/risk/simulated-30d-v1');
const VALUES = [undefined, null, 'x', -1, 0, 1e300, [], {}, [null], true];

describe('risk: a card in which any field is something else', () => {
  it('is refused with INVALID_MODEL, or the model gives probabilities all the same', () => {
    const files = Object.fromEntries(
      readdirSync(SHIPPED)
        .filter((file) => file.endsWith('.json'))
        .map((file) => [file, readFileSync(path.join(SHIPPED, file), 'utf8')]),
    );
    const card = JSON.parse(files['card.json']!) as Json;
    let refusals = 0;
    for (const place of placesOf(card)) {
      for (const value of VALUES) {
        const text = JSON.stringify(changed(card, place, value));
        try {
          const model = fromTexts({ ...files, 'card.json': text }, '');
          const row = new Float32Array(model.card.features.length);
          const [p] = scoreEnsemble(model, row).failure_probability;
          assert.ok(p! >= 0 && p! <= 1, `${place.join('.')}: ${p}`);
        } catch (thrown) {
          const refused = thrown instanceof GridError && thrown.code === 'INVALID_MODEL';
          assert.ok(refused, `${place.join('.')} = ${JSON.stringify(value)}: ${thrown}`);
          assert.match((thrown as GridError).message, /; got .*; allowed: /);
          refusals++;
        }
      }
    }
    assert.ok(refusals > 100, `${refusals} refusals`);
  });
});

/** Of long lists and objects the first two entries. */
function placesOf(value: unknown, at: string[] = []): string[][] {
  const inner =
    typeof value === 'object' && value !== null && at.length < 4
      ? Object.entries(value)
          .slice(0, at.length === 0 ? undefined : 2)
          .flatMap(([key, one]) => placesOf(one, [...at, key]))
      : [];
  return at.length === 0 ? inner : [at, ...inner];
}

function changed(card: Json, place: readonly string[], value: unknown): Json {
  const copy = structuredClone(card);
  const holder = place.slice(0, -1).reduce((one, key) => one[key] as Json, copy);
  holder[place.at(-1)!] = value;
  return copy;
}
