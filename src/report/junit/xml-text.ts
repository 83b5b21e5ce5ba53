import { safeText } from '../../diagnostics/safe-text.ts';

/**
 * Text inside XML 1.0: characters that could control a terminal, or that XML does not allow even as a character
 * reference (https://www.w3.org/TR/xml/#charsets), are made visible.
 */
export function xmlText(text: string): string {
  return (
    safeText(text)
      .replace(/[\ufffe\uffff]/g, (character) => `<U+${character.charCodeAt(0).toString(16).toUpperCase()}>`)
      // GitLab, Jenkins and others attach the file that this names.
      .replace(/\[(?=\[attachment\|)/gi, '\\x5b')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      // Always, so that `]]>` cannot arise.
      .replaceAll('>', '&gt;')
  );
}

/** The value of an attribute; tabs and line feeds as references, or a parser would make them spaces. */
function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}

/** ` name="value"` for each that is there, in order. */
export function xmlAttributes(attributes: { readonly [name: string]: string | number | undefined }): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${xmlAttribute(String(value))}"`))
    .join('');
}
