import { isJsonObject } from '../../../json/json.ts';
import { leavesOf } from '../links/leaves.ts';
import type { Exchanged } from '../links/link-names.ts';

type Label = 'tenant-wide' | 'sends-mail';

const rules: readonly { readonly label: Label; readonly why: string; readonly holds: (step: Exchanged) => boolean }[] =
  [
    {
      label: 'sends-mail',
      why: 'the request switches mail on',
      holds: ({ body }) =>
        leavesOf(body).some(
          ({ path, value }) =>
            value === true &&
            /^(?:mailNotificationsEnabled|sendInvitation(?:Message)?|sendResponse)$/.test(String(path.at(-1))),
        ),
    },
    {
      label: 'sends-mail',
      why: 'the request sends mail',
      holds: ({ url }) => /\/(?:microsoft\.graph\.)?(?:sendMail|send|reply|replyAll|forward)\/?(?:\?|$)/i.test(url),
    },
    {
      label: 'sends-mail',
      why: 'attendees of an event are invited by mail',
      holds: ({ method, url, body }) =>
        method === 'POST' && /\/events\/?(?:\?|$)/i.test(url) && hasItems(body, 'attendees'),
    },
    {
      label: 'tenant-wide',
      why: 'the review is of objects that this page does not create',
      holds: ({ body }) => {
        const scope = isJsonObject(body) ? body.instanceEnumerationScope : undefined;
        return (
          isJsonObject(scope) &&
          typeof scope.query === 'string' &&
          /^\/(?:v1\.0\/|beta\/)?\w+(?:\?|$)/.test(scope.query)
        );
      },
    },
    {
      label: 'tenant-wide',
      why: 'a policy can affect every user',
      holds: ({ method, url }) => method !== 'GET' && /conditionalAccess\/policies/i.test(url),
    },
  ];

function hasItems(body: Exchanged['body'], key: string): boolean {
  const list = isJsonObject(body) ? body[key] : undefined;
  return Array.isArray(list) && list.length > 0;
}

/** The labels that a live run must allow before it sends such a request, and why. */
export function labelsOf(step: Exchanged): readonly { readonly label: Label; readonly why: string }[] {
  const found = rules.filter(({ holds }) => step.method !== 'GET' && holds(step));
  return found.filter(({ label }, index) => found.findIndex((one) => one.label === label) === index);
}
