/** A model as the texts of its folder's files. */
import { gridError } from '../../errors';
import { sha256 } from '../../folders';
import type { IsolationModel } from '../members/isolation-forest';
import { decodeTrees, encodeTrees } from '../trees/encoding';
import type { TreeEnsemble } from '../trees/ensemble';
import { CARD_FILE, type EnsembleCard } from './card';
import { MEMBERS, type MemberName, type MemberTrees } from './members';
import { parseEnsembleCard } from './parse-card';

/** A model as its folder holds it: the text of each file by its name. */
export type ModelFiles = Readonly<Record<string, string>>;

/** A card and the trees of the members that it names. */
export interface EnsembleModel {
  readonly card: EnsembleCard;
  readonly members: MemberTrees;
}

const TREE_FILES: Record<MemberName, string> = {
  gradient_boosting: 'gradient-boosting.json',
  random_forest: 'random-forest.json',
  isolation_forest: 'isolation-forest.json',
};

/** All files that a model's folder may hold. */
export const MODEL_FILES = [CARD_FILE, ...Object.values(TREE_FILES)];

/** The card gets the hash of each file. */
export function toFiles({ card, members }: EnsembleModel): ModelFiles {
  const files: Record<string, string> = {};
  for (const member of MEMBERS) {
    const trees = treesOf(members, member);
    if (trees !== undefined) files[TREE_FILES[member]] = encodeTrees(trees);
  }
  const hashes = Object.fromEntries(Object.entries(files).map(([file, text]) => [file, sha256(text)]));
  return { [CARD_FILE]: `${JSON.stringify({ ...card, files: hashes }, null, 2)}\n`, ...files };
}

/**
 * @param textOf gives a file's text, or says why there is none
 * @param place said before each file name in errors
 * @throws GridError INVALID_MODEL, naming the file and what is wrong
 */
export function fromFiles(textOf: (file: string) => string, place: string): EnsembleModel {
  const card = parseEnsembleCard(textOf(CARD_FILE), `${place}${CARD_FILE}`);
  const read = (member: MemberName): TreeEnsemble | undefined => {
    const told = card.members[member];
    if (told === undefined) return undefined;
    const name = TREE_FILES[member];
    const text = textOf(name);
    checkHash(card, name, text, place);
    const trees = decodeTrees(text, `${place}${name}`, card.features.length);
    // A card whose hashes were written for other trees still says how many there were.
    if (told.trees === trees.roots.length) return trees;
    throw gridError('INVALID_MODEL', {
      at: `${place}${CARD_FILE}, members.${member}.trees`,
      got: told.trees ?? 'nothing',
      allowed: `${trees.roots.length}, as ${name} holds: the card does not match its trees`,
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

/** As `fromFiles`, of texts that are held in memory. */
export function fromTexts(files: ModelFiles, place: string): EnsembleModel {
  return fromFiles((file) => {
    const text = files[file];
    if (text !== undefined) return text;
    const allowed = MODEL_FILES.join(', ');
    throw gridError('INVALID_MODEL', { at: `${place}${file}`, got: 'no such file', allowed });
  }, place);
}

export function treesOf(members: MemberTrees, member: MemberName): TreeEnsemble | undefined {
  return member === 'isolation_forest' ? members.isolation_forest?.ensemble : members[member];
}

function checkHash({ files }: EnsembleCard, name: string, text: string, place: string): void {
  const hash = sha256(text);
  if (hash === files[name]) return;
  throw gridError('INVALID_MODEL', {
    at: `${place}${name}`,
    got: `SHA-256 ${hash.slice(0, 12)}…, ${text.length} characters`,
    allowed: `SHA-256 ${String(files[name]).slice(0, 12)}…, as its card says: it was changed or cut short`,
  });
}
