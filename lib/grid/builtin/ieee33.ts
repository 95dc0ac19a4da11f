import type { Network } from '../../contract';
import { baranWuFeeder, type Demand, type Line } from './baran-wu';

/**
 * The 33-bus feeder of M. E. Baran and F. F. Wu, "Network reconfiguration in distribution systems for loss
 * reduction and load balancing", IEEE Trans. Power Delivery 4(2), 1989, doi 10.1109/61.25627: 12.66 kV, 32 lines
 * and 5 open ties; 202.7 kW of losses at nominal load. The paper gives neither ratings, ages nor classes of
 * customers: those are Gridloom's, so that loadings, temperatures and load shapes can be shown.
 */
const DEMAND: readonly Demand[] = [
  [100, 60],
  [90, 40],
  [120, 80],
  [60, 30],
  [60, 20],
  [200, 100],
  [200, 100],
  [60, 20],
  [60, 20],
  [45, 30],
  [60, 35],
  [60, 35],
  [120, 80],
  [60, 10],
  [60, 20],
  [60, 20],
  [90, 40],
  [90, 40],
  [90, 40],
  [90, 40],
  [90, 40],
  [90, 50],
  [420, 200],
  [420, 200],
  [60, 25],
  [60, 25],
  [60, 20],
  [120, 70],
  [200, 600],
  [150, 70],
  [210, 100],
  [60, 40],
];

const LINES: readonly Line[] = [
  [1, 2, 0.0922, 0.047],
  [2, 3, 0.493, 0.2511],
  [3, 4, 0.366, 0.1864],
  [4, 5, 0.3811, 0.1941],
  [5, 6, 0.819, 0.707],
  [6, 7, 0.1872, 0.6188],
  [7, 8, 0.7114, 0.2351],
  [8, 9, 1.03, 0.74],
  [9, 10, 1.044, 0.74],
  [10, 11, 0.1966, 0.065],
  [11, 12, 0.3744, 0.1238],
  [12, 13, 1.468, 1.155],
  [13, 14, 0.5416, 0.7129],
  [14, 15, 0.591, 0.526],
  [15, 16, 0.7463, 0.545],
  [16, 17, 1.289, 1.721],
  [17, 18, 0.732, 0.574],
  [2, 19, 0.164, 0.1565],
  [19, 20, 1.5042, 1.3554],
  [20, 21, 0.4095, 0.4784],
  [21, 22, 0.7089, 0.9373],
  [3, 23, 0.4512, 0.3083],
  [23, 24, 0.898, 0.7091],
  [24, 25, 0.896, 0.7011],
  [6, 26, 0.203, 0.1034],
  [26, 27, 0.2842, 0.1447],
  [27, 28, 1.059, 0.9337],
  [28, 29, 0.8042, 0.7006],
  [29, 30, 0.5075, 0.2585],
  [30, 31, 0.9744, 0.963],
  [31, 32, 0.3105, 0.3619],
  [32, 33, 0.341, 0.5302],
  [21, 8, 2.0, 2.0],
  [9, 15, 2.0, 2.0],
  [12, 22, 2.0, 2.0],
  [18, 33, 0.5, 0.5],
  [25, 29, 0.5, 0.5],
];

export const ieee33: Network = baranWuFeeder({
  id: 'ieee33',
  name: 'Baran and Wu, 33 buses',
  source: 'Baran and Wu 1989, doi 10.1109/61.25627; ratings, ages and customer classes by Gridloom',
  demand: DEMAND,
  lines: LINES,
  ties: 5,
  // As far as bus 6, where the two long laterals part.
  trunk: 5,
});
