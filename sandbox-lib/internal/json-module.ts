// JSON files as require() takes them. Inside the context.
import { JSONParse } from './primordials.ts';

/** The value of a file's text. */
export function parseJson(text: string, filename: string): unknown {
  try {
    return JSONParse(text);
  } catch (error) {
    if (error instanceof Error) prefixMessage(error, `${filename}: `);
    throw error;
  }
}

/** In the stack, too: V8 has put the message there. */
function prefixMessage(error: Error, prefix: string): void {
  const { message, stack = '' } = error;
  error.message = prefix + message;
  error.stack = stack.replace(message, () => error.message);
}
