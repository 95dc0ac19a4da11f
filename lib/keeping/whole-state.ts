/** The whole state of a service as bytes: what it was opened with, by a fingerprint, and an archive of its parts. */
import { createHash } from 'node:crypto';
import { GridError, gridError } from '../errors';
import { type Archive, ArchiveReader, ArchiveWriter } from './archive';

const FINGERPRINT_BYTES = 32;

/**
 * Of everything that a service is opened with: a state is taken up by its like alone. `layout` grows with every change of
 * what parts keep, or of its order.
 */
export function fingerprintOf(init: object, layout: number): Uint8Array {
  return createHash('sha256').update(`${layout}\n`).update(JSON.stringify(init)).digest();
}

export function writeState(fingerprint: Uint8Array, keep: (archive: Archive) => void): Uint8Array {
  const writer = new ArchiveWriter();
  writer.array(fingerprint);
  keep(writer);
  return writer.bytes();
}

/** Throws UNREADABLE_STATE; where it is of a service that was opened with something else, before anything is changed. */
export function readState(
  state: Uint8Array,
  fingerprint: Uint8Array,
  keep: (archive: Archive) => void,
): void {
  const at = 'what was kept of the last run';
  try {
    const reader = new ArchiveReader(state);
    const found = new Uint8Array(FINGERPRINT_BYTES);
    reader.array(found);
    if (Buffer.compare(found, fingerprint) !== 0) {
      const got = 'that of another network, seed or setting';
      throw gridError('UNREADABLE_STATE', { at, got, remedy: 'The node begins anew' });
    }
    keep(reader);
    reader.end();
  } catch (error) {
    if (error instanceof GridError) throw error;
    const got = (error as Error).message;
    throw gridError('UNREADABLE_STATE', { at, got, remedy: 'The node begins anew' });
  }
}
