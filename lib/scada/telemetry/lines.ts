import { createReadStream } from 'node:fs';
import { gridError } from '../../errors';

export interface NumberedLine {
  line: number;
  text: string;
}

/** A line beyond this is no line of a recording: 64 Mi characters. */
const LONGEST = 64 * 1024 * 1024;

/** The lines of a file, read as they are asked for; no more than one is held. Throws UNREADABLE_FILE. */
export async function* linesOfFile(file: string): AsyncGenerator<NumberedLine> {
  const stream = createReadStream(file, { encoding: 'utf8' });
  // The line at hand, in the chunks that it came in: joined once, when it is whole.
  let parts: string[] = [];
  let length = 0;
  let line = 1;
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      let from = 0;
      for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
        parts.push(chunk.slice(from, at));
        yield { line: line++, text: parts.join('') };
        parts = [];
        length = 0;
        from = at + 1;
      }
      parts.push(chunk.slice(from));
      length += chunk.length - from;
      if (length > LONGEST) throw new Error(`line ${line} has more than 64 Mi characters`);
    }
  } catch (error) {
    throw gridError('UNREADABLE_FILE', {
      at: file,
      got: (error as Error).message,
      allowed: 'a readable recording',
    });
  } finally {
    stream.destroy();
  }
  if (length > 0) yield { line, text: parts.join('') };
}

export async function* linesOfText(text: string): AsyncGenerator<NumberedLine> {
  for (const [index, one] of text.split('\n').entries()) yield { line: index + 1, text: one };
}
