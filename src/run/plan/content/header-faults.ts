import type { Span } from '../../../diagnostics/source.ts';
import type { RequestTemplate } from '../../../format/scenario/scenario.ts';
import { type ContentTemplate, kindFault } from './content-template.ts';

type HeaderFault = { readonly message: string; readonly span: Span; readonly fix: string };

/** What headers claim of a body that it is not; those with `${…}` are not known before the run. */
export function headerFaults(content: ContentTemplate, headers: RequestTemplate['headers']): readonly HeaderFault[] {
  return headers.flatMap(({ name, value: { value, span } }): readonly HeaderFault[] => {
    if (value.includes('${')) return [];
    switch (name.value.toLowerCase()) {
      case 'content-type': {
        const message = kindFault(content, value);
        return message === undefined ? [] : [{ message, span, fix: 'leave it out: it follows from the body' }];
      }
      case 'content-range':
        return rangeFaults(content, value).map((one) => ({ ...one, span }));
      default:
        return [];
    }
  });
}

/** RFC 9110, section 14.4. */
const rangeForm = /^bytes (\d+)-(\d+)\/(\d+|\*)$/;

function rangeFaults(content: ContentTemplate, stated: string): readonly Omit<HeaderFault, 'span'>[] {
  if (content.kind !== 'bytes' || content.ofFile !== true) return [];
  const [, first, last, whole] = rangeForm.exec(stated) ?? [];
  if (first === undefined || last === undefined) {
    return [{ message: `\`${stated}\` is not a range of bytes`, fix: 'write it like `bytes 0-327679/1000000`' }];
  }
  if (content.range !== undefined && content.range !== stated)
    return [
      {
        message: `\`range\` of the body says \`${content.range}\``,
        fix: 'leave the header out: it follows from `range`',
      },
    ];
  const size = Buffer.isBuffer(content.bytes) ? content.bytes.length : content.bytes.size;
  const length = Number(last) - Number(first) + 1;
  const isWithin = whole === '*' || Number(last) < Number(whole);
  if (length === size && isWithin) return [];
  return [
    {
      message: `\`${stated}\` does not fit a body of ${size} bytes`,
      fix: 'state the first and the last byte, and how many there are in all',
    },
  ];
}
