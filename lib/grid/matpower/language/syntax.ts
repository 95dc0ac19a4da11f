/** The parts of the language of case files, as `parse` gives them and `Interpreter` carries them out. */
import type { Value } from './values';

export type Expression = { readonly depth: number } & (
  | { readonly type: 'literal'; readonly value: Value }
  /** A variable, a field of a structure by its dotted name, or a function, with what stands in parentheses. */
  | {
      readonly type: 'name';
      readonly name: string;
      readonly args?: Arguments;
      readonly position: number;
    }
  | { readonly type: 'end' }
  | { readonly type: 'all' }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'range';
      readonly from: Expression;
      readonly step?: Expression;
      readonly to: Expression;
    }
  | { readonly type: 'transpose'; readonly operand: Expression }
  | { readonly type: 'matrix'; readonly rows: readonly (readonly Expression[])[] }
  | { readonly type: 'cell'; readonly rows: readonly (readonly Expression[])[] }
);

export interface Arguments {
  /** True for `{}`, which gives what a cell holds. */
  readonly braces: boolean;
  readonly list: readonly Expression[];
}

/** What stands before `=`; undefined for a result that is not wanted (`~`). */
export type Target = { readonly name: string; readonly args?: Arguments } | undefined;

export type Statement = { readonly start: number; readonly end: number } & (
  | { readonly type: 'assign'; readonly targets: readonly Target[]; readonly value: Expression }
  | { readonly type: 'constants' }
  | { readonly type: 'if'; readonly arms: readonly Arm[]; readonly otherwise: readonly Statement[] }
  | { readonly type: 'return' }
);

export interface Arm {
  readonly condition: Expression;
  readonly body: readonly Statement[];
}

/** A case file: the function that it defines, if it does, and its statements. */
export interface Program {
  readonly name?: string;
  /** The names of the results, in their order. */
  readonly outputs: readonly string[];
  readonly statements: readonly Statement[];
}
