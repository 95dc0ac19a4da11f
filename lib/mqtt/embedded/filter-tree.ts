interface Branch<T> {
  readonly next: Map<string, Branch<T>>;
  readonly values: Map<T, number>;
}

/** Who subscribed to what, found by topic: one branch for each level of a filter. */
export class FilterTree<T> {
  private readonly root: Branch<T> = branch();

  /** Sets the number (a QoS) that stands for this filter and value. */
  set(filter: string, value: T, qos: number): void {
    let at = this.root;
    for (const level of filter.split('/')) {
      let next = at.next.get(level);
      if (next === undefined) {
        next = branch();
        at.next.set(level, next);
      }
      at = next;
    }
    at.values.set(value, qos);
  }

  delete(filter: string, value: T): void {
    prune(this.root, filter.split('/'), 0, value);
  }

  /** Each value once, with the highest number of the filters that take the topic. */
  match(topic: string): Map<T, number> {
    const found = new Map<T, number>();
    collect(this.root, topic.split('/'), 0, found);
    return found;
  }
}

function branch<T>(): Branch<T> {
  return { next: new Map(), values: new Map() };
}

/** True when nothing is left of the branch. */
function prune<T>(at: Branch<T>, levels: readonly string[], depth: number, value: T): boolean {
  if (depth === levels.length) {
    at.values.delete(value);
  } else {
    const level = levels[depth] as string;
    const next = at.next.get(level);
    if (next !== undefined && prune(next, levels, depth + 1, value)) at.next.delete(level);
  }
  return at.next.size === 0 && at.values.size === 0;
}

function collect<T>(at: Branch<T>, topic: readonly string[], depth: number, found: Map<T, number>): void {
  const visible = depth > 0 || topic[0]?.startsWith('$') === false;
  if (visible) take(at.next.get('#'), found);
  if (depth === topic.length) {
    take(at, found);
    return;
  }
  const next = at.next.get(topic[depth] as string);
  if (next !== undefined) collect(next, topic, depth + 1, found);
  const any = visible ? at.next.get('+') : undefined;
  if (any !== undefined) collect(any, topic, depth + 1, found);
}

function take<T>(from: Branch<T> | undefined, found: Map<T, number>): void {
  for (const [value, qos] of from?.values ?? []) found.set(value, Math.max(qos, found.get(value) ?? 0));
}
