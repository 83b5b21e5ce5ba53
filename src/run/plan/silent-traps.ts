import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import type { Span, Text } from '../../diagnostics/source.ts';
import { matcherTable } from '../../expectation/matchers/matcher-table.ts';
import { callOf } from '../../format/scenario/call-of.ts';
import type { Input, RequestTemplate, Scenario, Step } from '../../format/scenario/scenario.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { valueAt } from '../../format/scenario/yaml-plain.ts';
import { scopedNameForm } from '../../format/template/parse-template.ts';
import type { Value } from '../../format/template/values.ts';
import { isJsonType } from '../../http/content-type.ts';
import { isJsonObject } from '../../json/json.ts';

/** Patterns that are valid but rarely mean what their author expects: `check` warns of them. */
export function silentTraps({ source, steps, cleanup, inputs }: Scenario): readonly Problem[] {
  const ofSteps = [...steps, ...cleanup].flatMap((step) => finders.flatMap((find) => find(step)));
  return [...ofSteps, ...inputs.flatMap(givenTraps)].map(({ span, ...trap }) => ({
    ...trap,
    at: placeAt(source, span),
  }));
}

type Trap = { readonly code: ProblemCode; readonly message: string; readonly fix: string; readonly span: Span };
type Finder = (step: Step) => readonly Trap[];

/** The trap in one text, if there is one. */
type TextTrap = (value: string) => Omit<Trap, 'span'> | undefined;

const within =
  (texts: (step: Step) => readonly Text[], trap: TextTrap): Finder =>
  (step) =>
    texts(step).flatMap(({ value, span }) => {
      const found = trap(value);
      return found === undefined ? [] : [{ ...found, span }];
    });

/** Values in `${…}` are encoded, and are therefore not a trap: `${run.today + P1D}`. */
const queryOf = (url: string): string =>
  url
    .replace(/\$\{[^}]*\}/g, '')
    .split('?')
    .slice(1)
    .join('?');

/** The value of a row or an example is used literally. */
function givenTraps({ fixed, example, exampleSpan, span }: Input): readonly Trap[] {
  const given = fixed ?? (example === undefined ? undefined : { value: example, span: exampleSpan ?? span });
  if (given === undefined) return [];
  return stringsIn(given.value).flatMap((text): readonly Trap[] => {
    const inner = /\$\{[^{}]+\}/.exec(text)?.[0];
    if (inner !== undefined) {
      const message = `\`${inner}\` is sent literally: values are not expanded in values`;
      return [{ code: 'other-placeholder', message, fix: 'write it where the value is used', span: given.span }];
    }
    if (!wholeMatcher.test(text)) return [];
    const message = `\`${text}\` is sent and compared as a text here`;
    return [{ code: 'almost-matcher', message, fix: 'write the matcher where it is expected', span: given.span }];
  });
}

function stringsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}

const finders: readonly Finder[] = [
  within(urlsOf, (url) =>
    queryOf(url).includes('+')
      ? {
          code: 'plus-in-query',
          message: 'a `+` in a query is decoded as a space',
          fix: 'write `%2B` for a plus sign, and `%20` for a space',
        }
      : undefined,
  ),
  within(urlsOf, (url) =>
    // Quotes inside quotes are doubled, so an odd count means that the text is still open.
    queryOf(url)
      .split('&')
      .slice(0, -1)
      .some((option) => option.split("'").length % 2 === 0)
      ? {
          code: 'ampersand-in-text',
          message: 'an `&` ends the query option, even inside quotes',
          fix: 'write `%26` for an ampersand',
        }
      : undefined,
  ),
  within(urlsOf, (url) => {
    const other = bracedName.exec(url) ?? namedSegment.exec(url);
    return other === null ? undefined : asWritten(other[0], other[1] ?? other[2] ?? '');
  }),
  within(urlsOf, (url) => {
    const odd = oddUrls.find(([pattern]) => pattern.test(url));
    return odd === undefined ? undefined : { code: 'odd-url', message: odd[1], fix: odd[2] };
  }),
  (step) => {
    const request = ownRequest(step);
    const type = request?.headers.find(({ name }) => name.value.toLowerCase() === 'content-type');
    if (request?.body?.kind !== 'scalar' || typeof request.body.value !== 'string') return [];
    if (type !== undefined && !isJsonType(type.value.value)) return [];
    const message = 'the body is a text, and is sent as JSON: within quotes';
    const fix = 'write JSON without quotes around it; in version 2, `text`, `form` or `file` for another body';
    return [{ code: 'text-as-json', message, fix, span: request.body.span }];
  },
  (step) =>
    textsIn(ownRequest(step)?.body).flatMap(({ value, span }) => {
      const isQuoted = span.end - span.start > value.length;
      if (isQuoted || !/^(?:yes|no|on|off)$/.test(value)) return [];
      const message = `\`${value}\` is sent as a text: a boolean of YAML 1.2 is \`true\` or \`false\``;
      return [{ code: 'almost-boolean', message, fix: 'write `true` or `false`, or quote the text', span }];
    }),
  within(
    (step) => textsIn(ownRequest(step)?.body),
    (text) => {
      if (!wholeMatcher.test(text)) return undefined;
      return {
        code: 'almost-matcher',
        message: `\`${text}\` is sent as a text`,
        fix: 'write the value, or `${…}` for one',
      };
    },
  ),
  within(
    (step) => namesIn(callOf(step)?.response?.body),
    (name) => {
      if (!/^\$[.[]/.test(name)) return undefined;
      const message = `\`${name}\` is the name of one property: expectations have no paths`;
      return { code: 'path-as-name', message, fix: 'write the properties within each other' };
    },
  ),
  within(expectedTextsOf, (text) => {
    const [, pattern] = /^\/(.*[\^$*+?\\[(|].*)\/[gimsu]*$/.exec(text) ?? [];
    if (pattern === undefined && text !== '...' && text !== '…') return undefined;
    const fix = pattern === undefined ? 'write `<any>`, or `<contains>` for a list' : `write \`<matches ${pattern}>\``;
    return { code: 'almost-matcher', message: `\`${text}\` is compared as a text`, fix };
  }),
  within(textsOf, (text) => {
    const other = otherPlaceholder.exec(text);
    return other === null ? undefined : asWritten(other[0], other[1] ?? other[2] ?? '');
  }),
  within(expectedTextsOf, (text) => {
    const near = matcherLike.exec(text.trim());
    const isMatcher = /^<[\s\S]*>$/.test(text);
    if (near === null || isMatcher || text.startsWith('\\')) return undefined;
    const message = `\`${text}\` is compared as a text: a matcher begins with \`<\` and ends with \`>\``;
    return {
      code: 'almost-matcher',
      message,
      fix: `write \`<${near.groups?.['open'] ?? near.groups?.['closed'] ?? ''}>\``,
    };
  }),
  (step) => {
    const call = callOf(step);
    const creates = step.creates !== undefined || call?.response.statuses.includes(201) === true;
    if (step.eventually === undefined || call?.request.method !== 'POST' || !creates) return [];
    const message = 'with `eventually`, an object is created with every attempt, until the response matches';
    const fix = 'send it once, and wait in a separate step that reads';
    return [{ code: 'repeated-create', message, fix, span: call.request.url.span }];
  },
  (step) => {
    const request = ownRequest(step);
    return (request?.headers ?? []).flatMap(({ name }) => {
      const message = withoutEffect(name.value.toLowerCase(), request);
      return message === undefined
        ? []
        : [{ code: 'header-without-effect', message, fix: 'remove it', span: name.span }];
    });
  },
];

/** Valid urls that do not mean what they seem to. */
const oddUrls: readonly (readonly [pattern: RegExp, message: string, fix: string])[] = [
  [/^[^?]*&\$?\w+=/, 'an `&` before any `?` belongs to the path', 'begin the query with `?`'],
  [/\?.*\?\$?\w+=/, 'a second `?` belongs to the value before it', 'write `&` between query options'],
  [/&amp;/, '`&amp;` is HTML', 'write `&`'],
  [/^[^?]*\s\?/, 'a blank before `?` belongs to the path', 'remove it'],
  [/[\u00a0\u200b\ufeff]/, 'the url has a blank that is not a space', 'write a space'],
  [/[=(,]\s*[‘’“”]|\s(?:eq|ne|[gl][et])\s+[‘’“”]/, 'typographic quotes begin no text', "write `'`"],
  [/[?&]\$?filter=(?:'[^']*'|[^'&"])*"/, 'OData reads no text within double quotes', "write `'`"],
];

/** `/users/:id` and `/users/<id>`. */
const namedSegment = new RegExp(String.raw`/:(${scopedNameForm})(?=[/?]|$)|<\s*(${scopedNameForm})\s*>`);
const bracedName = new RegExp(String.raw`(?<!\$)\{\s*(${scopedNameForm})\s*\}`);
const otherPlaceholder = new RegExp(String.raw`\{\{\s*(${scopedNameForm})\s*\}\}|\$\(\s*(${scopedNameForm})\s*\)`);

function asWritten(text: string, name: string): Omit<Trap, 'span'> {
  return {
    code: 'other-placeholder',
    message: `\`${text}\` is sent literally: it is not replaced by a value`,
    fix: `write \`\${${name}}\``,
  };
}

/** A header that claims something which the request does not do. */
function withoutEffect(name: string, request: RequestTemplate | undefined): string | undefined {
  const hasBytes = ['file', 'base64'].some((kind) => valueAt(request?.content, kind) !== undefined);
  const hasBody = request?.body !== undefined || request?.content !== undefined;
  // Bytes may be encoded already.
  if (name === 'content-encoding' && !hasBytes) {
    return 'the body is sent without encoding, regardless of `content-encoding`';
  }
  if (name.startsWith('content-') && name !== 'content-range' && !hasBody) return `there is no body for \`${name}\``;
  return undefined;
}

const names = matcherTable.map(({ name }) => name).join('|');
const wholeMatcher = new RegExp(`^<(?:${names})(?:\\s.*)?>$`);
/** The name of a matcher with one of its two marks, or with both and blanks around them. */
const matcherLike = new RegExp(`^(?:<\\s*(?<open>(?:${names})(?:\\s[^<>]*)?)>?|(?<closed>${names})>)$`);

/** The request that is written in the step, and not in one that it repeats. */
function ownRequest(step: Step): RequestTemplate | undefined {
  return step.action.kind === 'repeat' ? undefined : callOf(step)?.request;
}

function urlsOf(step: Step): readonly Text[] {
  const request = ownRequest(step);
  const own = request === undefined ? [] : [request.url];
  const { creates } = step;
  if (creates?.kind !== 'deletable') return own;
  return [...own, creates.delete, ...(creates.find === undefined ? [] : [creates.find])];
}

function textsOf(step: Step): readonly Text[] {
  const request = ownRequest(step);
  if (request === undefined) return urlsOf(step);
  const { headers, body, content } = request;
  return [...urlsOf(step), ...headers.map(({ value }) => value), ...textsIn(body), ...textsIn(content)];
}

function expectedTextsOf(step: Step): readonly Text[] {
  const response = callOf(step)?.response;
  if (response === undefined) return [];
  const values = [...response.headers, ...response.content].map(({ value }) => value);
  return [response.body, ...values].flatMap(textsIn);
}

function namesIn(node: YamlNode | undefined): readonly Text[] {
  if (node?.kind === 'sequence') return node.items.flatMap(namesIn);
  if (node?.kind !== 'mapping') return [];
  return node.entries.flatMap(({ key, keySpan, value }) => [{ value: key, span: keySpan }, ...namesIn(value)]);
}

function textsIn(node: YamlNode | undefined): readonly Text[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case 'scalar':
      return typeof node.value === 'string' ? [{ value: node.value, span: node.span }] : [];
    case 'sequence':
      return node.items.flatMap(textsIn);
    case 'mapping':
      return node.entries.flatMap(({ value }) => textsIn(value));
    default:
      return node satisfies never;
  }
}
