import { strict as assert } from 'node:assert';
import { DISCOUNT, Learner } from '../../../lib/paths/agent/learner';
import { Random } from '../../../lib/random';

/** Three places in a row: from each one may stay, or step to the next; only the last one pays, 1 an hour. */
const PLACES = 3;
const OPTIONS = 2;

function state(place: number): Float32Array {
  return Float32Array.from({ length: PLACES }, (_, k) => (k === place ? 1 : 0));
}

function optionsOf(): Float32Array {
  return Float32Array.from([1, 0, 0, 1]);
}

describe('Q-learning', () => {
  it('finds the values that dynamic programming finds', function () {
    this.timeout(60_000);
    const learner = new Learner(PLACES, OPTIONS, new Random(1), new Random(2));
    const random = new Random(3);
    const reachedBy = (place: number, option: number) => Math.min(PLACES - 1, place + option);
    for (let n = 0; n < 4000; n++) {
      const place = random.below(PLACES);
      const option = random.below(OPTIONS);
      const reached = reachedBy(place, option);
      learner.remember({
        state: state(place),
        option: optionsOf().slice(option * OPTIONS, (option + 1) * OPTIONS),
        reward: reached === PLACES - 1 ? 1 : 0,
        next: { state: state(reached), options: optionsOf() },
      });
    }
    for (let n = 0; n < 12000; n++) learner.train(1);
    const values = Array.from({ length: PLACES }, () => 0);
    for (let sweep = 0; sweep < 2000; sweep++) {
      for (let place = 0; place < PLACES; place++) {
        const worth = (option: number) => {
          const reached = reachedBy(place, option);
          return (reached === PLACES - 1 ? 1 : 0) + DISCOUNT * values[reached];
        };
        values[place] = Math.max(worth(0), worth(1));
      }
    }
    for (let place = 0; place < PLACES; place++) {
      const got = new Float64Array(4);
      learner.online.values({ state: state(place), options: optionsOf() }, got);
      const best = Math.max(got[0] + got[1], got[2] + got[3]);
      assert.ok(Math.abs(best - values[place]) < 0.1 * values[place], `${place}: ${best}, ${values[place]}`);
    }
  });

  it('learns the hour’s reward alone where the time after is not known', () => {
    const learner = new Learner(1, 1, new Random(1), new Random(2));
    for (let n = 0; n < 600; n++) {
      const x = (n % 20) / 10 - 1;
      learner.remember({
        state: Float32Array.of(1),
        option: Float32Array.of(x),
        reward: 2 * x,
        next: undefined,
      });
    }
    learner.train(3000);
    const got = new Float64Array(2);
    for (const x of [-0.8, 0.1, 0.7]) {
      learner.online.values({ state: Float32Array.of(1), options: Float32Array.of(x) }, got);
      assert.ok(Math.abs(got[0] - 2 * x) < 0.1, `${x}: ${got[0]}`);
    }
    assert.ok(learner.takeLoss() > 0);
  });
});
