/** A small case file to vary: three buses, in MATPOWER's version 2. */
export const SMALL = `function mpc = small
%SMALL  Three buses
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
	1	3	0	0	0	0	1	1	0	110	1	1.1	0.9;
	2	1	10	5	0	2	1	1	0	110	1	1.1	0.9;
	7	2	20	-8	1.5	0	1	1.01	-2.5	0	1	1.1	0.9;
];
mpc.gen = [
	1	0	0	Inf	-Inf	1.02	100	1	200	0;
	7	15	3	10	-10	1.01	50	1	40	5;
];
mpc.branch = [
	1	2	0.01	0.05	0.02	80	0	0	0	0	1	-360	360;
	2	7	0	0.1	0	0	0	0	0.98	-30	1	-360	360;
	1	7	0.02	0.06	0	60	70	80	0	0	0	-360	360;
];
`;

/** The small case with lines put below its tables. */
export function smallWith(...lines: string[]): string {
  return `${SMALL}${lines.join('\n')}\n`;
}
