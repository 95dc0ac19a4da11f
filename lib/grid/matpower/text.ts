/** Texts in the extra fields: without control characters and halves of characters, which a file cannot hold. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\\\u0000-\u001f\u007f\u2028\u2029\ud800-\udfff]/gu;

export function escapeText(text: string): string {
  return text.replace(CONTROL, (character) =>
    character === '\\' ? '\\\\' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function unescapeText(text: string): string {
  return text.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code?: string) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** On one line, for comments and for MATPOWER's own texts. */
export function onOneLine(text: string): string {
  // A backslash does no harm there.
  return text.replace(CONTROL, (character) => (character === '\\' ? character : ' '));
}
