/** Topic filters (MQTT 3.1.1, section 4.7), as lists of levels. */

/** Whether a filter takes a topic. */
export function filterMatches(filter: readonly string[], topic: readonly string[]): boolean {
  if (isHidden(filter, topic)) return false;
  for (let i = 0; i < filter.length; i += 1) {
    if (filter[i] === '#') return true;
    if (i >= topic.length || (filter[i] !== '+' && filter[i] !== topic[i])) return false;
  }
  return filter.length === topic.length;
}

/** Whether there can be a topic that both filters take. */
export function filtersOverlap(a: readonly string[], b: readonly string[]): boolean {
  if (isHidden(a, b) || isHidden(b, a)) return false;
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    if (a[i] === '#' || b[i] === '#') return true;
    if (i >= a.length || i >= b.length) return false;
    if (a[i] !== '+' && b[i] !== '+' && a[i] !== b[i]) return false;
  }
  return true;
}

/** A wildcard in the first level does not stand for a level that begins with $ (section 4.7.2). */
function isHidden([first]: readonly string[], [other]: readonly string[]): boolean {
  return (first === '#' || first === '+') && other?.startsWith('$') === true;
}

/** Whether these levels are a filter: wildcards fill a level, and # is the last. */
export function isFilter(levels: readonly string[]): boolean {
  return levels.every((level, i) =>
    level.includes('#') ? level === '#' && i === levels.length - 1 : !level.includes('+') || level === '+',
  );
}

/** Whether a filter may take more than one topic. */
export function isWild(filter: string): boolean {
  return filter.includes('+') || filter.includes('#');
}
