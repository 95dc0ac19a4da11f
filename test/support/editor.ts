import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { ROOT } from './reference';

export interface Property {
  value: unknown;
  required?: boolean;
  /** The type of a configuration node that it names. */
  type?: string;
  validate?(this: unknown, value: unknown): unknown;
}

/** The properties that each node of the palette has in the editor, by type, as its page registers them. */
export function editorProperties(): Map<string, Record<string, Property>> {
  const found = new Map<string, Record<string, Property>>();
  const RED = {
    nodes: {
      registerType: (type: string, { defaults }: { defaults: Record<string, Property> }) =>
        found.set(type, defaults),
    },
    validators: { regex: (pattern: RegExp) => (value: string) => pattern.test(value) },
  };
  const context = createContext({ RED });
  for (const file of globSync('nodes/*/*.html', { cwd: ROOT })) {
    const page = readFileSync(path.join(ROOT, file), 'utf8');
    for (const [, script] of page.matchAll(/<script type="text\/javascript">([\s\S]*?)<\/script>/g)) {
      runInContext(script, context, { filename: file });
    }
  }
  return found;
}

/** What the editor would mark with a red triangle, as it decides that itself. */
export function isInvalid(node: object, { required, validate }: Property, value: unknown): boolean {
  if (required === true && (value === '' || value === undefined)) return true;
  if (required === false && value === '') return false;
  return validate !== undefined && !validate.call(node, value);
}
