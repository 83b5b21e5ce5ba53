import { defined } from '../../../defined.ts';
import { boundaryOf } from '../../../http/content-type.ts';

/** A part of a multipart body as a page shows it. */
export type ShownPart = { readonly name: string; readonly type?: string; readonly text: string };

/** The parts of a `multipart/form-data` body; `undefined` where one has no name, or the boundary does not part them. */
export function partsOf(text: string, contentType: string): readonly ShownPart[] | undefined {
  const lines = text.split(/\r?\n/);
  const first = lines.find((line) => /^--\S/.test(line));
  const boundary = boundaryOf(contentType) ?? first?.trim().slice(2);
  if (boundary === undefined) return undefined;
  const blocks: string[][] = [];
  for (const line of lines) {
    if (line.trim() === `--${boundary}--`) break;
    if (line.trim() === `--${boundary}`) blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  const parts = blocks.map(partOf);
  const named = parts.filter((part) => part !== undefined);
  return named.length === 0 || named.length < parts.length ? undefined : named;
}

function partOf(lines: readonly string[]): ShownPart | undefined {
  const end = lines.findIndex((line) => !/^[\w-]+[ \t]*:/.test(line));
  const head = lines.slice(0, end === -1 ? lines.length : end).join('\n');
  const name = /^content-disposition:.*?[;\s]name="?([^";\n]{1,200})/im.exec(head)?.[1]?.trim();
  if (name === undefined || end === -1) return undefined;
  const type = /^content-type:[ \t]*([\w.+-]+\/[\w.+-]+)/im.exec(head)?.[1];
  return { name, ...defined({ type }), text: lines.slice(end).join('\n').trim() };
}
