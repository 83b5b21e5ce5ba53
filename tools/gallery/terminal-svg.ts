/** What a terminal shows, as a picture that is text: sharp at any size, and the same for the same output. */

const colors: { readonly [code: string]: string } = { 31: '#ff8a80', 32: '#8fd694', 33: '#f2c97d', 36: '#80cbc4' };
const [characterWidth, lineHeight, margin] = [7.83, 18, 16];

type Style = { readonly color: string | undefined; readonly bold: boolean; readonly dim: boolean };
const plain: Style = { color: undefined, bold: false, dim: false };

export function terminalSvg(output: string): string {
  const lines = output.trimEnd().split('\n');
  const columns = Math.max(...lines.map((line) => [...line.replace(/\x1b\[\d+m/g, '')].length));
  const width = Math.ceil(columns * characterWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  let style = plain;
  const rows = lines.map((line, at) => {
    const drawn = spans(line, style);
    style = drawn.style;
    return drawn.svg === '' ? '' : `<text x="${margin}" y="${margin + 13 + at * lineHeight}">${drawn.svg}</text>\n`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The output in a terminal">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#1b1d23"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="13" fill="#e4e6eb">',
    `${rows.join('')}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

/** The pieces of a line by their styles, each at its column; their spaces are such as no browser joins. */
function spans(line: string, before: Style): { readonly svg: string; readonly style: Style } {
  let style = before;
  let column = 0;
  const pieces = line.split(/(\x1b\[\d+m)/).map((piece) => {
    const code = /^\x1b\[(\d+)m$/.exec(piece)?.[1];
    if (code !== undefined) {
      style = styled(style, code);
      return '';
    }
    const x = (margin + column * characterWidth).toFixed(1);
    column += [...piece].length;
    return piece.trim() === '' ? '' : `<tspan x="${x}"${attributes(style)}>${escaped(piece)}</tspan>`;
  });
  return { svg: pieces.join(''), style };
}

function styled(style: Style, code: string): Style {
  switch (code) {
    case '1':
      return { ...style, bold: true };
    case '2':
      return { ...style, dim: true };
    case '22':
      return { ...style, bold: false, dim: false };
    case '39':
      return { ...style, color: undefined };
    default:
      return { ...style, color: colors[code] };
  }
}

function attributes({ color, bold, dim }: Style): string {
  const fill = color === undefined ? '' : ` fill="${color}"`;
  return `${fill}${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.62"' : ''}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll(' ', '\u00a0');
}
