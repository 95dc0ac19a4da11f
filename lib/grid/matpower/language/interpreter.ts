/** Carries out the statements of a case file; nothing but its own variables can be reached. */
import { cellOf, concatenate } from './concatenate';
import { DEFINED_CONSTANTS, INDEX_FUNCTIONS } from './constants';
import { functionNamed } from './functions';
import { part, replaced, type Selection, selection, without } from './indexing';
import { binary, range, transpose, unary } from './operators';
import { Refusal, refuse } from './refusal';
import type { Arguments, Expression, Statement, Target } from './syntax';
import {
  asMatrix,
  asScalar,
  Budget,
  describe,
  isEmpty,
  isTrue,
  type Matrix,
  scalar,
  type Value,
} from './values';

/** A variable; its matrix may be written in place where nothing else holds it. */
interface Slot {
  value: Value;
  own: boolean;
}

const EMPTY: Matrix = { kind: 'matrix', rows: 0, cols: 0, data: new Float64Array(0), logical: false };

export class Interpreter {
  private readonly slots = new Map<string, Slot>();
  private readonly budget = new Budget();
  /** What `end` stands for, innermost last. */
  private readonly ends: number[] = [];

  /** The variables, fields of structures by their dotted names, after the statements. */
  run(statements: readonly Statement[]): ReadonlyMap<string, Value> {
    this.carryOut(statements);
    return new Map([...this.slots].map(([name, { value }]) => [name, value]));
  }

  /** False where a `return` was met. */
  private carryOut(statements: readonly Statement[]): boolean {
    for (const statement of statements) {
      try {
        if (!this.statement(statement)) return false;
      } catch (error) {
        if (!(error instanceof Refusal) || error.position !== undefined) throw error;
        throw new Refusal(error.got, error.allowed, error.remedy, statement.start);
      }
    }
    return true;
  }

  private statement(statement: Statement): boolean {
    switch (statement.type) {
      case 'return':
        return false;
      case 'constants':
        for (const [name, value] of DEFINED_CONSTANTS) this.set(name, scalar(value));
        return true;
      case 'if': {
        const arm = statement.arms.find(({ condition }) => isTrue(this.evaluate(condition)));
        return this.carryOut(arm?.body ?? statement.otherwise);
      }
      case 'assign':
        this.assign(statement.targets, statement.value);
        return true;
    }
  }

  private assign(targets: readonly Target[], expression: Expression): void {
    if (targets.length === 1) {
      if (targets[0] !== undefined) this.assignTo(targets[0], expression);
      return;
    }
    const values = this.severalOf(expression, targets.length);
    for (const [index, target] of targets.entries()) {
      if (target === undefined) continue;
      if (target.args !== undefined) refuse(`${target.name}(...)`, 'plain names for several results');
      this.set(target.name, values[index]);
    }
  }

  /** The results of an expression that gives several. */
  private severalOf(expression: Expression, count: number): Value[] {
    const name = expression.type === 'name' ? expression.name : undefined;
    const constants = name === undefined ? undefined : INDEX_FUNCTIONS.get(name);
    const values =
      constants?.map(([, value]) => scalar(value)) ??
      (name === 'size' ? [...asMatrix(this.evaluate(expression)).data].map((value) => scalar(value)) : []);
    if (values.length < count)
      refuse(`${count} results of ${name ?? 'an expression'}`, `at most ${values.length}`);
    return values;
  }

  private assignTo({ name, args }: NonNullable<Target>, expression: Expression): void {
    if (args === undefined) {
      this.set(name, this.evaluate(expression), expression.type === 'literal');
      return;
    }
    const deletes = !args.braces && expression.type === 'literal' && isEmpty(expression.value);
    const value = this.evaluate(expression);
    const slot = this.slots.get(name);
    const old = slot?.value ?? EMPTY;
    if (old.kind === 'text') refuse(`a part of ${describe(old)}`, 'parts of matrices and cell arrays');
    const indices = this.indices(args.list, old);
    if (deletes) {
      this.set(name, without(this.budget, old, indices), true);
    } else if (args.braces || old.kind === 'cell') {
      this.set(name, this.cellReplaced(old, indices, value, args.braces));
    } else {
      const target = slot?.own === true ? old : copied(this.budget, old);
      this.set(name, replaced(this.budget, target, indices, asMatrix(value)), true);
    }
  }

  /** A cell array with one item replaced; as a matrix of numbers, each standing for an item. */
  private cellReplaced(old: Value, indices: readonly Selection[], value: Value, braces: boolean): Value {
    if (old.kind !== 'cell' || !braces)
      return refuse('a part of a cell array', 'one item in braces: name{k} = value');
    const places = this.budget.matrix(old.rows, old.cols);
    for (let k = 0; k < places.data.length; k++) places.data[k] = k;
    const place = part(this.budget, places, indices);
    if (place.kind !== 'matrix' || place.data.length !== 1)
      return refuse('several items', 'one item in braces');
    const items = [...old.items];
    items[place.data[0]] = value;
    return { ...old, items };
  }

  private evaluate(expression: Expression): Value {
    switch (expression.type) {
      case 'literal':
        return expression.value;
      case 'name':
        return this.named(expression);
      case 'end':
        return scalar(this.ends.at(-1) ?? refuse('end', 'end only where something is indexed'));
      case 'all':
        return refuse(':', 'a colon only as an index');
      case 'unary':
        return unary(this.budget, expression.operator, this.evaluate(expression.operand));
      case 'transpose':
        return transpose(this.budget, this.evaluate(expression.operand));
      case 'binary':
        return this.binary(expression.operator, expression.left, expression.right);
      case 'range': {
        const [from, to] = [expression.from, expression.to].map((limit) => asScalar(this.evaluate(limit)));
        const step = expression.step === undefined ? 1 : asScalar(this.evaluate(expression.step));
        return range(this.budget, from, step, to);
      }
      case 'matrix':
        return concatenate(this.budget, this.elements(expression.rows));
      case 'cell':
        return cellOf(this.budget, this.elements(expression.rows));
    }
  }

  private binary(operator: string, left: Expression, right: Expression): Value {
    const a = this.evaluate(left);
    if (operator === '&&') return scalar(Number(isTrue(a) && isTrue(this.evaluate(right))), true);
    if (operator === '||') return scalar(Number(isTrue(a) || isTrue(this.evaluate(right))), true);
    return binary(this.budget, operator, a, this.evaluate(right));
  }

  private elements(rows: readonly (readonly Expression[])[]): Value[][] {
    return rows.map((row) => row.map((element) => this.evaluate(element)));
  }

  /** A variable, a part of it, or what a function gives. */
  private named({ name, args, position }: Extract<Expression, { type: 'name' }>): Value {
    const slot = this.slots.get(name);
    if (slot !== undefined) {
      if (args === undefined) slot.own = false;
      return args === undefined ? slot.value : this.partOf(slot.value, args);
    }
    const constants = INDEX_FUNCTIONS.get(name);
    if (constants !== undefined && args === undefined) return scalar(constants[0][1]);
    const call = functionNamed(name);
    if (call === undefined || args?.braces === true) {
      const allowed = 'variables of this file, and the functions listed in docs/network-format.md';
      return refuse(name, allowed, undefined, position);
    }
    return call(this.budget, args?.list.map((argument) => this.evaluate(argument)) ?? []);
  }

  private partOf(value: Value, args: Arguments): Value {
    if (value.kind === 'text')
      return refuse(`a part of ${describe(value)}`, 'parts of matrices and cell arrays');
    const found = part(this.budget, value, this.indices(args.list, value));
    if (!args.braces) return found;
    if (found.kind !== 'cell' || found.items.length !== 1) {
      return refuse(describe(found), 'one item of a cell array in braces');
    }
    return found.items[0];
  }

  private indices(list: readonly Expression[], of: Value): Selection[] {
    if (of.kind === 'text') return refuse(describe(of), 'parts of matrices and cell arrays');
    return list.map((argument, dimension) => {
      if (argument.type === 'all') return 'all';
      this.ends.push(list.length === 1 ? of.rows * of.cols : dimension === 0 ? of.rows : of.cols);
      const selected = selection(this.budget, this.evaluate(argument));
      this.ends.pop();
      return selected;
    });
  }

  private set(name: string, value: Value, own = false): void {
    this.slots.set(name, { value, own });
  }
}

function copied(budget: Budget, matrix: Matrix): Matrix {
  budget.spend(matrix.rows, matrix.cols);
  return { ...matrix, data: matrix.data.slice(), logical: false };
}
