// A year of the simulator on the 33-bus feeder, hour by hour, as docs/images/simulated-year.svg; prints its figures. Needs
// a build: npm run -s build && node scripts/plot-year.mjs
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { grid, scada } = createRequire(import.meta.url)(path.join(root, 'dist/lib/index.js'));

const DAYS = 365;
const START_S = Date.UTC(2026, 0, 1) / 1000;
const WIDTH = 900;
const LEFT = 64;
const PANEL = 118;
const GAP = 34;

const network = grid.builtinNetwork('ieee33');
const hours = simulateYear();
printFigures();
const panels = [
  { title: 'Demand, MW', lines: [['#1f6fb2', (h) => h.demand_mw]] },
  { title: 'Losses, % of generation', lines: [['#b2421f', (h) => h.loss_percent]] },
  { title: 'Lowest voltage, per unit', lines: [['#3a7d44', (h) => h.vm_min_pu]] },
  {
    title: 'Hottest line (red) and air (grey), °C',
    lines: [
      ['#8a8a8a', (h) => h.ambient_c],
      ['#c0392b', (h) => h.hottest_c],
    ],
  },
];
const height = panels.length * (PANEL + GAP) + 30;
const body = panels.map((panel, n) => drawPanel(panel, 24 + n * (PANEL + GAP))).join('\n');
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
${body}
</svg>
`;
writeFileSync(path.join(root, 'docs/images/simulated-year.svg'), svg);

function simulateYear() {
  const simulator = scada.openSimulator({ network, seed: 1, shapes: scada.builtinShapes() });
  return Array.from({ length: 24 * DAYS }, (_, hour) => {
    const { metrics, readings } = simulator.tick(START_S + hour * 3600);
    const { weather, readings: truth, failures } = simulator.truth();
    let hottest_c = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < readings.length; at += scada.READING_COUNT)
      hottest_c = Math.max(hottest_c, truth[at]);
    return { ...metrics, hottest_c, ambient_c: weather.ambient_temperature_c, failures: failures.length };
  });
}

function printFigures() {
  const mean = (of) => hours.reduce((sum, hour) => sum + of(hour), 0) / hours.length;
  const most = (of) => Math.max(...hours.map(of));
  const demand = (h) => h.demand_mw;
  const loss = (h) => h.loss_mw;
  const factor = mean(demand) / most(demand);
  const figures = {
    peak_mw: most(demand),
    energy_mwh: mean(demand) * hours.length,
    load_factor: factor,
    loss_percent_of_energy: (100 * mean(loss)) / (mean(loss) + mean(demand)),
    loss_percent_at_peak: hours.find((h) => h.demand_mw === most(demand)).loss_percent,
    loss_factor: mean(loss) / most(loss),
    loss_factor_by_rule: 0.15 * factor + 0.85 * factor ** 2,
    vm_min_pu: -most((h) => -h.vm_min_pu),
    loading_max_percent: most((h) => h.loading_max_percent),
    hottest_c: most((h) => h.hottest_c),
    ambient_c: [-most((h) => -h.ambient_c), mean((h) => h.ambient_c), most((h) => h.ambient_c)],
    failures: hours.reduce((sum, h) => sum + h.failures, 0),
    unserved_mwh: mean((h) => h.unserved_mw) * hours.length,
  };
  console.log(JSON.stringify(figures, (_, v) => (typeof v === 'number' ? Number(v.toPrecision(4)) : v), 2));
}

/** For each line the band between the least and the greatest value of each day, and its daily mean. */
function drawPanel({ title, lines }, top) {
  const values = lines.flatMap(([, of]) => hours.map(of));
  const [low, high] = niceRange(Math.min(...values), Math.max(...values));
  const x = (day) => (LEFT + ((WIDTH - LEFT - 16) * day) / DAYS).toFixed(1);
  const y = (value) => (top + PANEL - (PANEL * (value - low)) / (high - low)).toFixed(1);
  const ticks = [low, (low + high) / 2, high].map(
    (value) =>
      `<line x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(value)}" y2="${y(value)}" stroke="#dddddd"/><text x="${LEFT - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${Number(value.toFixed(3))}</text>`,
  );
  const months = Array.from({ length: 12 }, (_, month) => {
    const day = (Date.UTC(2026, month, 1) / 1000 - START_S) / 86_400;
    return `<text x="${x(day + 15)}" y="${top + PANEL + 14}" text-anchor="middle" fill="#777777">${'JFMAMJJASOND'[month]}</text>`;
  });
  const drawn = lines.map(([colour, of]) => {
    const days = Array.from({ length: DAYS }, (_, day) => hours.slice(24 * day, 24 * day + 24).map(of));
    const upper = days.map((day, k) => `${x(k)},${y(Math.max(...day))}`);
    const lower = days.map((day, k) => `${x(k)},${y(Math.min(...day))}`).reverse();
    const middle = days.map((day, k) => `${x(k)},${y(day.reduce((a, b) => a + b) / day.length)}`);
    return `<polygon points="${[...upper, ...lower].join(' ')}" fill="${colour}" fill-opacity="0.25"/><polyline points="${middle.join(' ')}" fill="none" stroke="${colour}"/>`;
  });
  return `<text x="${LEFT}" y="${top - 6}" font-weight="bold">${title}</text>\n${[...ticks, ...months, ...drawn].join('\n')}`;
}

function niceRange(low, high) {
  const step = 10 ** Math.floor(Math.log10((high - low) / 2));
  return [step * Math.floor(low / step), step * Math.ceil(high / step)];
}
