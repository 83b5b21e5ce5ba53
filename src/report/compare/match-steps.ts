import { decoded } from '../../decoded.ts';
import type { Reported } from './comparable-account.ts';
import type { Token } from './comparison-tokens.ts';
import type { Lens } from './lens.ts';

export type StepPair =
  | { readonly kind: 'both'; readonly before: Reported; readonly after: Reported }
  | { readonly kind: 'gone'; readonly before: Reported }
  | { readonly kind: 'new'; readonly after: Reported };

type Sides = Pick<Lens, 'before' | 'after'>;

/** Which step became which: by their ids; of the others, those that send the same to the same kind of url, in their order. */
export function matchSteps(before: readonly Reported[], after: readonly Reported[], sides: Sides): readonly StepPair[] {
  const byId = new Map(after.map((step) => [step.id, step]));
  const partners = new Map<Reported, Reported>();
  for (const step of before) {
    const partner = byId.get(step.id);
    if (partner !== undefined) partners.set(step, partner);
  }
  const taken = new Set(partners.values());
  for (const step of before.filter((one) => !partners.has(one))) {
    const shape = shapeOf(step, sides.before);
    const partner = after.find((one) => !taken.has(one) && shapeOf(one, sides.after) === shape);
    if (partner === undefined) continue;
    partners.set(step, partner);
    taken.add(partner);
  }
  return [
    ...before.map((step): StepPair => {
      const partner = partners.get(step);
      return partner === undefined ? { kind: 'gone', before: step } : { kind: 'both', before: step, after: partner };
    }),
    ...after.filter((step) => !taken.has(step)).map((step): StepPair => ({ kind: 'new', after: step })),
  ];
}

function shapeOf({ method, url }: Reported, tokens: (text: string) => readonly Token[]): string {
  return [method, ...tokens(decoded(url)).map(({ kind, text }) => (kind === 'text' ? text : `<${kind}>`))].join(' ');
}

/** The version of the service in the url of a step. */
export function versionOf({ url }: Reported): string {
  return url.split('/')[1]?.toLowerCase() ?? '';
}
