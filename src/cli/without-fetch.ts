/**
 * Keeps Node's own `fetch` from being loaded, a second undici that a live run does not use:
 * @azure/identity loads it by reading all exports of `node:http`, and by testing for `FormData` (decision 29). Affects
 * the whole process.
 */
export function withoutFetch(): void {
  const http = process.getBuiltinModule('node:http');
  for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) {
    Object.defineProperty(http, name, { value: undefined, configurable: true });
  }
  Reflect.deleteProperty(globalThis, 'FormData');
}
