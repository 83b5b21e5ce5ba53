import type { InputType } from '../../format/scenario/input-types.ts';

/** The name of a type in place of a value: the page means a value of that type. */
export type TypeName = {
  readonly form: RegExp;
  readonly type: InputType;
  readonly matcher: string;
  readonly sample: string | number | boolean;
};

const time: TypeName = {
  form: /^String \((?:timestamp|date ?time|dateTimeOffset)\)$|^DateTimeOffset$/i,
  type: 'datetime',
  matcher: '<datetime>',
  sample: '2024-01-01T00:00:00Z',
};

const rows: readonly TypeName[] = [
  time,
  {
    form: /^String(?: \([\w -]+\))?$|^string \([\w -]+\)$|^string-value$/,
    type: 'text',
    matcher: '<string>',
    sample: 'String',
  },
  { form: /^(?:Integer|Int(?:16|32|64))$/, type: 'integer', matcher: '<integer>', sample: 1 },
  { form: /^Boolean$/, type: 'boolean', matcher: '<boolean>', sample: true },
];

/** The type that a text names in place of a value, as `datetime-value` does for a time; where a property holds the name of a type, it is a value. */
export function typeNamed(text: string, key: string): TypeName | undefined {
  if (/DateTime$/.test(key) && /^[\w-]*-value$/i.test(text)) return time;
  return /type$/i.test(key) ? undefined : rows.find(({ form }) => form.test(text));
}
