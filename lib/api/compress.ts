import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { readWishes } from './accept';
import { COMPRESS_FROM_BYTES } from './limits';

export type Coding = 'br' | 'gzip';

/** The smallest first: at the levels below, a state has 22 % of its length, and 22.5 % with gzip. */
const CODINGS: readonly Coding[] = ['br', 'gzip'];

const compressors: Readonly<Record<Coding, (body: Buffer) => Promise<Buffer>>> = {
  // At 800 kB about 10 ms of a thread that is not ours; brotli's usual level takes a hundred times that for 3 %.
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  gzip: (body) => promisify(gzip)(body, { level: 6 }),
};

/**
 * The coding that a client wants most (RFC 9110 §12.5.3), ours first where it does not mind; undefined for the body
 * as it is, also where the header is absent or refuses everything.
 */
export function codingFor(acceptEncoding: string, length: number): Coding | undefined {
  if (length < COMPRESS_FROM_BYTES || acceptEncoding === '') return undefined;
  const wishes = readWishes(acceptEncoding);
  const any = wishes.get('*');
  const wish = (coding: string) => wishes.get(coding) ?? any ?? 0;
  const plain = wishes.get('identity') ?? 0;
  const best = CODINGS.reduce((a, b) => (wish(b) > wish(a) ? b : a));
  return wish(best) > 0 && wish(best) >= plain ? best : undefined;
}

const made = new WeakMap<Buffer, Partial<Record<Coding, Promise<Buffer>>>>();

/** The body in a coding: made once for each prepared buffer, however many ask, and gone with it. */
export function compressed(body: Buffer, coding: Coding): Promise<Buffer> {
  const variants = made.get(body) ?? {};
  made.set(body, variants);
  variants[coding] ??= compressors[coding](body);
  return variants[coding];
}
