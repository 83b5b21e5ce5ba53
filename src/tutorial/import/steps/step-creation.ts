import { checkUrlText } from '../../../format/template/url-path.ts';
import { likely, unsure } from '../links/guess.ts';
import { creates, type Name } from '../links/link-names.ts';
import { collectionOf, singular } from '../nouns.ts';
import { findUrl } from '../run-marks.ts';
import type { Building } from './building.ts';

/** How what a step creates is deleted: by the page's own DELETE, else by the url that the API would have. */
export function creationOf(index: number, { linked, steps }: Building, status: number) {
  const shown = linked.exchanged[index];
  const request = linked.requests[index];
  if (shown?.method !== 'POST' || request === undefined || !(status === 201 || creates(shown))) return undefined;
  const names = [...linked.linker.names.values()].filter((name) => name.kind === 'capture' && name.step === index);
  const deleted = linked.requests.find((one, at) => {
    if (linked.exchanged[at]?.method !== 'DELETE') return false;
    const last = /\$\{(\w+)\}(?:'\))?$/.exec(one?.url ?? '')?.[1];
    if (!names.some(({ name }) => name === last)) return false;
    if (linked.linker.defects.some((defect) => defect.step === at && defect.code === 'page-wrong-kind')) return false;
    return namesIn(one?.url ?? '').every((name) => isKnownBy(linked.linker.names.get(name), index));
  });
  const mark = linked.marks.find(({ step }) => step === index);
  const find = findUrl(shown, mark, { body: request.body, names: linked.linker.names });
  const found = find === undefined || checkUrlText(find) !== undefined ? {} : { find };
  if (deleted !== undefined) return { creates: { delete: deleted.url, ...found } };
  const collection = collectionOf(shown.url) ?? 'collection';
  if (/Requests$/.test(collection)) {
    const stays = `The ${singular(collection)} is a record of what was asked; it cannot be taken back.`;
    return { creates: { stays }, guess: likely('the page deletes it nowhere') };
  }
  const own = creates(shown) ? linked.linker.capture(index, ['id'], singular(collection)) : undefined;
  if (own === undefined || steps[index]?.cleanup === true || /^create/i.test(collection)) {
    return {
      creates: { stays: 'The page deletes it nowhere, and does not say how.' },
      guess: unsure('look up how it is deleted'),
    };
  }
  const path = withoutTrail(request.url);
  const guess = unsure('the page deletes it nowhere; this is the url that such things mostly have');
  return { creates: { delete: `${path}/\${${own.name}}`, ...found }, guess };
}
/** A collection's path; pages also write it with a slash behind it. */
const withoutTrail = (url: string): string => (url.split('?', 1)[0] ?? '').replace(/\/+$/, '');

/** Whether a name has its value when a step's answer has come. */
const isKnownBy = (name: Name | undefined, step: number): boolean =>
  name !== undefined && (name.kind === 'input' || name.step <= step);

/** The names of a text's `${…}`. */
export const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
