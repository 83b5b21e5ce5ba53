/** Colors of a terminal (ECMA-48 SGR): the codes that switch each on and off. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

type Color = keyof typeof codes;

/** Text in a color, or as it is. */
export type Paint = { readonly [color in Color]: (text: string) => string };

const colored =
  (color: Color) =>
  (text: string): string => {
    const [on, off] = codes[color];
    return text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`;
  };
const plain = (text: string) => text;

const noPaint: Paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
const fullPaint: Paint = {
  bold: colored('bold'),
  dim: colored('dim'),
  red: colored('red'),
  green: colored('green'),
  yellow: colored('yellow'),
  cyan: colored('cyan'),
};

export function paintFor(color: boolean): Paint {
  return color ? fullPaint : noPaint;
}
