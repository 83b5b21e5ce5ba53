import { withoutShapes } from '../secrets/secret-patterns.ts';

/** A defect as it may be reported: messages quote what a program worked with, and stacks begin with the message. */
export function withoutSecrets(error: unknown, text: (text: string) => string): Error {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const safe = new Error(text(withoutShapes(message)));
  safe.stack = stackOf(message, stack)
    .map((part) => text(withoutShapes(part)))
    .join('');
  return safe;
}

/** The message first, as a text of its own, then the places. */
function stackOf(message: string, stack = message): readonly string[] {
  const at = stack.indexOf(message);
  if (at === -1) return [stack];
  return [stack.slice(0, at), message, stack.slice(at + message.length)];
}
