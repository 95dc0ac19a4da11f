// What a user's install brings: the packages below `dependencies` and `optionalDependencies`, as the lock file has them.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Each as { name, version, license, optional, installs }, by name. `installs`: it runs a script when it is installed. */
export function runtimeDependencies(root) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  const visit = (name, from, optional) => {
    const place = placeOf(packages, name, from);
    if (place === undefined) return;
    const known = found.get(place);
    // What is needed by one that is not optional is not optional.
    if (known !== undefined && (known.optional === optional || optional)) return;
    const { version, hasInstallScript = false, dependencies, optionalDependencies } = packages[place];
    const license = packages[place].license ?? licenseIn(path.join(root, place));
    found.set(place, { name, version, license, optional, installs: hasInstallScript });
    for (const below of Object.keys(dependencies ?? {})) visit(below, place, optional);
    for (const below of Object.keys(optionalDependencies ?? {})) visit(below, place, true);
  };
  const { dependencies, optionalDependencies = {} } = packages[''];
  for (const name of Object.keys(dependencies)) visit(name, '', false);
  for (const name of Object.keys(optionalDependencies)) visit(name, '', true);
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** As Node finds it: in the folder of who asks, or of one above. */
function placeOf(packages, name, from) {
  const parts = from === '' ? [] : from.split('node_modules/').slice(1);
  for (let depth = parts.length; depth >= 0; depth--) {
    const above = parts.slice(0, depth).map((part) => `node_modules/${part.replace(/\/$/, '')}/`);
    const place = `${above.join('')}node_modules/${name}`;
    if (place in packages) return place;
  }
  return undefined;
}

function licenseIn(folder) {
  try {
    const { license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return typeof license === 'string' ? license : license?.type;
  } catch {
    return undefined;
  }
}
