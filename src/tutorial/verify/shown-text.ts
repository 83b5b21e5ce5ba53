import { safeLine } from '../../diagnostics/safe-text.ts';
import { secretsInLine, withoutParts } from '../../redaction/secrets/source-line.ts';

/** A value of a page or a scenario, as JSON, without the secrets that it may show as a sample. `path` says what field it is of. */
export function shownValue(text: string, path: string): string {
  const name = /([\w-]+)[\]']*$/.exec(path.replace(/(?:\[\d+\])+$/, ''))?.[1] ?? '';
  const line = `"${name}": ${text}`;
  const shown = withoutParts(line, secretsInLine(line));
  return safeLine(shown.startsWith(`"${name}": `) ? shown.slice(name.length + 4) : shown);
}

/** A url or another text of a page, without secrets. */
export function shownText(text: string): string {
  return safeLine(withoutParts(text, secretsInLine(text)));
}
