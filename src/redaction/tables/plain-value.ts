/** Texts that are a time, a duration or a type, and therefore not personal. */
const plainForms: readonly RegExp[] = [
  /^\d{4}-\d\d-\d\d$/,
  /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)?$/,
  /^\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?$/,
  /^[+-]?P(?=[\dT])(?:\d{1,6}Y)?(?:\d{1,6}M)?(?:\d{1,6}W)?(?:\d{1,9}(?:\.\d{1,9})?D)?(?:T(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,9}(?:\.\d{1,9})?S)?)?$/,
  /^-?\d{1,3}(?:\.\d{1,6})?%?$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  // Names of permissions: https://learn.microsoft.com/graph/permissions-reference
  /^[A-Z][A-Za-z-]{1,60}\.(?:Read|Send|Manage|Create|Invite|AccessAsUser|Export|Delete)[A-Za-z]{0,40}(?:\.[A-Za-z-]{1,40}){0,3}$/,
  // OData type names: https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html
  /^#?(?:Collection\()?(?:microsoft\.graph|Edm)(?:\.[A-Za-z]\w{0,80}){1,5}\)?$/,
];

export function isPlain(text: string): boolean {
  return text.length <= 120 && plainForms.some((form) => form.test(text));
}
