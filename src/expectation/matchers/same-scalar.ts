import type { Json } from '../../json/json.ts';

export type Scalar = null | boolean | number | bigint | string;

/** Equality without coercion; a number and a bigint are equal where they are the same integer. */
export function sameScalar(stated: Scalar, value: Json): boolean {
  if (stated === value) return true;
  if (typeof stated === 'bigint') return Number.isInteger(value) && BigInt(Number(value)) === stated;
  return typeof value === 'bigint' && Number.isInteger(stated) && BigInt(Number(stated)) === value;
}

export function isScalar(value: Json): value is Scalar {
  return value === null || typeof value !== 'object';
}
