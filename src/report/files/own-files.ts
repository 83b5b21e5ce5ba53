/**
 * What each kind of file that is written here begins like, within its first 512 bytes: a name that was mistyped costs no
 * scenario, no page and nothing of another program.
 */
export const ownFiles = {
  result: /^\{\s*"version":\s*\d+,\s*"(?:trends"|tool":\s*\{\s*"name":\s*"tutorial-replay")/,
  junit: /^<\?xml [^>]*\?>\s*<testsuites name="tutorial-replay"/,
  page: /^<!doctype html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/,
  har: /^\{\s*"log":\s*\{\s*"version":\s*"1\.2",\s*"creator":\s*\{\s*"name":\s*"tutorial-replay"/,
  /** A verdict, drift or coverage as a heading, or the table of a history. */
  summary:
    /^(?:## [✓✗!–?] |## History\s+\S.*\s+\| \| scenario \| runs \||\*\*(?:Nothing has drifted\.|\d+ drifted)\*\*|\*\*\d+ %\*\* of \d+ blocks )/,
  sarif: /^\{\s*"\$schema":\s*"[^"]*sarif[^{]*\{\s*"tool":\s*\{\s*"driver":\s*\{\s*"name":\s*"tutorial-replay"/,
  badge: /^<svg [^>]*aria-label="tutorials exercised: /,
  pack: /^PK\x03\x04[\s\S]{1,26}manifest\.json\{\s*"version":\s*\d+,\s*"tool":\s*\{\s*"name":\s*"tutorial-replay"/,
  baseline: /^\{\s*"(?:baseline":\s*"pages check"|version":\s*1,\s*"findings":)/,
  categories: /^\[\s*\{\s*"name":\s*"The response differs from the expectation"/,
} as const;

/** What may be replaced: files that begin so, any, or none. */
export type Replaceable = RegExp | 'any' | 'none';
