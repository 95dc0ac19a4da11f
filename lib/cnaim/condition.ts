import { LINE } from './categories';

/** A reading at its worst makes the score so much worse. Gridloom's own mapping of a scale to the methodology's classes. */
export const CONDITION_GAIN = 0.8;
/** Corrosion up to here, and insulation down to here, are ordinary wear, which age counts already. */
const ORDINARY_CORROSION = 0.4;
const ORDINARY_INSULATION = 0.6;

/**
 * What an inspection adds to age, 0 (nothing) to 1 (the worst): rust on a line, the state of the insulation elsewhere. Enters
 * as condition factor 1 + 0.8 × that, where the methodology has classes of condition (CNAIM v2.1, sections 6.9 and 6.10).
 */
export function inspected(kind: number, corrosion: number, insulation: number): number {
  return kind === LINE
    ? Math.max(0, corrosion - ORDINARY_CORROSION) / 0.6
    : Math.max(0, ORDINARY_INSULATION - insulation) / 0.6;
}
