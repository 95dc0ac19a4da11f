/** Where a point's value is found: in messages of a topic, and within them by a property path. */

export interface Address {
  /** Undefined: in messages of any topic. */
  topic: string | undefined;
  /** Undefined: the payload itself. */
  path: readonly (string | number)[] | undefined;
}

/**
 * `topic`, `topic#path` or `#path`; a path is that of JavaScript: `feeders[3].p_kw`, `["total power"].value`. Undefined
 * where it is none. No topic that is published to holds a #, which MQTT keeps for subscriptions (MQTT 3.1.1, 4.7.1).
 */
export function readAddress(text: string): Address | undefined {
  const at = text.indexOf('#');
  const topic = (at < 0 ? text : text.slice(0, at)).trim();
  const path = at < 0 ? undefined : readPath(text.slice(at + 1).trim());
  if (at >= 0 && path === undefined) return undefined;
  if (topic === '' && path === undefined) return undefined;
  return { topic: topic === '' ? undefined : topic, path };
}

const STEP = /^(?:\.?([^.[\]"#]+)|\[(\d+)\]|\[(?:"([^"]*)"|'([^']*)')\])/;

function readPath(text: string): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (let rest = text; rest !== ''; ) {
    const found = STEP.exec(rest);
    if (found === null || (steps.length === 0 && rest.startsWith('.'))) return undefined;
    const [whole, name, index, quoted = name, single = quoted] = found;
    steps.push(index === undefined ? single : Number(index));
    rest = rest.slice(whole.length);
  }
  return steps.length === 0 ? undefined : steps;
}

/** What stands at a path; undefined where nothing does. Own properties alone. */
export function follow(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
