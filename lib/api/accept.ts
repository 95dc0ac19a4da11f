/** How much a client wants something, 0 to 1: the q-values of `Accept` and `Accept-Encoding` (RFC 9110 §12.4.2). */
export type Wishes = ReadonlyMap<string, number>;

/** Entries that are read of one header; nobody needs more. */
const MOST_ENTRIES = 32;

/** The entries of a header by name, in lower case. What is not written as it should be is passed over. */
export function readWishes(header: string): Wishes {
  const wishes = new Map<string, number>();
  for (const entry of header.toLowerCase().split(',', MOST_ENTRIES)) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    if (name === '' || (weight !== undefined && !/^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight))) continue;
    wishes.set(name, weight === undefined ? 1 : Number(weight));
  }
  return wishes;
}
