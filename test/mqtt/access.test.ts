import assert from 'node:assert/strict';
import { Access } from '../../lib/mqtt/embedded/access';
import { FilterTree } from '../../lib/mqtt/embedded/filter-tree';
import { filterMatches, filtersOverlap, isFilter } from '../../lib/mqtt/embedded/filters';
import { randomStream } from '../support/random';

const split = (filter: string) => filter.split('/');
const levels = ['a', 'b', '', '$x', '+', '#'];

describe('topic filters', () => {
  for (const [filter, topic, taken] of [
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/c', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a', false],
    ['a/+', 'a/', true],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['+/+', '/a', true],
    ['+', '/a', false],
    ['#', 'a', true],
    ['#', '$SYS/a', false],
    ['+/a', '$SYS/a', false],
    ['$SYS/#', '$SYS/a', true],
    ['$SYS/+', '$SYS/a', true],
  ] as const) {
    it(`${filter} ${taken ? 'takes' : 'does not take'} ${topic}`, () => {
      assert.equal(filterMatches(split(filter), split(topic)), taken);
    });
  }

  it('are none where a wildcard shares a level, or # is not last', () => {
    for (const good of ['#', '+', 'a/+/b', '+/#', '/', 'a//b', '/#']) assert.ok(isFilter(split(good)), good);
    for (const bad of ['a+', '+a', 'a/#/b', 'a#', '#/a', 'a/b+/c', '##', '++'])
      assert.ok(!isFilter(split(bad)), bad);
  });

  /** Against every topic of up to three levels. */
  it('overlap exactly where some topic is taken by both', () => {
    const names = ['a', 'b', '', '$x', 'other'];
    const topics = names.flatMap((one) => [
      [one],
      ...names.flatMap((two) => [[one, two], ...names.map((three) => [one, two, three])]),
    ]);
    const filters = [...combinations(levels, 3)].filter(isFilter);
    for (const a of filters) {
      for (const b of filters) {
        const some = topics.some((topic) => filterMatches(a, topic) && filterMatches(b, topic));
        assert.equal(filtersOverlap(a, b), some, `${a.join('/')} and ${b.join('/')}`);
      }
    }
  });
});

function* combinations(values: readonly string[], most: number): Generator<string[]> {
  for (const value of values) {
    yield [value];
    if (most > 1) for (const rest of combinations(values, most - 1)) yield [value, ...rest];
  }
}

describe('a tree of filters', () => {
  it('finds what looking at each filter finds, while filters come and go', () => {
    const random = randomStream(7);
    const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
    const filters = [...combinations(levels, 3)].filter(isFilter).map((filter) => filter.join('/'));
    const topics = [...combinations(['a', 'b', '', '$x', 'other'], 3)];
    const tree = new FilterTree<string>();
    const held = new Map<string, { filter: string; who: string; qos: number }>();
    for (let step = 0; step < 3_000; step += 1) {
      const filter = pick(filters);
      const who = pick(['x', 'y', 'z']);
      if (random() < 0.6) {
        const qos = random() < 0.5 ? 1 : 2;
        tree.set(filter, who, qos);
        held.set(`${who} ${filter}`, { filter, who, qos });
      } else {
        tree.delete(filter, who);
        held.delete(`${who} ${filter}`);
      }
      const topic = pick(topics);
      const wanted = new Map<string, number>();
      for (const { filter: own, who: whose, qos } of held.values()) {
        if (filterMatches(split(own), topic)) wanted.set(whose, Math.max(qos, wanted.get(whose) ?? 0));
      }
      const byName = (map: Map<string, number>) => [...map].sort();
      assert.deepEqual(byName(tree.match(topic.join('/'))), byName(wanted), topic.join('/'));
    }
  });
});

describe('what a user may do', () => {
  const rules = { publish: ['devices/%c/#', 'site/%u'], subscribe: ['gridloom/#', '%u/in'] };

  it('is what the rules say, with name and client id filled in', () => {
    const access = new Access(rules, 'ann', 'meter-7');
    assert.ok(access.mayPublish('devices/meter-7/state'));
    assert.ok(!access.mayPublish('devices/meter-8/state'));
    assert.ok(access.mayPublish('site/ann'));
    assert.ok(!access.mayPublish('gridloom/two-nodes/command'));
    assert.ok(access.mayRead('gridloom/two-nodes/status'));
    assert.ok(access.mayRead('ann/in'));
    assert.ok(!access.mayRead('devices/meter-7/state'));
  });

  it('is no more where the client id holds wildcards, levels, or the broker’s own root', () => {
    for (const id of ['+', '#', 'a/#', '+/b', 'a/b', '$SYS', 'x+', 'a\0', '']) {
      const access = new Access({ publish: ['%c/#'], subscribe: ['%c/#', 'devices/%c/x'] }, 'ann', id);
      for (const topic of [
        'a',
        'a/b',
        'x/b',
        '$SYS/broker/uptime',
        'devices/a/x',
        `${id}/x`,
        `devices/${id}/x`,
      ]) {
        assert.ok(!access.mayPublish(topic), `${id} publishes ${topic}`);
        assert.ok(!access.mayRead(topic), `${id} reads ${topic}`);
      }
    }
  });

  it('cannot be extended by a name that holds a placeholder', () => {
    const access = new Access({ publish: ['%u/x'], subscribe: [] }, '%c', 'meter');
    assert.ok(access.mayPublish('%c/x'));
    assert.ok(!access.mayPublish('meter/x'));
  });

  it('allows a subscription that takes some of what may be read', () => {
    const access = new Access(rules, 'ann', 'meter-7');
    for (const filter of ['#', 'gridloom/+/alarms/#', '+/two-nodes', 'gridloom']) {
      assert.ok(access.maySubscribe(filter), filter);
    }
    for (const filter of ['devices/#', 'gridloom2/#', '+', '$SYS/#', 'bob/in']) {
      assert.equal(access.maySubscribe(filter), filter === '+', filter);
    }
  });
});
