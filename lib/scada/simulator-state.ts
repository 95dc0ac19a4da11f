/** A simulator's whole state as bytes: what it was opened with, by a fingerprint, and an archive of its parts. */
import { createHash } from 'node:crypto';
import { gridError } from '../errors';
import { type Archive, ArchiveReader, ArchiveWriter } from './archive';

/** Grows with every change of what parts keep, or of its order. */
const LAYOUT = 1;
const FINGERPRINT_BYTES = 32;

/** Of everything that a simulator is opened with: a state is taken up by its like alone. */
export function fingerprintOf(init: object): Uint8Array {
  return createHash('sha256').update(`${LAYOUT}\n`).update(JSON.stringify(init)).digest();
}

export function writeState(fingerprint: Uint8Array, keep: (archive: Archive) => void): Uint8Array {
  const writer = new ArchiveWriter();
  writer.array(fingerprint);
  keep(writer);
  return writer.bytes();
}

/** Throws UNREADABLE_STATE; where it is of another kind of simulator, before anything is changed. */
export function readState(
  state: Uint8Array,
  fingerprint: Uint8Array,
  keep: (archive: Archive) => void,
): void {
  const at = 'state of the simulator';
  try {
    const reader = new ArchiveReader(state);
    const found = new Uint8Array(FINGERPRINT_BYTES);
    reader.array(found);
    if (Buffer.compare(found, fingerprint) !== 0) {
      throw gridError('UNREADABLE_STATE', {
        at,
        got: 'one of another network, seed or setting',
        remedy: 'The simulation begins anew',
      });
    }
    keep(reader);
    reader.end();
  } catch (error) {
    if (error instanceof Error && error.name === 'GridError') throw error;
    throw gridError('UNREADABLE_STATE', { at, got: (error as Error).message });
  }
}
