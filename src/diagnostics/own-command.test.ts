import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('a command in a message is called as it can be pasted: by `ownCommand`', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/\.test\.ts$|-schema\.ts$|completion-scripts|first-texts/.test(name),
  );
  const found = files.flatMap((name) =>
    readFileSync(join(root, name), 'utf8')
      .split('\n')
      .filter(
        (line) => !/^\s*(?:\/\/|\/?\*)/.test(line) && /[`'"; |]tutorial-replay (?:[a-z]+ )*(?:[A-Z]|-)/.test(line),
      )
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
