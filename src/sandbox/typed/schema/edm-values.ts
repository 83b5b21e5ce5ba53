import { guidSource } from '../../../guid.ts';
import type { Json } from '../../../json/json.ts';

const whole = (value: Json): boolean =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
const within = (value: Json, bits: number): boolean => whole(value) && Math.abs(Number(value)) <= 2 ** (bits - 1);
const matching =
  (form: RegExp) =>
  (value: Json): boolean =>
    typeof value === 'string' && form.test(value);
const decimal = (value: Json): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || value === 'INF' || value === '-INF' || value === 'NaN';

/** Whether a JSON value is one of a primitive type (OData JSON Format 4.01, section 7.1). A type that is not here takes any. */
const forms: { readonly [type: string]: (value: Json) => boolean } = {
  'Edm.String': (value) => typeof value === 'string',
  'Edm.Boolean': (value) => typeof value === 'boolean',
  'Edm.Byte': (value) => within(value, 9) && Number(value) >= 0,
  'Edm.SByte': (value) => within(value, 8),
  'Edm.Int16': (value) => within(value, 16),
  'Edm.Int32': (value) => within(value, 32),
  'Edm.Int64': (value) => within(value, 64) || (typeof value === 'string' && /^-?\d{1,19}$/.test(value)),
  'Edm.Single': decimal,
  'Edm.Double': decimal,
  'Edm.Decimal': decimal,
  'Edm.Guid': matching(new RegExp(`^${guidSource}$`, 'i')),
  'Edm.Date': matching(/^-?\d{4,}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?:T00:00:00(?:\.0+)?Z?)?$/),
  'Edm.TimeOfDay': matching(/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?$/),
  'Edm.DateTimeOffset': (value) =>
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i.test(value) &&
    !Number.isNaN(Date.parse(value)),
  'Edm.Duration': matching(
    /^-?P(?!$)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/,
  ),
  'Edm.Binary': matching(/^[\w+/=-]*$/),
};

export function isPrimitiveValue(type: string, value: Json): boolean {
  return forms[type]?.(value) ?? true;
}

/** The default value of a property that is never null. */
export function zeroOf(type: string): Json {
  if (type === 'Edm.Boolean') return false;
  return /^Edm\.(?:S?Byte|Int|Single|Double|Decimal)/.test(type) ? 0 : null;
}
