import { checkUrlText } from '../../../format/template/url-path.ts';
import { contextSegments } from '../links/context-kind.ts';
import { likely, unsure } from '../links/guess.ts';
import { creates, type Exchanged, type Name } from '../links/link-names.ts';
import { collectionOf, isCollection, singular } from '../nouns.ts';
import { findUrl } from '../run-marks.ts';
import type { Building } from './building.ts';

/** How the object of a step is deleted: by the page's DELETE, otherwise by the usual url of the API. */
export function creationOf(index: number, { linked, steps }: Building, status: number) {
  const shown = linked.exchanged[index];
  const request = linked.requests[index];
  if (shown === undefined || request === undefined) return undefined;
  const upserts = (shown.method === 'PUT' || shown.method === 'PATCH') && status === 201;
  if (!upserts && !(shown.method === 'POST' && (status === 201 || creates(shown)))) return undefined;
  const names = [...linked.linker.names.values()].filter((name) => name.kind === 'capture' && name.step === index);
  const deleted = linked.requests.find((one, at) => {
    if (linked.exchanged[at]?.method !== 'DELETE') return false;
    const last = /\$\{(\w+)\}(?:'\))?$/.exec(one?.url ?? '')?.[1];
    if (!names.some(({ name }) => name === last)) return false;
    if (linked.linker.defects.some((defect) => defect.step === at && defect.code === 'page-wrong-kind')) return false;
    return namesIn(one?.url ?? '').every((name) => isKnownBy(linked.linker.names.get(name), index));
  });
  const mark = linked.marks.find(({ step }) => step === index);
  const place = placeOf(shown, request.url);
  const find =
    place === undefined
      ? undefined
      : findUrl({ ...shown, url: place }, mark, { body: request.body, names: linked.linker.names });
  const found = find === undefined || checkUrlText(find) !== undefined ? {} : { find };
  if (deleted !== undefined) return { creates: { delete: deleted.url, ...found } };
  const collection = collectionOf(shown.url) ?? 'collection';
  if (/Requests$/.test(collection)) {
    const stays = `The ${singular(collection)} is a record of a request; it cannot be deleted.`;
    return { creates: { stays }, guess: likely('the page deletes it nowhere') };
  }
  const own = creates(shown) ? linked.linker.capture(index, ['id'], singular(collection)) : undefined;
  if (own === undefined || place === undefined || steps[index]?.cleanup === true) {
    return {
      creates: { stays: 'The page deletes it nowhere, and does not say how.' },
      guess: unsure('look up how it is deleted'),
    };
  }
  const guess = unsure('the page deletes it nowhere; this is the url that such things mostly have');
  return { creates: { delete: `${place}/\${${own.name}}`, ...found }, guess };
}

/** The path of a created object's parent: the request's own, or for an action the one in `@odata.context`. */
function placeOf(shown: Exchanged, url: string): string | undefined {
  if (isCollection(shown.url)) return withoutTrail(url);
  const segments = contextSegments(shown.responseBody);
  // Keys of a context are those of the page's own run.
  if (segments.length === 0 || segments.some((segment) => segment.includes('('))) return undefined;
  return `/${url.split('/')[1]}/${segments.join('/')}`;
}

/** A collection's path; pages also write it with a slash behind it. */
const withoutTrail = (url: string): string => (url.split('?', 1)[0] ?? '').replace(/\/+$/, '');

/** Whether a name has its value once a step has its response. */
const isKnownBy = (name: Name | undefined, step: number): boolean =>
  name !== undefined && (name.kind === 'input' || name.step <= step);

/** The names of a text's `${…}`. */
export const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
