/** Whether a `content-type` says JSON: its subtype is `json` or ends in `+json` (RFC 6839 section 3.1). */
export function isJsonType(contentType: string): boolean {
  return /^\s*[^\s/;]+\/(?:[^\s;]+\+)?json\s*(?:;|$)/i.test(contentType);
}
