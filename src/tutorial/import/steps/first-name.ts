import { isJsonObject } from '../../../json/json.ts';
import type { PageRequest } from '../../page/page.ts';

/** The first name of a user that an earlier request creates: the page uses it as the short form of the actor. */
export function firstNameIn(text: string, requests: readonly PageRequest[]): string | undefined {
  const names = requests.flatMap((request) => {
    const body = request.method === 'POST' && request.body?.kind === 'json' ? request.body.value : undefined;
    // Groups have nicknames, too.
    const isUser = isJsonObject(body) && (body.userPrincipalName ?? body.passwordProfile) !== undefined;
    return isUser && typeof body.displayName === 'string' ? [/^\p{L}+/u.exec(body.displayName)?.[0] ?? ''] : [];
  });
  return names.find((name) => name.length > 1 && new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u').test(text));
}
