import assert from 'node:assert/strict';
import { decodeLevel, encodeLevel, GridTopics, parseRoot } from '../../lib/mqtt';

const AWKWARD = [
  'L1',
  'a/b',
  '+',
  '#',
  '$SYS',
  'cost $5',
  '100%',
  '%2F',
  '%uD800',
  'a\u0000b',
  'tab\there',
  '\u0085',
  'Köln → Düren',
  '変電所',
  '⚡',
  '\ud800',
  'x\udc00y',
  ' ',
  '..',
];

describe('topic levels', () => {
  it('carry any id and give it back', () => {
    for (const id of [...AWKWARD, ...strings(2000)]) assert.equal(decodeLevel(encodeLevel(id)), id);
  });

  it('hold nothing that MQTT forbids or reserves', () => {
    for (const id of [...AWKWARD, ...strings(2000)]) {
      const level = encodeLevel(id);
      assert.match(level, /^(?!\$)[^+#/\p{Cc}\p{Cs}]+$/u, JSON.stringify(id));
      assert.equal(Buffer.from(level).toString(), level);
    }
  });

  it('are different for different ids', () => {
    const ids = new Set([...AWKWARD, ...strings(2000)]);
    assert.equal(new Set([...ids].map(encodeLevel)).size, ids.size);
  });

  it('leave ordinary ids legible', () => {
    assert.equal(encodeLevel('line-4 (Nord)'), 'line-4 (Nord)');
    assert.equal(encodeLevel('a/b'), 'a%2Fb');
    assert.equal(encodeLevel('a$'), 'a$');
  });

  it('make an alarm traceable to its edge', () => {
    const topics = new GridTopics('site/grid', 'north/1');
    assert.equal(topics.alarm('T#1'), 'site/grid/north%2F1/alarms/T%231');
    assert.equal(topics.alarmEdge(topics.alarm('T#1')), 'T#1');
  });
});

describe('the root topic', () => {
  it('may have several levels', () => assert.equal(parseRoot('site/grid'), 'site/grid'));

  for (const root of ['', '/', 'a/', '/a', 'a//b', 'a/#', '+', '$SYS/a', 'a%', 'x'.repeat(300)]) {
    it(`cannot be ${JSON.stringify(root.slice(0, 10))}`, () => {
      assert.throws(() => parseRoot(root), { code: 'INVALID_SETTING' });
    });
  }
});

/** Strings of characters that matter here, from a seeded generator (Park and Miller's). */
function strings(count: number): string[] {
  const characters = [...'+#/%$uDF2058ab\u0000\u0001', 'é', '電', '⚡', '🗲', '\ud83d', '\udd0c'];
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + random(6) }, () => characters[random(characters.length)]).join(''),
  );
}
