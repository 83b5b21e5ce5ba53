/** A path without escapes of printable ASCII characters: the same for every way of writing it. */
export function plainPath(path: string): string {
  return path.replace(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Whether a url is that of a JSON batch, however its letters are written. */
export const isBatchUrl = (url: string): boolean => /^\/[^/?]+\/\$batch\/?(?:\?|$)/i.test(plainPath(url));
