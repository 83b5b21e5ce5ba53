/**
 * Names of properties, headers, arguments and variables that contain secrets: their texts and numbers are removed. It is
 * the end of a name that means one, however its words are joined: `adminPassword`, `DB_PASSWORD`, `x-api-key`.
 */

const endings = [
  ...['passw(?:or)?d', 'pwd', 'passphrase', 'passcode', 'secret', 'token', 'assertion', '(?:device|user)code'],
  ...['clientstate', 'pkcs12', 'temporaryaccesspass', 'connectionstring', 'accesssignature', 'securestring'],
  '(?:access|account|api|encryption|functions?|host|master|private|publication|recovery|shared|signing|storage|subscription)key',
];
const details = 'value|text|hash|base64|plain|plaintext|confirmation';
const ending = new RegExp(`(?:${endings.join('|')})(?:${details})?s?\\d{0,3}$`);
/** Other words end with these, too: they have to be words of their own. */
const lastWord = /(?:^|[^A-Za-z])(?:key|pass|cookie|authorization)\d{0,3}$/i;
const lastCapitalized = /[a-z\d](?:Key|Pass|Cookie|Authorization)\d{0,3}$/;
/** Keys that everybody may have, and the state of paging. */
const open = /(?:public|change)key\d{0,3}$|(?:skip|delta|sync|page|paging|next|continuation)tokens?$/;

/** What makes a secret of a name stands within so many characters at its end. */
const longestEnding = 80;

export function isSecretField(name: string): boolean {
  const end = name.slice(-longestEnding);
  const joined = end.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  if (open.test(joined)) return false;
  return ending.test(joined) || lastWord.test(end) || lastCapitalized.test(end);
}

/** A text without any of these contains no such name, whatever its case, unless its letters are escaped. */
export const secretWord =
  /passw|pwd|pass|secret|token|assertion|(?:device|user)\W?_?code|client_?state|pkcs12|connection_?string|access_?signature|secure_?string|key|cookie|authorization/
    .source;
/** How such a name ends. */
export const nameEnd = `(?:${secretWord.replace('passw|', 'passw(?:or)?d|pass[_-]?(?:phrase|code)|')})(?:[_-]?(?:${details}))?s?\\d{0,3}`;
