/**
 * A sentence without the marks of markdown: links and images become their text, emphasis and code lose their marks. Each
 * expression stops at the character that could start it again, so that hostile text costs linear time.
 */
export function plainText(markdown: string): string {
  return markdown
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/\[![A-Z]{2,12}\]/g, '')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/\*{1,3}|`+|(?<![\p{L}\p{N}_])_+(?=[\p{L}\p{N}])|(?<=[\p{L}\p{N}])_+(?![\p{L}\p{N}])/gu, '')
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
