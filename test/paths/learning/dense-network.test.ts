import { strict as assert } from 'node:assert';
import { Adam } from '../../../lib/paths/learning/adam';
import { DenseNetwork } from '../../../lib/paths/learning/dense-network';
import { Random } from '../../../lib/random';

describe('dense network', () => {
  it('has the gradient that finite differences give', () => {
    const random = new Random(3);
    const network = new DenseNetwork([5, 8, 7, 1], random);
    for (let k = 0; k < network.weights.length; k++) network.weights[k] += 0.1 * random.normal();
    const rows = Float64Array.from({ length: 20 * 5 }, () => random.normal());
    const sum = (): number => {
      let total = 0;
      for (let at = 0; at < rows.length; at += 5) total += 1.5 * network.score(rows, at);
      return total;
    };
    for (let at = 0; at < rows.length; at += 5) {
      network.score(rows, at);
      network.backward([1.5]);
    }
    const h = 1e-6;
    for (const [k, got] of network.gradient.entries()) {
      const weight = network.weights[k];
      network.weights[k] = weight + h;
      const above = sum();
      network.weights[k] = weight - h;
      const below = sum();
      network.weights[k] = weight;
      const wanted = (above - below) / (2 * h);
      assert.ok(
        Math.abs(got - wanted) < 1e-6 * (1 + Math.abs(wanted)),
        `weight ${k}: ${got}, wanted ${wanted}`,
      );
    }
    const active = network.gradient.filter((value) => value !== 0).length;
    assert.ok(active > network.gradient.length / 2, `${active} weights take part`);
  });

  it('adds up gradients, and reads its row at the offset', () => {
    const network = new DenseNetwork([2, 4, 1], new Random(1));
    const rows = [9, 9, 0.3, -0.7];
    const alone = network.score([0.3, -0.7]);
    network.backward([1]);
    const once = network.gradient.slice();
    assert.equal(network.score(rows, 2), alone);
    network.backward([2]);
    for (const [k, value] of network.gradient.entries()) assert.ok(Math.abs(value - 3 * once[k]) < 1e-12);
  });

  it('has several outputs, whose gradients add up, and gives the same with a shared beginning', () => {
    const random = new Random(9);
    const network = new DenseNetwork([6, 9, 5, 2], random);
    const row = Array.from({ length: 6 }, () => random.normal());
    const slopes = [0.7, -1.3];
    const weighted = (): number => {
      const [a, b] = network.forward(row);
      return slopes[0] * a + slopes[1] * b;
    };
    weighted();
    network.backward(slopes);
    const h = 1e-6;
    for (const [k, got] of network.gradient.entries()) {
      const weight = network.weights[k];
      network.weights[k] = weight + h;
      const above = weighted();
      network.weights[k] = weight - h;
      const below = weighted();
      network.weights[k] = weight;
      assert.ok(Math.abs(got - (above - below) / (2 * h)) < 1e-6 * (1 + Math.abs(got)), `weight ${k}`);
    }
    const whole = [...network.forward(row)];
    network.share(row.slice(0, 4));
    const shared = [...network.forwardRest([9, ...row.slice(4)], 1, 4)];
    for (let k = 0; k < 2; k++) assert.ok(Math.abs(shared[k] - whole[k]) < 1e-12);
    network.gradient.fill(0);
    network.forward(row);
    network.backward(slopes);
    const once = network.gradient.slice();
    network.gradient.fill(0);
    network.share(row.slice(0, 4));
    network.forwardRest(row.slice(4), 0, 4);
    network.backward(slopes);
    for (const [k, value] of network.gradient.entries()) assert.ok(Math.abs(value - once[k]) < 1e-12);
  });

  it('learns a function that is not linear', () => {
    const random = new Random(7);
    const network = new DenseNetwork([2, 16, 16, 1], random);
    const adam = new Adam(network.weights.length, 5e-3);
    const errorOver = (rows: number, learn: boolean): number => {
      let sum = 0;
      network.gradient.fill(0);
      for (let row = 0; row < rows; row++) {
        const x = [2 * random.next() - 1, 2 * random.next() - 1];
        const error = network.score(x) - x[0] * x[1];
        if (learn) network.backward([error / rows]);
        sum += error * error;
      }
      if (learn) adam.step(network.weights, network.gradient);
      return sum / rows;
    };
    const before = errorOver(1000, false);
    for (let step = 0; step < 1500; step++) errorOver(32, true);
    const after = errorOver(1000, false);
    assert.ok(after < 0.01, `mean square error ${before} before, ${after} after`);
  });
});

describe('Adam', () => {
  it('takes first steps of its rate, whatever the size of the gradient', () => {
    const weights = new Float64Array([1, 1]);
    new Adam(2, 0.1).step(weights, new Float64Array([1e-3, -1e3]));
    assert.ok(Math.abs(weights[0] - 0.9) < 1e-5);
    assert.ok(Math.abs(weights[1] - 1.1) < 1e-5);
  });
});
