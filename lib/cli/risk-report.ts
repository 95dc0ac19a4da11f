import type { Figures, RiskReport } from '../risk';
import { figure } from './text';

const COLUMNS = ['auc', 'average_precision', 'logloss', 'brier', 'ece', 'f1'] as const;

/** The figures of the ensemble and of its members, one line each. */
export function reportText(report: RiskReport): string {
  const lines: [string, Figures][] = [['ensemble', report], ...Object.entries(report.members)];
  const head = `${''.padEnd(18)}${COLUMNS.map((name) => name.padStart(18)).join('')}\n`;
  const rows = lines.map(([name, figures]) => {
    const cells = COLUMNS.map((column) => figure(figures[column], 4).padStart(18));
    return `${name.padEnd(18)}${cells.join('')}\n`;
  });
  return head + rows.join('');
}
