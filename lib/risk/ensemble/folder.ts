/** A model's folder. Synchronous: for worker threads. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gridError } from '../../errors';
import { checkReplaceable, replaceFolder, sha256 } from '../../folders';
import type { IsolationModel } from '../members/isolation-forest';
import { decodeTrees, encodeTrees } from '../trees/encoding';
import type { TreeEnsemble } from '../trees/ensemble';
import { CARD_FILE, type EnsembleCard, parseEnsembleCard } from './card';
import { MEMBERS, type MemberName, type MemberTrees } from './members';

/** A card and the trees of the members that it names. */
export interface EnsembleModel {
  readonly card: EnsembleCard;
  readonly members: MemberTrees;
}

/** Of one file; it is read as one text. */
const MOST_BYTES = 256 * 1024 * 1024;

const TREE_FILES: Record<MemberName, string> = {
  gradient_boosting: 'gradient-boosting.json',
  random_forest: 'random-forest.json',
  isolation_forest: 'isolation-forest.json',
};

const KIND = { what: 'a model', mark: CARD_FILE };

/** @throws GridError INVALID_SETTING where the folder holds something that is no model, FOLDER_NOT_WRITABLE */
export function checkFolder(folder: string): void {
  checkReplaceable(folder, KIND);
}

/** Replaces the folder by this model in one step; the card gets the hash of each file. Throws as `checkFolder`. */
export function saveEnsemble(folder: string, { card, members }: EnsembleModel): void {
  const files: Record<string, string> = {};
  for (const member of MEMBERS) {
    const trees = treesOf(members, member);
    if (trees !== undefined) files[TREE_FILES[member]] = encodeTrees(trees);
  }
  const hashes = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, sha256(text)]));
  files[CARD_FILE] = `${JSON.stringify({ ...card, files: hashes }, null, 2)}\n`;
  replaceFolder(folder, files, KIND);
}

/** @throws GridError INVALID_MODEL, naming the file and what is wrong */
export function readEnsemble(folder: string): EnsembleModel {
  const cardFile = path.join(folder, CARD_FILE);
  const card = parseEnsembleCard(readText(cardFile), cardFile);
  const read = (member: MemberName): TreeEnsemble | undefined => {
    if (card.members[member] === undefined) return undefined;
    const name = TREE_FILES[member];
    const file = path.join(folder, name);
    const text = readText(file);
    const hash = sha256(text);
    if (hash === card.files[name]) return decodeTrees(text, file, card.features.length);
    throw gridError('INVALID_MODEL', {
      at: file,
      got: `SHA-256 ${hash.slice(0, 12)}…, ${text.length} characters`,
      allowed: `SHA-256 ${String(card.files[name]).slice(0, 12)}…, as its card says: it was changed or cut short`,
    });
  };
  const [gradient_boosting, random_forest, isolation] = MEMBERS.map(read);
  const sample_size = card.members.isolation_forest?.sample_size ?? 0;
  const { vote_smoothing } = card.combination;
  return {
    card,
    members: {
      ...(vote_smoothing !== undefined && { vote_smoothing }),
      ...(gradient_boosting && { gradient_boosting }),
      ...(random_forest && { random_forest }),
      ...(isolation && { isolation_forest: { ensemble: isolation, sample_size } satisfies IsolationModel }),
    },
  };
}

export function treesOf(members: MemberTrees, member: MemberName): TreeEnsemble | undefined {
  return member === 'isolation_forest' ? members.isolation_forest?.ensemble : members[member];
}

function readText(file: string): string {
  try {
    const { size } = statSync(file);
    if (size <= MOST_BYTES) return readFileSync(file, 'utf8');
    throw new Error(`${size} bytes`);
  } catch (error) {
    throw gridError('INVALID_MODEL', {
      at: file,
      got: (error as Error).message,
      allowed: 'a file of a model that gridloom risk train or import wrote, up to 256 MiB',
    });
  }
}
