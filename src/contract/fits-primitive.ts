export function isPrimitive(type: string): boolean {
  return type.startsWith('Edm.');
}

/** Placeholders that are allowed in any form. */
export const untyped = /^(?:Edm\.(?:Untyped|Stream|PrimitiveType|Geo.*)|Json)$/;
const wholeNumbers = /^Edm\.(?:Byte|SByte|Int16|Int32|Int64)$/;
const smallNumbers = /^Edm\.(?:Byte|SByte|Int16|Int32|Single|Double)$/;
const largeNumbers = /^Edm\.(?:Int64|Decimal)$/;

function isNumeric(type: string): boolean {
  return smallNumbers.test(type) || largeNumbers.test(type);
}

type Scalar = string | number | bigint | boolean | null;

/** Whether a value is of the kind of JSON in which a primitive type is written (OData JSON 4.0, 7.1). */
export function fitsPrimitive(value: Scalar, type: string): boolean {
  if (type === 'Edm.Boolean') return typeof value === 'boolean';
  // Large numbers and `INF` are written as texts.
  const number = typeof value === 'number' || typeof value === 'bigint';
  if (smallNumbers.test(type)) return number || /^(?:-?INF|NaN)$/.test(String(value));
  if (largeNumbers.test(type)) return number || /^-?\d/.test(String(value));
  return isPrimitive(type) && typeof value === 'string';
}

/** Only quotes, or their absence, make it a value of another type: `"true"`, `"7"`, or a number in place of a text. */
export function isMisquoted(value: Scalar, type: string): boolean {
  if (typeof value !== 'string') return value !== null && isPrimitive(type);
  if (type === 'Edm.Boolean') return /^(?:true|false)$/i.test(value);
  return isNumeric(type) && /^-?\d+(?:\.\d+)?$/.test(value);
}

/** The month and day of a date, which pages shorten to it; a time has its zone (OData JSON 4.0, 7.1). */
const date =
  /^-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?[ ]?(?:Z|[+-]\d\d:?\d\d))?$/i;

const forms: { readonly [type: string]: RegExp } = {
  'Edm.DateTimeOffset': date,
  'Edm.Date': /^-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  'Edm.Duration': /^[+-]?P(?=.)(?:\d+[YMWD])*(?:T(?:\d+(?:\.\d+)?[HMS])+)?$/i,
  'Edm.TimeOfDay': /^\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?$/,
  'Edm.Guid': /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i,
};

/** Whether a value of the right kind also has the form of its type: a date, a duration, a GUID, an integer. */
export function fitsForm(value: Scalar, type: string): boolean {
  if (wholeNumbers.test(type) && typeof value === 'number') return Number.isInteger(value);
  const form = Object.hasOwn(forms, type) ? forms[type] : undefined;
  return form === undefined || typeof value !== 'string' || form.test(value);
}
