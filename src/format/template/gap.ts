/** A placeholder for an unknown value, in characters that neither urls nor JSON escape. */
export const gapOf = (name: string): string => `~~${Buffer.from(name).toString('hex')}~~`;

const gaps = /~~((?:[0-9a-f]{2})+)~~/g;

/** A text in which such placeholders are replaced by `${name}`; `names`: only these. */
export function namedGaps(text: string, names?: ReadonlySet<string>): string {
  return text.replace(gaps, (gap, written: string) => {
    const name = Buffer.from(written, 'hex').toString();
    return names === undefined || names.has(name) ? `\${${name}}` : gap;
  });
}
