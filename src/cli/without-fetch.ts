/**
 * Keeps Node's own `fetch` from being loaded, a second undici of which a live run uses nothing: @azure/identity loads it by
 * reading all that `node:http` exports, and by looking whether there is a `FormData` (decision 29). For a whole process.
 */
export function withoutFetch(): void {
  const http = process.getBuiltinModule('node:http');
  for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) {
    Object.defineProperty(http, name, { value: undefined, configurable: true });
  }
  Reflect.deleteProperty(globalThis, 'FormData');
}
