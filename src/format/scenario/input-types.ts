/** The types that an input can have: the key `type` of an input, in the order in which the docs list them. */
export const inputTypes = [
  'text',
  'integer',
  'number',
  'boolean',
  'uuid',
  'date',
  'datetime',
  'url',
  'email',
  'json',
] as const;

export type InputType = (typeof inputTypes)[number];
