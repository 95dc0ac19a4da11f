import { gridError } from '../errors';
import type { ApiRequest } from './message';

/** The query of a request, read by name; what is wrong with a value is INVALID_URL. */
export class Query {
  private readonly values: URLSearchParams;

  constructor({ query = '' }: ApiRequest) {
    this.values = new URLSearchParams(query);
  }

  /** Every value of that name. */
  all(name: string): string[] {
    return this.values.getAll(name);
  }

  /** The value of that name, which may stand there once. */
  one(name: string, allowed = 'one value'): string | undefined {
    const all = this.all(name);
    if (all.length > 1) throw refusal(name, all, `${allowed}, once`);
    return all[0];
  }

  /** One of the values; undefined where there is none. */
  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.one(name, values.join(' or '));
    if (value === undefined || values.includes(value as T)) return value as T | undefined;
    throw refusal(name, value, values.join(' or '));
  }

  wholeNumber(name: string, least: number, most: number): number | undefined {
    const allowed = `a whole number from ${least} to ${most}`;
    const value = this.one(name, allowed);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (/^\d{1,9}$/.test(value) && number >= least && number <= most) return number;
    throw refusal(name, value, `${allowed}, once`);
  }
}

export function refusal(name: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_URL', { at: `query ${name}`, got, allowed });
}
