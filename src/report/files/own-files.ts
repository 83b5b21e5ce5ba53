/**
 * What each kind of file that is written here begins like, within its first 512 bytes: a name that was mistyped costs no
 * scenario, no page and nothing of another program.
 */
export const ownFiles = {
  result: /^\{\s*"version": \d+,\s*"(?:trends"|tool": \{\s*"name": "tutorial-replay")/,
  junit: /^<\?xml [^>]*\?>\s*<testsuites name="tutorial-replay"/,
  page: /^<!doctype html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/,
  har: /^\{\s*"log": \{\s*"version": "1\.2",\s*"creator": \{\s*"name": "tutorial-replay"/,
  /** A verdict, drift or coverage as a heading, or the table of a history. */
  summary:
    /^(?:## [✓✗!–?] |## History\s+\S.*\s+\| \| scenario \| runs \||\*\*(?:Nothing has drifted\.|\d+ drifted)\*\*|\*\*\d+ %\*\* of \d+ blocks )/,
  sarif: /^\{\s*"\$schema": "[^"]*sarif[^{]*\{\s*"tool": \{\s*"driver": \{\s*"name": "tutorial-replay"/,
  badge: /^<svg [^>]*aria-label="tutorials exercised: /,
  pack: /^PK\x03\x04[\s\S]{1,26}manifest\.json\{\s*"version": \d+,\s*"tool": \{\s*"name": "tutorial-replay"/,
  baseline: /^\{\s*"(?:baseline": "pages check"|version": 1,\s*"findings":)/,
  categories: /^\[\s*\{\s*"name": "The response differs from the expectation"/,
} as const;

/** What may be replaced: files that begin so, any, or none. */
export type Replaceable = RegExp | 'any' | 'none';
