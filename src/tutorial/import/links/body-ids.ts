import { isItem, isThread } from '../nouns.ts';
import type { Path } from './leaves.ts';
import { isComposed } from './link-names.ts';

/** The id in a text of a body, if its property name shows that it is one: an id, or words in place of one. */
export function idInBody(text: string, path: Path): 'id' | 'words' | undefined {
  const names = path.filter((part) => typeof part === 'string');
  const key = names.at(-1) ?? '';
  // The id that a new thing is to have is its author's choice, and so is one of another system.
  if (!/^id$|Ids?$/.test(key) || (key === 'id' && names.length === 1) || isOfAuthor.test(key)) return undefined;
  if (wordsForId.test(text)) return 'words';
  return isThread(text) || isComposed(text) || (/^[\w.,~!@=-]+$/.test(text) && isItem(text)) ? 'id' : undefined;
}

const isOfAuthor = /^(?:external|temporary|entity|clientRequest|correlation|origin|client-request|appRole|kbArticle)/;

/** `userId-value`, `skuId-value-1`, `Device Id value`, `new-parent-folder-id`, `guid`. */
const wordsForId = /^(?:[A-Za-z]*[Ii]d-value(?:-\d{1,2})?|(?:[A-Z][\w]* )*I[dD] value|(?:[a-z]+-){1,4}id|guid)$/;
