/** Sparse linear algebra of the power flow. */
export { orderByMinimumDegree } from './amd';
export { BlockLu, type BlockMatrix } from './block-lu';
export { SparseInverse } from './inverse';
export { LdlFactors, type SymmetricMatrix } from './ldl';
export { type Pattern, patternOfEdges, positionOf } from './pattern';
export { type FactorPattern, factorPattern } from './symbolic';
