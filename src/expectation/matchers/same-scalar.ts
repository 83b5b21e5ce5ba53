import type { Json } from '../../json/json.ts';

export type Scalar = null | boolean | number | bigint | string;

/** Equality without coercion; a number and a bigint are equal where they are the same integer. */
export function sameScalar(promised: Scalar, value: Json): boolean {
  if (promised === value) return true;
  if (typeof promised === 'bigint') return Number.isInteger(value) && BigInt(Number(value)) === promised;
  return typeof value === 'bigint' && Number.isInteger(promised) && BigInt(Number(promised)) === value;
}

export function isScalar(value: Json): value is Scalar {
  return value === null || typeof value !== 'object';
}
