import type { Span } from '../../../diagnostics/source.ts';
import type { RequestTemplate } from '../../../format/scenario/scenario.ts';
import { valueAt } from '../../../format/scenario/yaml-plain.ts';
import { string } from '../../../format/scenario/yaml-scalars.ts';
import { boundaryOf } from '../../../http/content-type.ts';
import { type ContentContext, type ContentTemplate, kindFault, type PartTemplate } from './content-template.ts';

type HeaderFault = { readonly message: string; readonly span: Span; readonly fix: string };

/** Reports headers that contradict the body; those with `${…}` are not known before the run. */
export function reportHeaderFaults(
  content: ContentTemplate,
  request: Pick<RequestTemplate, 'headers' | 'content'>,
  { report }: Pick<ContentContext, 'report'>,
): void {
  for (const { message, span, fix } of headerFaults(content, request)) report(message, span, fix);
}

function headerFaults(
  content: ContentTemplate,
  { headers, content: written }: Pick<RequestTemplate, 'headers' | 'content'>,
): readonly HeaderFault[] {
  return headers.flatMap(({ name, value: { value, span } }): readonly HeaderFault[] => {
    if (value.includes('${')) return [];
    switch (name.value.toLowerCase()) {
      case 'content-type': {
        const typed = string(valueAt(written, 'type'));
        if (typed !== undefined && typed !== value) {
          return [{ message: `\`type\` of the body is \`${typed}\``, span, fix: 'keep one of the two' }];
        }
        const message = kindFault(content, value) ?? boundaryFault(content, boundaryOf(value));
        return message === undefined ? [] : [{ message, span, fix: 'leave it out: it is derived from the body' }];
      }
      case 'content-range':
        return rangeFaults(content, value).map((one) => ({ ...one, span }));
      default:
        return [];
    }
  });
}

/** RFC 2046, section 5.1.1. */
const boundaryForm = /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/;

function boundaryFault(content: ContentTemplate, boundary: string | undefined): string | undefined {
  if (content.kind !== 'multipart' || boundary === undefined) return undefined;
  if (!boundaryForm.test(boundary)) return `\`${boundary}\` is not a boundary`;
  const holdsIt = ({ content: part }: PartTemplate) => {
    if (!('parts' in part)) return Buffer.isBuffer(part) && part.includes(`--${boundary}`);
    return part.parts.some((text) => typeof text === 'string' && text.includes(`--${boundary}`));
  };
  return content.parts.some(holdsIt) ? `a part contains the boundary \`${boundary}\`` : undefined;
}

/** RFC 9110, section 14.4. */
const rangeForm = /^bytes (\d+)-(\d+)\/(\d+|\*)$/;

function rangeFaults(content: ContentTemplate, stated: string): readonly Omit<HeaderFault, 'span'>[] {
  if (content.kind !== 'bytes' || content.ofFile !== true) return [];
  const range = rangeForm.exec(stated);
  if (range === null) {
    return [{ message: `\`${stated}\` is not a range of bytes`, fix: 'write it like `bytes 0-327679/1000000`' }];
  }
  const unknownSize = content.range?.replace(/\d+$/, '*');
  if (content.range !== undefined && content.range !== stated && unknownSize !== stated)
    return [
      {
        message: `\`range\` of the body is \`${content.range}\``,
        fix: 'remove the header: it is derived from `range`',
      },
    ];
  const size = Buffer.isBuffer(content.bytes) ? content.bytes.length : content.bytes.size;
  const [, first, last, whole] = range;
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
