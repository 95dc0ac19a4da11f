import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Network } from '../../../lib/contract';
import { GridError } from '../../../lib/errors';
import { sha256 } from '../../../lib/folders';
import { builtinNetwork, compileGrid } from '../../../lib/grid';
import { exportNetwork } from '../../../lib/paths/agent/model/export';
import { readAgentFile, writeAgentFile } from '../../../lib/paths/agent/model/file';
import { type AgentModel, prepare } from '../../../lib/paths/agent/model/model';
import { readAgentText, saveAgent } from '../../../lib/paths/agent/model/store';
import { nominalState } from '../../../lib/paths/agent/nominal-state';
import { createSpace } from '../../../lib/paths/agent/spaces';
import { Random } from '../../../lib/random';
import { loadOnnxRuntime } from '../../../lib/risk/onnx/runtime';
import { withOnnxRuntime } from '../../support/onnx-runtime';

const grid = compileGrid(builtinNetwork('ieee33'));
const space = createSpace(grid, 0.14);

function model(seed: number): AgentModel {
  const library = [nominalState(grid).point.live];
  const empty = { scale_mw: 0.14, library, weights: new Float64Array() };
  const random = new Random(seed);
  const { weights } = prepare(grid, space, empty).network.dense;
  return { ...empty, weights: weights.map(() => Math.fround(0.1 * random.normal())) };
}

const text = writeAgentFile(grid, 'radial', space.free, model(1));

function read(changed: string, subject = grid) {
  return readAgentFile(changed, 'agent.json', subject, 'radial', createSpace(subject, 1).free);
}

function refused(changed: string, code: string, part: RegExp): void {
  assert.throws(
    () => read(changed),
    (error) => error instanceof GridError && error.code === code && part.test(error.message),
  );
}

describe('an agent’s file', () => {
  it('gives back what was written', () => {
    assert.deepEqual(read(text), model(1));
  });

  it('is refused with the field where something is wrong', () => {
    const changed = (change: (file: Record<string, unknown>) => void): string => {
      const file = JSON.parse(text);
      change(file);
      return JSON.stringify(file);
    };
    refused(text.slice(0, 200), 'INVALID_MODEL', /agent\.json/);
    refused('[]', 'INVALID_MODEL', /format/);
    refused(
      changed((file) => Object.assign(file, { version: 2 })),
      'INVALID_MODEL',
      /version; got 2; allowed: 1/,
    );
    refused(
      changed((file) => Object.assign(file, { scale_mw: -1 })),
      'INVALID_MODEL',
      /scale_mw/,
    );
    refused(
      changed((file) => Object.assign(file, { library: [['L99']] })),
      'INVALID_MODEL',
      /library\[0\]; got "L99"/,
    );
    refused(
      changed((file) => Object.assign(file, { library: [] })),
      'INVALID_MODEL',
      /library/,
    );
    refused(
      changed((file) => Object.assign(file, { weights: 'AAAA' })),
      'INVALID_MODEL',
      /weights/,
    );
    refused(
      changed((file) => Object.assign(file, { hidden: [3] })),
      'INVALID_MODEL',
      /hidden/,
    );
  });

  it('is refused whatever stands in the place of a list or a number', () => {
    const file = JSON.parse(text);
    const weights: string = file.weights;
    const huge = Buffer.from(Float32Array.of(3e38).buffer).toString('base64');
    for (const [field, value] of [
      ['library', [null]],
      ['library', [5]],
      ['library', [{}]],
      ['library', [['L7', 'L7']]],
      ['hidden', { toString: 1 }],
      ['hidden', [[64], 32]],
      ['scale_mw', [1]],
      ['weights', `${weights.slice(0, -4)}!!!!`],
      ['weights', `${huge.slice(0, 5)}${weights.slice(5)}`],
    ] as const) {
      refused(JSON.stringify({ ...file, [field]: value }), 'INVALID_MODEL', new RegExp(field));
    }
  });

  it('is refused for another grid, and for this one after a change', () => {
    const changes: ((network: Network) => void)[] = [
      ({ branches }) => Object.assign(branches[4], { r_pu: branches[4].r_pu * 1.01 }),
      ({ branches }) => Object.assign(branches[35], { closed: true }),
      ({ buses }) => Object.assign(buses[3], { vm_min_pu: 0.95 }),
      ({ loads }) => Object.assign(loads[3], { customer: 'industrial' }),
      ({ generators }) => Object.assign(generators[0], { vm_pu: 1.01 }),
    ];
    for (const change of changes) {
      const network = structuredClone(builtinNetwork('ieee33'));
      change(network);
      assert.throws(() => read(text, compileGrid(network)), { code: 'WRONG_GRID' });
    }
  });
});

describe('an agent’s folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-agent-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const card = (agent: string) => JSON.stringify({ files: { 'agent.json': sha256(agent) } });

  it('is replaced whole, and nothing is left beside it', () => {
    const target = path.join(folder, 'agents', 'one');
    saveAgent(target, { 'agent.json': 'old', 'extra.txt': 'x' });
    saveAgent(target, { 'agent.json': text, 'card.json': card(text) });
    assert.deepEqual(readdirSync(target).sort(), ['agent.json', 'card.json']);
    assert.deepEqual(readdirSync(path.dirname(target)), ['one']);
    assert.equal(readAgentText(target).text, text);
  });

  it('that holds something else is let alone', () => {
    writeFileSync(path.join(folder, 'letter.txt'), 'mine');
    assert.throws(() => saveAgent(folder, { 'agent.json': text }), { code: 'INVALID_SETTING' });
    assert.equal(readFileSync(path.join(folder, 'letter.txt'), 'utf8'), 'mine');
  });

  it('is refused where its file was changed, or is not there', () => {
    const target = path.join(folder, 'one');
    assert.throws(() => readAgentText(target), { code: 'INVALID_MODEL' });
    saveAgent(target, { 'agent.json': text, 'card.json': card(text) });
    writeFileSync(path.join(target, 'agent.json'), `${text} `);
    assert.throws(() => readAgentText(target), /SHA-256/);
  });
});

describe('an agent as ONNX', () => {
  it('gives the values that it gives itself', async function () {
    await withOnnxRuntime(this);
    const { network, encoder } = prepare(grid, space, model(2));
    const runtime = await loadOnnxRuntime();
    const bytes = exportNetwork(network, 'test', { network_sha256: 'x' });
    const session = await runtime.InferenceSession.create(bytes, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
    const random = new Random(4);
    const width = encoder.stateSize + encoder.optionSize;
    const rows = Float32Array.from({ length: 20 * width }, () => random.normal());
    const input = new runtime.Tensor('float32', rows, [20, width]);
    const { values } = await session.run({ rows: input }, ['values']);
    assert.deepEqual([...values.dims], [20, 2]);
    for (let row = 0; row < 20; row++) {
      const wanted = network.dense.forward(rows, row * width);
      for (let k = 0; k < 2; k++) {
        const got = Number(values.data[2 * row + k]);
        assert.ok(Math.abs(got - wanted[k]) < 1e-5 * (1 + Math.abs(wanted[k])), `${got}, ${wanted[k]}`);
      }
    }
  });
});
