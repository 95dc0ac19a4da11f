/**
 * Why a case file is not read on. Thrown and caught within this room, which adds the file, the line and the
 * statement; outside it is a GridError.
 */
export class Refusal extends Error {
  constructor(
    readonly got: unknown,
    readonly allowed: string,
    readonly remedy?: string,
    /** Where in the text, if that is not the beginning of the statement. */
    readonly position?: number,
  ) {
    super(allowed);
  }
}

export function refuse(got: unknown, allowed: string, remedy?: string, position?: number): never {
  throw new Refusal(got, allowed, remedy, position);
}
