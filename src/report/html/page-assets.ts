import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The page's style and script, and the policy that lets these two through and nothing else. */
export type PageAssets = { readonly style: string; readonly script: string; readonly policy: string };

/** Reads what stands beside this file, in the sources as in the package. */
export function readPageAssets(): PageAssets {
  const [style, script] = ['page.css', 'page.js'].map(readAsset);
  if (style === undefined || script === undefined) throw new Error('the page has lost its style or script');
  return { style, script, policy: policyFor(style, script) };
}

/** With the line ends that a browser counts with: a hash of others would match nothing. */
function readAsset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

/** No network, no frames, no forms; images only inside the page (its icon). */
function policyFor(style: string, script: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
