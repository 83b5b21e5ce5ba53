/** Bounds as a matcher writes them: `>= 1`, `> 0 < 10`. */
export type Bounds =
  | { readonly ok: true; readonly text: string; readonly holds: (value: number | bigint) => boolean }
  | { readonly ok: false; readonly message: string; readonly fix: string };

type Bound = { readonly sign: string; readonly limit: number | bigint };

const boundForm = /^\s*(?:and\b|,)?\s*(>=|<=|>|<)\s*(-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)(?=$|[\s,<>])/;

/** Parses bounds; a number must satisfy all of them. */
export function parseBounds(text: string): Bounds {
  const bounds: Bound[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const match = boundForm.exec(rest);
    const [whole, sign, number] = match ?? [];
    if (whole === undefined || sign === undefined || number === undefined) {
      return {
        ok: false,
        message: `\`${rest.trim()}\` is not a bound`,
        fix: 'compare with a number: `>= 1`, `> 0 < 10`',
      };
    }
    const isWhole = match?.[3] === undefined && match?.[4] === undefined;
    // Relational operators compare a bigint with a number exactly.
    bounds.push({ sign, limit: isWhole ? BigInt(number) : Number(number) });
    rest = rest.slice(whole.length);
  }
  return {
    ok: true,
    text: bounds.map(({ sign, limit }) => `${sign} ${limit}`).join(' and '),
    holds: (value) => bounds.every((bound) => isWithin(value, bound)),
  };
}

function isWithin(value: number | bigint, { sign, limit }: Bound): boolean {
  if (sign === '>=') return value >= limit;
  if (sign === '<=') return value <= limit;
  return sign === '>' ? value > limit : value < limit;
}
