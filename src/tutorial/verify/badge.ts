import { type CoverageCounts, percentOf } from './coverage.ts';

const height = 20;
/** Of Verdana at 11 pixels, on average; `textLength` makes it exact. */
const perCharacter = 6.6;

/** A badge of our own, with nothing to load: how much of the pages is exercised, and whether all of that passes. */
export function coverageBadge(counts: CoverageCounts): string {
  const [label, value] = [
    'tutorials exercised',
    `${percentOf(counts)} %${counts.failing > 0 ? `, ${counts.failing} failing` : ''}`,
  ];
  const [left, right] = [width(label), width(value)];
  const color = counts.failing > 0 ? '#b3261e' : percentOf(counts) === 100 ? '#1b6e3c' : '#5a6472';
  const text = (content: string, at: number, wide: number) =>
    `<text x="${at + wide / 2}" y="14" text-anchor="middle" textLength="${wide - 12}">${content}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${height}" role="img" aria-label="${label}: ${value}">`,
    `<title>${label}: ${value}</title>`,
    `<rect width="${left + right}" height="${height}" rx="3" fill="#2b3137"/>`,
    `<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v${height - 6}a3 3 0 0 1-3 3H${left}z" fill="${color}"/>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    text(label, 0, left),
    text(value, left, right),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function width(text: string): number {
  return Math.round(text.length * perCharacter) + 12;
}
