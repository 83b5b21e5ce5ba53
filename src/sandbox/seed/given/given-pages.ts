import { type Json, property } from '../../../json/json.ts';
import type { Address } from '../../service/read-request.ts';
import type { SeedPages } from '../seed-objects.ts';

type Listed = { readonly address: Address; readonly body: Json | undefined };
type Page = { readonly request: string; readonly path: string; readonly size: number };

/**
 * The lengths of pages of lists that continue behind a link: that of the first page if the next one is shown, otherwise
 * the number of all known items, so that there is a next page.
 */
export function givenPages(): {
  readonly add: (listed: Listed) => void;
  /** Whether an exchange shows a next page of a list. */
  readonly isFollowed: (path: string) => boolean;
  /** `countIn`: how many objects of a collection there are. */
  readonly all: (countIn: (path: string) => number) => readonly SeedPages[];
} {
  const first = new Map<string, Page>();
  const followed = new Set<string>();
  return {
    add: ({ address, body }) => {
      const { path, query } = address;
      const value = property(body, 'value');
      const names = [...query.keys()];
      if (names.some((name) => /^\$?skiptoken$/i.test(name))) followed.add(path.toLowerCase());
      const goesOn = property(body, '@odata.nextLink') !== undefined;
      const isFirst = !names.some((name) => /^\$?(?:skip|delta)token$/i.test(name));
      if (!goesOn || !isFirst || !Array.isArray(value) || value.length === 0) return;
      const text = [...query].map(([name, one]) => `${name}=${encodeURIComponent(one)}`).join('&');
      const request = `${encodeURI(path)}${text === '' ? '' : `?${text}`}`;
      if (!first.has(request)) first.set(request, { request, path: path.toLowerCase(), size: value.length });
    },
    isFollowed: (path) => followed.has(path.toLowerCase()),
    all: (countIn) =>
      [...first.values()].map(({ request, path, size }) => {
        const known = followed.has(path) ? size : Math.max(size, countIn(path.replace(/\/delta(?:\(\))?$/, '')));
        return { request, size: Math.min(known, 999) };
      }),
  };
}
