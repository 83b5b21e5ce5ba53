import { isJsonObject, type Json } from '../../json/json.ts';
import { likely } from './links/guess.ts';
import { leavesOf } from './links/leaves.ts';
import { creates, type Exchanged, type Name } from './links/link-names.ts';
import { literal, type Replacements } from './links/link-text.ts';
import type { Linker } from './links/linker.ts';
import { collectionOf, segmentsOf } from './nouns.ts';

/** How objects of a collection get the mark of the run, and how they are found by it. */
type MarkRow = {
  readonly collection: RegExp;
  readonly property: string;
  /** Names without spaces. */
  readonly joint: '-' | ' ';
};

/** The first one that fits; otherwise a `displayName` gets the mark. */
const rows: readonly MarkRow[] = [
  { collection: /^(?:users|groups)$/i, property: 'mailNickname', joint: '-' },
  // Definitions can be filtered by their scope only, and history definitions cannot be filtered.
  { collection: /^(?:definitions|historyDefinitions|schemaExtensions|invitations|teams)$/i, property: '', joint: ' ' },
  { collection: /./, property: 'displayName', joint: ' ' },
];

export type RunMark = {
  readonly step: number;
  readonly property: string;
  readonly text: string;
  readonly template: string;
};

/** The property of each created thing that shall bear the run's id. */
export function marksOf(steps: readonly Exchanged[]): readonly RunMark[] {
  return steps.flatMap((step, index) => {
    const collection = collectionOf(step.url) ?? '';
    const row = rows.find((one) => one.collection.test(collection));
    const text = isJsonObject(step.body) && row !== undefined ? step.body[row.property] : undefined;
    if (row === undefined || typeof text !== 'string' || text === '' || text.length > 200) return [];
    const makes = creates(step) || (step.method === 'POST' && segmentsOf(step.url).length === 1);
    return makes
      ? [{ step: index, property: row.property, text, template: `${literal(text)}${row.joint}\${run.id}` }]
      : [];
  });
}

/** Addresses and marked names, and what they become. */
export function replacements(
  steps: readonly Exchanged[],
  marks: readonly RunMark[],
  linker: Linker,
  domains: DomainWords,
): Replacements {
  const texts = new Map<string, string>();
  for (const [index, { body, method, url }] of steps.entries()) {
    if (method !== 'POST' || collectionOf(url) !== 'users' || !isJsonObject(body)) continue;
    const name = body.userPrincipalName;
    if (typeof name !== 'string' || !name.includes('@')) continue;
    const [local = '', domain = ''] = name.split('@');
    const mark = marks.find(({ step }) => step === index);
    const template = mark?.text === local ? mark.template : `${literal(local)}-\${run.id}`;
    const input = linker.input('domain', { value: domain, ...domains(domain) });
    texts.set(name, `${template}@${input}`);
  }
  for (const { body } of steps) {
    for (const { path, value } of leavesOf(body)) {
      const key = String(path.at(-1));
      if (typeof value !== 'string' || texts.has(value) || !/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(value)) continue;
      const description = `A mail address or user name of the reader’s; the page writes ${value}.`;
      texts.set(
        value,
        linker.input(/^[a-z]\w*$/.test(key) ? key : 'address', {
          value,
          description,
          guess: likely('an address of a person in the page’s own tenant'),
        }),
      );
    }
  }
  return {
    texts,
    quoted: (text, property = '') =>
      marks.find((mark) => mark.text === text && property.toLowerCase().endsWith(mark.property.toLowerCase()))
        ?.template,
  };
}

/** The page's text about a domain. */
export type DomainWords = (domain: string) => { readonly description: string };

/** The url that lists what a marked creation made. */
export function findUrl(
  { url, body }: { readonly url: string; readonly body?: Json },
  mark: RunMark | undefined,
  { body: linked, names }: { readonly body: Json | undefined; readonly names: ReadonlyMap<string, Name> },
): string | undefined {
  const path = (url.split('?', 1)[0] ?? '').replace(/\/+$/, '');
  if (mark !== undefined) {
    const name = isJsonObject(linked) ? linked.userPrincipalName : undefined;
    const [property, value] = typeof name === 'string' ? ['userPrincipalName', name] : [mark.property, mark.template];
    return `${path}?$filter=${property} eq '${value.replaceAll("'", "''")}'`;
  }
  if (!/accessReviews\/definitions$/i.test(path) || !isJsonObject(body) || !isJsonObject(linked)) return undefined;
  const scope = linked.instanceEnumerationScope ?? linked.scope;
  const group =
    isJsonObject(scope) && typeof scope.query === 'string' ? /\/groups\/\$\{\w+\}/.exec(scope.query)?.[0] : undefined;
  // A group that the run did not create may be in the scope of other people's reviews.
  if (names.get(/\w+(?=\}$)/.exec(group ?? '')?.[0] ?? '')?.kind !== 'capture') return undefined;
  return `${path}?$filter=contains(scope/microsoft.graph.accessReviewQueryScope/query, '${group}')`;
}
