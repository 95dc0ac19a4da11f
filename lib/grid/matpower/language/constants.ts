/**
 * The names that MATPOWER gives to columns and codes, in the order in which its functions hand them out (manual,
 * appendix B; the functions' own documentation for the order).
 */
const BUS: [string, number][] = [
  ...enumerated('PQ PV REF NONE', 1),
  ...enumerated('BUS_I BUS_TYPE PD QD GS BS BUS_AREA VM VA BASE_KV ZONE VMAX VMIN', 1),
  ...enumerated('LAM_P LAM_Q MU_VMAX MU_VMIN', 14),
];

const BRANCH: [string, number][] = [
  ...enumerated('F_BUS T_BUS BR_R BR_X BR_B RATE_A RATE_B RATE_C TAP SHIFT BR_STATUS', 1),
  ...enumerated('PF QF PT QT MU_SF MU_ST', 14),
  ...enumerated('ANGMIN ANGMAX', 12),
  ...enumerated('MU_ANGMIN MU_ANGMAX', 20),
];

const GEN: [string, number][] = [
  ...enumerated('GEN_BUS PG QG QMAX QMIN VG MBASE GEN_STATUS PMAX PMIN', 1),
  ...enumerated('MU_PMAX MU_PMIN MU_QMAX MU_QMIN', 22),
  ...enumerated('PC1 PC2 QC1MIN QC1MAX QC2MIN QC2MAX RAMP_AGC RAMP_10 RAMP_30 RAMP_Q APF', 11),
];

const COST: [string, number][] = [
  ...enumerated('PW_LINEAR POLYNOMIAL', 1),
  ...enumerated('MODEL STARTUP SHUTDOWN NCOST COST', 1),
];

/** The functions that give them, by name. */
export const INDEX_FUNCTIONS: ReadonlyMap<string, readonly [string, number][]> = new Map([
  ['idx_bus', BUS],
  ['idx_brch', BRANCH],
  ['idx_gen', GEN],
  ['idx_cost', COST],
]);

/** What `define_constants` defines. */
export const DEFINED_CONSTANTS: readonly [string, number][] = [...BUS, ...BRANCH, ...GEN, ...COST];

function enumerated(names: string, first: number): [string, number][] {
  return names.split(' ').map((name, index) => [name, first + index]);
}
