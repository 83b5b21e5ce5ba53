import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

/** Whether Node's own undici is loaded in a process that has loaded what signs in and looked for a `FormData`. */
async function loadsFetch(before: string): Promise<boolean> {
  const script = `${before}
    process.getBuiltinModule('node:module').createRequire(${JSON.stringify(import.meta.url)})('@azure/identity');
    if (typeof FormData === 'function') throw new Error('there is a FormData');
    console.log(process.moduleLoadList.includes('NativeModule internal/deps/undici/undici'));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--no-warnings', '-e', script]);
  return JSON.parse(stdout);
}

test('what signs in loads without a fetch of its own', async () => {
  const file = JSON.stringify(new URL('./without-fetch.ts', import.meta.url).href);
  expect(await loadsFetch(`(await import(${file})).withoutFetch();`)).toBe(false);
  expect(await loadsFetch('delete globalThis.FormData;'), 'the package does not load it: delete withoutFetch').toBe(
    true,
  );
});
