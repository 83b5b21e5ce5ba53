/** The words of a text: a list that is too long to be written item by item. */
export const wordsOf = (text: string): string[] => text.trim().split(/\s+/);
