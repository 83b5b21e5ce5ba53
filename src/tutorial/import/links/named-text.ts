import { isGuid } from '../../../guid.ts';
import { collectionOf, singular } from '../nouns.ts';
import { keyOf, type Path } from './leaves.ts';
import { creates, mapGuids } from './link-names.ts';
import type { LinkedSteps } from './link-requests.ts';
import { literal } from './link-text.ts';

/**
 * A text of a response with the values that have names so far: inputs, captures of earlier steps, marks of the run.
 * `undefined` if it contains none, or an unknown id besides.
 */
export function namedText(
  text: string,
  path: Path,
  { step, url, linked }: { readonly step: number; readonly url: string; readonly linked: LinkedSteps },
): string | undefined {
  const key = keyOf(path);
  const { linker, known, marks } = linked;
  const whole = known.texts.get(text);
  if (whole !== undefined) return whole;
  const mark = marks.find(
    (one) => one.text === text && one.step <= step && key.toLowerCase().endsWith(one.property.toLowerCase()),
  );
  if (mark !== undefined) return mark.template;
  // An object that a step creates is new, even if the page shows an old id.
  if (path.length === 1 && path[0] === 'id' && creates(linked.exchanged[step] ?? nothing)) return undefined;
  if (isGuid(text)) {
    const name = linker.known(text, step, { noun: nounOf(path, url), strict: path.at(-1) === 'id' });
    return name === undefined ? undefined : `\${${name}}`;
  }
  const exact = text.length >= 8 && /^(?:id|.*Id|thumbprint)$/.test(key) ? linker.known(text, step) : undefined;
  if (exact !== undefined) return `\${${exact}}`;
  return withIds(text, (guid, before) => linker.known(guid, step, { noun: nounBefore(before) }));
}

const nothing = { method: '', url: '' };

function nounOf(path: Path, url: string): string | undefined {
  const names = path.filter((part) => typeof part === 'string');
  const key = names.at(-1) ?? '';
  if (key !== 'id') return /^(.+)Id$/.exec(key)?.[1];
  const parent = names.at(-2);
  return singular(parent === undefined || parent === 'value' ? (collectionOf(url) ?? '') : parent);
}

function nounBefore(before: string): string | undefined {
  const collection = /([A-Za-z]\w*)(?:\/|\(')$/.exec(before)?.[1];
  return collection === undefined ? undefined : singular(collection);
}

function withIds(text: string, name: (guid: string, before: string) => string | undefined): string | undefined {
  let result = '';
  let end = 0;
  let unknown = false;
  mapGuids(text, (guid) => {
    const at = text.indexOf(guid, end);
    const known = name(guid, text.slice(0, at));
    unknown ||= known === undefined;
    result += `${literal(text.slice(end, at))}${known === undefined ? guid : `\${${known}}`}`;
    end = at + guid.length;
    return guid;
  });
  return unknown || end === 0 ? undefined : result + literal(text.slice(end));
}
