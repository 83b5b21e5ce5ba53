import type { Span } from '../../../diagnostics/source.ts';
import { type Fragment, spanIn } from '../fragment.ts';
import { sentencesOf } from './sentences.ts';

export type ProseStatus = { readonly status: number; readonly span: Span };

/** `204 No Content` in code, in any language; `204` where the sentence is about responses; or plain words after "returns". */
const inCode = /`(?:HTTP\/\d(?:\.\d)?\s+)?([1-5]\d\d)\s+[A-Z][A-Za-z' -]{1,40}`/;
const bareInCode = /`([1-5]\d\d)`/;
const ofResponses = /\b(?:status|codes?|returns?|respon|retorn|respost|devuel|renvoie|antwort)|返回|响应|状态|応答/i;
const inWords =
  /\b(?:returns?|responds with|respond with|response (?:code|status) (?:is|of)|status(?: code)?(?: is| of)?|HTTP)\s+(?:an?\s+|the\s+)?(?:HTTP\s+)?\*{0,2}([1-5]\d\d)\b/i;
/** A status under a condition is not expected; the success of the request is not a condition. */
const conditional =
  /\b(?:(?:if|when)(?! (?:it is |it's |this \w+ is |the \w+ (?:is |was )?)?(?:success|complet))|unless|otherwise|when|in case|in some cases|might|may|can|could)\b/i;

/** The status that a paragraph names: the first of a sentence without a condition, a success before a failure. */
export function statusInProse(paragraph: Fragment): ProseStatus | undefined {
  const reported = sentencesOf(paragraph).flatMap((sentence) => {
    const match = matchIn(sentence.text);
    if (match?.[1] === undefined || conditional.test(sentence.text.slice(0, match.index))) return [];
    return [{ status: Number(match[1]), span: spanIn(sentence, match.index, match.index + match[0].length) }];
  });
  return reported.find(({ status }) => status < 400) ?? reported[0];
}

function matchIn(sentence: string): RegExpExecArray | null {
  const bare = ofResponses.test(sentence) ? bareInCode.exec(sentence) : null;
  return inCode.exec(sentence) ?? bare ?? inWords.exec(sentence);
}
