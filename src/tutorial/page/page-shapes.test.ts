import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { positionAt, type Span } from '../../diagnostics/source.ts';
import { compactJson } from '../../json/compact.ts';
import type { Instruction, Page, PageBody, PageItem, PageRequest, PageResponse, Repair } from './page.ts';
import { readPage } from './read-page.ts';

/** A page for each shape that published pages have, and what is read from it. `UPDATE_GOLDEN=1` writes what is read. */
const folder = new URL('pages/', import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));

test('there is a page for each shape', () => {
  expect(pages.map((name) => name.slice(0, 2))).toEqual(
    Array.from({ length: 15 }, (_, index) => String(index + 1).padStart(2, '0')),
  );
});

describe.each(pages)('%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');

  test('is read as it was', () => {
    const golden = new URL(name.replace('.md', '.txt'), folder);
    const read = pageText(readPage({ path: name, text }));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, read);
    expect(read).toBe(readFileSync(golden, 'utf8'));
  });

  test('says the same with other line ends and a byte order mark', () => {
    const windows = readPage({ path: name, text: `\uFEFF${text.replaceAll('\n', '\r\n')}` });
    expect(pageText(windows)).toBe(pageText(readPage({ path: name, text })));
  });
});

/** A page as its golden file shows it: places as `line:column`, everything that was read. */
function pageText(page: Page): string {
  const at = (span: Span) => {
    const { line, column } = positionAt(page.source, span.start);
    return `${line}:${column}`;
  };
  const { permissions, roles, licenses } = page.prerequisites;
  const lines = [
    `title: ${page.title ?? '-'}`,
    ...page.headings.map(({ depth, text, span }) => `${at(span)} ${'#'.repeat(depth)} ${text}`),
    ...permissions.map(({ name, context, span }) => `${at(span)} permission ${name} ${context ?? ''}`.trimEnd()),
    ...roles.map(({ name, span }) => `${at(span)} role ${name}`),
    ...licenses.map(({ name, span }) => `${at(span)} license ${name}`),
    ...page.items.flatMap((item) => ['', ...itemLines(item, at)]),
    '',
    ...page.problems.map(
      ({ code, message, at: place }) => `${place?.line}:${place?.column} ${code}: ${safeLine(message)}`,
    ),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

type At = (span: Span) => string;

function itemLines(item: PageItem, at: At): readonly string[] {
  return item.kind === 'request' ? requestLines(item.request, at) : [instructionLine(item.instruction, at)];
}

function instructionLine({ what, text, step, span, detail }: Instruction, at: At): string {
  return `${at(span)} ${what} ${detail === undefined ? '' : `${JSON.stringify(detail)} `}"${text}" [${step}]`;
}

function requestLines(request: PageRequest, at: At): readonly string[] {
  const about = [
    request.name === undefined ? [] : `name ${request.name}`,
    request.tab === undefined ? [] : `tab ${request.tab}`,
    request.ignored === true ? 'ignored' : [],
    request.host === 'graph.microsoft.com' ? [] : `host ${request.host}`,
    `${request.version} from ${request.versionFrom}`,
    ...repairTexts(request.urlRepairs ?? [], at),
  ].flat();
  return [
    `${at(request.span)} ${request.method} ${safeLine(request.url)} (${about.join(', ')}) [${request.step}]`,
    ...request.headers.map(({ name, value }) => `    ${name}: ${value}`),
    ...bodyLines(request.body, at),
    ...request.prose.map(({ text, span }) => `    ${at(span)} "${text}"`),
    ...request.responses.flatMap((response) => responseLines(response, at)),
  ];
}

function responseLines(response: PageResponse, at: At): readonly string[] {
  const flags = [response.shortened ? 'shortened' : [], response.collection ? 'collection' : []].flat();
  const about = [`from ${response.statusFrom}`, `paired by ${response.pairedBy}`, ...flags].join(', ');
  return [
    `  ${at(response.span)} → ${response.status} (${about})`,
    ...response.headers.map(({ name, value }) => `    ${name}: ${value}`),
    ...bodyLines(response.body, at),
  ];
}

function bodyLines(body: PageBody | undefined, at: At): readonly string[] {
  if (body === undefined) return [];
  if (body.kind === 'other') return [`    ${at(body.span)} no JSON (${body.why}): ${safeLine(body.text)}`];
  return [[`    ${at(body.span)} ${compactJson(body.value)}`, ...repairTexts(body.repairs, at)].join(' ')];
}

const repairTexts = (repairs: readonly Repair[], at: At) => repairs.map(({ what, span }) => `${what} at ${at(span)}`);
