import { filterMatches, filtersOverlap } from './filters';

/** Topic filters in which `%u` stands for the user's name and `%c` for the client id. */
export interface Rules {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** What everybody may do where no one has a name, or one name is shared. */
export const ALL: Rules = { publish: ['#'], subscribe: ['#', '$SYS/#'] };

/** What stands in for a placeholder: one level, which no topic could take for a wildcard or a topic of the broker's. */
export const PLAIN_LEVEL = /^[^$+#/\0][^+#/\0]*$/;

/** What one client may do: the rules of its user, with the placeholders filled in. */
export class Access {
  private readonly publish: readonly string[][];
  private readonly subscribe: readonly string[][];

  constructor(
    readonly rules: Rules,
    readonly user: string,
    clientId: string,
  ) {
    this.publish = fill(rules.publish, user, clientId);
    this.subscribe = fill(rules.subscribe, user, clientId);
  }

  /** Also on topics that begin with $, as # stands for all; the broker's own, $SYS, are not asked for here. */
  mayPublish(topic: string): boolean {
    if (this.publish[0]?.[0] === '#') return true;
    return matches(this.publish, topic);
  }

  /** Whether some of what a filter takes may be read; the rest of it is not delivered. */
  maySubscribe(filter: string): boolean {
    const levels = filter.split('/');
    return this.subscribe.some((allowed) => filtersOverlap(allowed, levels));
  }

  mayRead(topic: string): boolean {
    return matches(this.subscribe, topic);
  }
}

function matches(filters: readonly string[][], topic: string): boolean {
  // By far the most frequent rule, asked for every delivery.
  if (filters[0]?.[0] === '#' && topic[0] !== '$') return true;
  const levels = topic.split('/');
  return filters.some((filter) => filterMatches(filter, levels));
}

/** Levels are split before placeholders are filled, so that no name adds a level; what is no plain level fills none. */
function fill(filters: readonly string[], user: string, clientId: string): string[][] {
  const filled: string[][] = [];
  for (const filter of filters) {
    const usable =
      (!filter.includes('%u') || PLAIN_LEVEL.test(user)) &&
      (!filter.includes('%c') || PLAIN_LEVEL.test(clientId));
    if (!usable) continue;
    filled.push(
      filter
        .split('/')
        .map((level) => level.replace(/%[uc]/g, (placeholder) => (placeholder === '%u' ? user : clientId))),
    );
  }
  return filled;
}
