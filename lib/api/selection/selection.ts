import { gridError } from '../../errors';
import type { ListPart, Parts } from '../parts';
import type { QueryValues } from '../query';
import { HEAD_FIELDS, SELECTABLE, type SelectableDocument } from './fields';

/** Ids that an error lists. */
const LISTED = 20;

/** What a client has chosen of a document. */
export interface Selection {
  /** Sorted; undefined for all. */
  readonly fields?: readonly string[];
  /** Ids of edges, sorted; undefined for all. */
  readonly edges?: readonly string[];
}

/**
 * Reads `fields` and `edges`. UNKNOWN_ELEMENT for an edge that the grid does not have. An encoded comma belongs to the id
 * where that is one, and else stands between two ids.
 */
export function readSelection(
  { fields, edges: asked }: QueryValues,
  { grid_id, edges }: { grid_id: string; edges: readonly { id: string }[] },
): Selection {
  const selection: Selection = fields === undefined ? {} : { fields: distinct(fields) };
  if (asked === undefined) return selection;
  const ids = idsOf(edges);
  const wanted = asked.flatMap((value) => (ids.has(value) ? [value] : value.split(',')));
  const got = wanted.find((id) => !ids.has(id));
  if (got === undefined) return { ...selection, edges: distinct(wanted) };
  const some = [...ids].slice(0, LISTED).join(', ');
  const allowed = `ids among the edges of grid "${grid_id}": ${some}${ids.size > LISTED ? ', …' : ''}`;
  throw gridError('UNKNOWN_ELEMENT', { at: 'query edges', got, allowed });
}

const idsOfEdges = new WeakMap<object, ReadonlySet<string>>();

/** Gathered once for each state, as many may ask for a part of a large one. */
function idsOf(edges: readonly { id: string }[]): ReadonlySet<string> {
  const ids = idsOfEdges.get(edges) ?? new Set(edges.map(({ id }) => id));
  idsOfEdges.set(edges, ids);
  return ids;
}

/** In one order, so that the same choice is prepared once. */
function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** The chosen part of a document. Which state it is of, and what its elements are called, always stays. */
export function select(parts: Parts, document: SelectableDocument, selection: Selection): Parts {
  const { fields } = selection;
  const lists = parts.lists.map((list) => withEdges(list, selection.edges));
  if (fields === undefined) return { head: parts.head, lists };
  const wanted = new Set([...HEAD_FIELDS, ...fields]);
  return {
    head: pick(parts.head, wanted),
    lists: lists.flatMap((list) => {
      if (wanted.has(list.name)) return [list];
      const inner = innerFields(list.name, fields);
      if (inner.length === 0) return [];
      const key = (SELECTABLE[document] as Record<string, string>)[list.name]!;
      const kept = new Set([key, ...inner]);
      return [{ ...list, shape: (element) => pick(list.shape?.(element) ?? element, kept) }];
    }),
  };
}

/** The fields of a list's elements that are chosen one by one. */
export function innerFields(list: string, fields: readonly string[]): string[] {
  const start = `${list}.`;
  return fields.filter((field) => field.startsWith(start)).map((field) => field.slice(start.length));
}

/** Edges by their id, paths by the edges that they pass; nodes stay. */
function withEdges(list: ListPart, edges: readonly string[] | undefined): ListPart {
  if (edges === undefined || list.name === 'nodes') return list;
  const ids = new Set(edges);
  const passes =
    list.name === 'edges'
      ? ({ id }: { id?: string }) => ids.has(id ?? '')
      : (path: { edges?: readonly string[] }) => (path.edges ?? []).some((id) => ids.has(id));
  return { ...list, elements: list.elements.filter(passes) };
}

function pick(object: object, names: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)));
}
