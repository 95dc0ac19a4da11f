import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadOnnxRuntime } from '../../lib/risk/onnx/runtime';
import { Random } from '../../lib/random';
import type { RiskReport } from '../../lib/risk';
import { withOnnxRuntime } from '../support/onnx-runtime';
import { readJson, withReference } from '../support/reference';
import { run, runJson } from './run';

const RAW =
  'Type,Air temperature [K],Process temperature [K],Rotational speed [rpm],Torque [Nm],Tool wear [min]';
const DERIVED = [
  ['--derive', 'temperature_difference=`Process temperature [K]` - `Air temperature [K]`'],
  ['--derive', 'power=`Torque [Nm]` * `Rotational speed [rpm]`'],
  ['--derive', 'strain=`Tool wear [min]` * `Torque [Nm]`'],
].flat();

describe('gridloom risk', function () {
  this.timeout(60_000);
  let folder: string;
  let data: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'gridloom-cli-risk-'));
    data = path.join(folder, 'rows.csv');
    const random = new Random(1);
    const lines = Array.from({ length: 600 }, (_, k) => {
      const [a, b] = [random.normal(), random.normal()];
      const kind = 'xyz'[random.below(3)]!;
      const fails = a * b + (kind === 'z' ? 1 : 0) + 0.5 * random.normal() > 1;
      return `${k},${k % 7 === 0 ? '' : a.toFixed(3)},${b.toFixed(3)},${kind},7,${fails ? 'yes' : 'no'}`;
    });
    writeFileSync(data, `id,a,b,kind,same,fails\n${lines.join('\n')}\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('trains, evaluates, scores and exports one model', async function () {
    await withOnnxRuntime(this);
    const model = path.join(folder, 'model');
    const table = ['--data', data, '--target', 'fails'];
    const trained = await runJson<RiskReport & { features: string[]; left_out: unknown[] }>(
      ...[
        'risk',
        'train',
        ...table,
        '--features',
        'a,b,kind,same',
        '--derive',
        'product=a * b',
        '--out',
        model,
      ],
    );
    assert.deepEqual(trained.features, ['a', 'b', 'kind', 'product']);
    assert.deepEqual(trained.left_out, [{ name: 'same', reason: 'constant' }]);
    assert.ok(trained.auc! > 0.85, `AUC ${trained.auc}`);
    const evaluated = await runJson<RiskReport>('risk', 'evaluate', '--model', model, ...table);
    assert.deepEqual(Object.keys(evaluated), [
      'auc',
      'average_precision',
      'logloss',
      'brier',
      'ece',
      'f1',
      'members',
    ]);
    assert.ok(evaluated.auc! > trained.auc!, 'rows that it has learned from');
    const { predictions } = await runJson<{ predictions: number[] }>(
      ...['risk', 'score', '--model', model, '--data', data],
    );
    assert.equal(predictions.length, 600);
    const onnx = path.join(folder, 'model.onnx');
    await runJson('risk', 'export', model, '--onnx', onnx);
    const theirs = await runExported(onnx, data);
    const worst = Math.max(...predictions.map((p, row) => Math.abs(p - theirs[row]!)));
    assert.ok(worst < 1e-6, `onnxruntime differs by ${worst}`);
  });

  it('equals XGBoost with the plain booster, and with what it imports', async function () {
    const rows = withReference(this, 'ml/xgboost-exact/data.csv');
    const { prediction } = readJson<{ prediction: number[] }>(
      withReference(this, 'ml/xgboost-exact/expected.json'),
    );
    const same = ({ predictions }: { predictions: number[] }) => {
      const worst = Math.max(...prediction.map((p, row) => Math.abs(p - predictions[row]!)));
      assert.ok(predictions.length === 3000 && worst < 1e-6, `largest difference ${worst}`);
    };
    const options = ['--depth', '4', '--eta', '0.1', '--rounds', '50'];
    same(await runJson('risk', 'boost', '--data', rows, '--target', 'failed', ...options));
    const model = path.join(folder, 'imported');
    await runJson('risk', 'import', withReference(this, 'ml/xgboost-exact/model.json'), '--out', model);
    same(await runJson('risk', 'score', '--model', model, '--data', rows));
  });

  it('finds anomalies as scikit-learn does', async function () {
    const rows = withReference(this, 'ml/anomaly/38_thyroid.csv');
    const { auc } = await runJson<{ auc: number }>(
      ...['risk', 'anomaly', '--data', rows, '--header', 'no', '--label', '7', '--seeds', '5'],
    );
    assert.ok(Math.abs(auc - 0.978) < 0.005, `AUC ${auc}`);
  });

  it('reaches the published figures on AI4I by its folds, raw and with derived features', async function () {
    this.timeout(600_000);
    const table = [
      ...['--data', withReference(this, 'ml/ai4i/ai4i2020.csv'), '--target', 'Machine failure'],
      ...['--folds', withReference(this, 'ml/ai4i/ai4i_folds.txt'), '--features', RAW],
    ];
    const [raw, derived] = await Promise.all([
      runJson<RiskReport>('risk', 'cross-validate', ...table),
      runJson<RiskReport>('risk', 'cross-validate', ...table, ...DERIVED),
    ]);
    const reaches = (report: RiskReport, auc: number, precision: number, loss: number) => {
      const figures = JSON.stringify(report);
      assert.ok(report.auc! >= auc && report.average_precision! >= precision, figures);
      assert.ok(report.logloss <= loss && report.ece <= 0.005, figures);
    };
    reaches(raw!, 0.979, 0.84, 0.046);
    reaches(derived!, 0.984, 0.91, 0.031);
  });

  // biome-ignore format: one case a line
  const refused: [string, (data: string, folder: string) => string[], RegExp][] = [
    ['no command', () => [], /gridloom risk; got "no command"; allowed: train, evaluate/],
    ['no data', () => ['train'], /--data; got "nothing"; allowed: a CSV file|--out; got "nothing"/],
    ['a file that is not there', (_, f) => ['boost', '--data', `${f}/none.csv`, '--target', 'x'], /cannot be used: .*none\.csv/],
    ['an unknown column', (d) => ['boost', '--data', d, '--target', 'nowhere'], /--target; got "nowhere"; allowed: a column of rows\.csv, by name or number: id, a/],
    ['one outcome alone', (_, f) => ['boost', '--data', write(f, 'x,y\n1,0\n2,0\n'), '--target', 'y'], /got "2 rows, 0 of them failures"/],
    ['too few rows to hold some out', (_, f) => ['train', '--data', write(f, 'x,y\n1,0\n2,1\n'), '--target', 'y', '--out', `${f}/m`], /got 1; allowed: at least 5 of each/],
    ['a text among numbers', (_, f) => ['boost', '--data', write(f, 'x,y\n1,0\n2,1\noops,1\n4,0\n'), '--target', 'y'], /line 4, column "x"; got "oops"/],
    ['folds of other rows', (d, f) => ['cross-validate', '--data', d, '--target', 'fails', '--folds', write(f, '0\n1\n')], /got "2 lines"; allowed: 600, one a row/],
    ['a model that is none', (d, f) => ['score', '--data', d, '--model', f], /card\.json/],
    ['a broken expression', (d) => ['boost', '--data', d, '--target', 'fails', '--derive', 'q=a +'], /derived column "q"/],
    ['an expression without a name', (d) => ['boost', '--data', d, '--target', 'fails', '--derive', 'a'], /--derive; got "a"; allowed: name=EXPRESSION/],
    ['an expression over the outcome', (d) => ['boost', '--data', d, '--target', 'fails', '--derive', 'leak=fails * 2'], /derived column "leak"; got "nothing in any row"; allowed: an expression over the columns but "fails"/],
    ['an unknown label', (d) => ['anomaly', '--data', d, '--label', 'nowhere'], /--label; got "nowhere"/],
    ['a folder that holds something else', (d, f) => ['train', '--data', d, '--target', 'fails', '--out', f], /allowed: a new or empty folder/],
    ['no ONNX file', (_, f) => ['import', write(f, 'nonsense'), '--out', `${f}/m`], /allowed: an ONNX model/],
  ];
  for (const [name, args, message] of refused) {
    it(`refuses ${name}`, async () => {
      const { code, out, notes } = await run('risk', ...args(data, folder));
      assert.equal(code, 2, notes.join('\n'));
      assert.equal(out, '');
      assert.match(notes.at(-1)!, message);
    });
  }
});

function write(folder: string, text: string): string {
  const file = path.join(folder, 'small.csv');
  writeFileSync(file, text);
  return file;
}

/** The exported graph on the rows of the test: a, b, kind (x, y, z by frequency) and the product. */
async function runExported(onnx: string, data: string): Promise<Float64Array> {
  const lines = readFileSync(data, 'utf8').trim().split('\n').slice(1);
  const cells = lines.map((line) => line.split(','));
  const count = (kind: string) => cells.filter((cell) => cell[3] === kind).length;
  const kinds = ['x', 'y', 'z'].sort((a, b) => count(b) - count(a) || (a < b ? -1 : 1));
  const rows = cells.flatMap(([, a, b, kind]) => {
    const first = a === '' ? Number.NaN : Number(a);
    return [first, Number(b), kinds.indexOf(kind!), first * Number(b)];
  });
  const runtime = await loadOnnxRuntime();
  const session = await runtime.InferenceSession.create(readFileSync(onnx), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const tensor = new runtime.Tensor('float32', Float32Array.from(rows), [cells.length, 4]);
  const { failure_probability } = await session.run({ features: tensor }, ['failure_probability']);
  return Float64Array.from(failure_probability!.data as Float32Array);
}
