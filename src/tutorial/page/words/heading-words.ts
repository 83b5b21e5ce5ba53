import { languages } from '../../languages/languages.ts';

/** What a heading states about its section. */
export type HeadingWord = {
  readonly kind: 'request' | 'response' | 'prerequisites' | 'other';
  /** The step it names; absent for a bare "Request". */
  readonly step?: string;
};

/** The words of page templates in languages without further support. */
const others = {
  request: ['solicitude', 'solicitud', 'demande', 'requête', 'anforderung', 'リクエスト', '요청'],
  response: ['respuesta', 'réponse', 'antwort', '応答', 'レスポンス', '응답'],
  prerequisites: ['requisitos previos', 'conditions préalables', 'voraussetzungen', '필수 조건', '사전 요구 사항'],
} as const;

const kinds: ReadonlyMap<string, 'request' | 'response' | 'prerequisites'> = new Map(
  (['request', 'response', 'prerequisites'] as const).flatMap((kind) =>
    [...languages.flatMap(({ headings }) => headings[kind]), ...others[kind]].map((word) => [word, kind] as const),
  ),
);

/** Reads a heading: "Request" alone names no step, "Request: Create a group" and "Final request" do. */
export function wordOfHeading(heading: string): HeadingWord {
  const bare = heading
    .trim()
    .replace(/[\s:：.]+$/, '')
    .replace(/\s+\d{1,2}$/, '')
    .toLowerCase();
  const whole =
    kinds.get(bare) ?? kinds.get(bare.replace(/^(?:example|sample|http)\s+/, '').replace(/\s+example$/, ''));
  if (whole !== undefined) return { kind: whole };
  const colon = /^([^:：]{1,40})[:：]\s*(\S.*)$/.exec(heading.trim());
  const before = colon?.[1] === undefined ? undefined : kinds.get(colon[1].trim().toLowerCase());
  if (before !== undefined && colon?.[2] !== undefined) return { kind: before, step: colon[2] };
  const last = kinds.get(bare.slice(bare.lastIndexOf(' ') + 1));
  return { kind: last ?? 'other', step: heading };
}
