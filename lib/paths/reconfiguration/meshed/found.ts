import type { Worth } from '../assessor';

export interface MeshedFound {
  /** Per branch. */
  live: Uint8Array;
  worth: Worth;
}
