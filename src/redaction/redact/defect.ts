import { withoutShapes } from '../secrets/secret-patterns.ts';

/** A bug as it may be reported: messages quote data of the program, and stacks begin with the message. */
export function withoutSecrets(error: unknown, text: (text: string) => string): Error {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const safe = new Error(text(withoutShapes(message)));
  safe.stack = stackOf(message, stack)
    .map((part) => text(withoutShapes(part)))
    .join('');
  return safe;
}

/** The message first, as a separate text, then the stack frames. */
function stackOf(message: string, stack = message): readonly string[] {
  const at = stack.indexOf(message);
  if (at === -1) return [stack];
  return [stack.slice(0, at), message, stack.slice(at + message.length)];
}
