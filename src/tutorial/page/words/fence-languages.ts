/** Languages of code blocks that show HTTP. */
const httpLanguages = ['http', 'https', 'rest', 'msgraph', 'msgraph-interactive'];

/** Languages of code blocks that contain a body or a text. */
const bodyLanguages = [
  '',
  ...['json', 'jsonc', 'json5', 'javascript', 'text', 'plaintext', 'output', 'no-highlight', 'nohighlight'],
];

export const isHttpLanguage = (language: string): boolean => httpLanguages.includes(language);
export const mayShowHttp = (language: string): boolean => isHttpLanguage(language) || bodyLanguages.includes(language);

/** The language that a code block names: ` ```http ` and ` ``` http ` alike, without what else it says. */
export const languageOf = (info: string): string => /^[\w-]*/.exec(info)?.[0].toLowerCase() ?? '';
