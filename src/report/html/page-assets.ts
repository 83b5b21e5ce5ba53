import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Html, html } from './html-text.ts';

/** The page's style and script, and the policy that allows only these two. */
export type PageAssets = { readonly style: string; readonly script: string; readonly policy: string };

/** Reads the files beside this one, in the sources as in the package. */
export function readPageAssets(): PageAssets {
  const [style, script] = ['page.css', 'page.js'].map(readAsset);
  if (style === undefined || script === undefined) throw new Error('the page has lost its style or script');
  return { style, script, policy: policyFor(style, script) };
}

/** A page up to its body. */
export function pageHead({ style, policy }: PageAssets, title: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>`;
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
