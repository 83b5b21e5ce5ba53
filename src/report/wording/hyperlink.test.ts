import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { evil } from '../../../test/support/report/sample-hostile.ts';
import { takesLinks, watched } from '../terminal/terminal-traits.ts';
import { fileLink, pageLink } from './hyperlink.ts';
import { paintFor } from './paint.ts';

const view = { paint: paintFor(false), columns: 80, verbose: false, links: true };
const link = /^\x1b\]8;;([\x21-\x7e]+)\x1b\\([\s\S]*)\x1b\]8;;\x1b\\$/;

describe('a hyperlink', () => {
  it('opens a file by its whole path, whatever is in its name', () => {
    const [, href, text] = link.exec(fileLink('a b.yaml:1:2', 'sub folder/a%20b;ü.yaml', view)) ?? [];
    expect(text).toBe('a b.yaml:1:2');
    expect(href).toBe(new URL(`file://${process.cwd()}/sub%20folder/a%2520b;%C3%BC.yaml`).href);
  });

  it('opens a page whose address is what is there', () => {
    const address = 'https://learn.microsoft.com/graph/tutorial?view=beta#step-1';
    expect(link.exec(pageLink(address, address, view))?.[1]).toBe(address);
    expect(link.exec(pageLink('https://learn.example', 'https://learn.example', view))?.[1]).toBe(
      'https://learn.example/',
    );
  });

  test.each([
    'http://learn.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://learn.microsoft.com@evil.example/',
    'https://user:word@evil.example/',
    'https://learn.microsoft.com\\@evil.example/',
    'https://lеarn.example/',
    'https://evil.example/\x1b\\',
    'https://evil.example/\u202egpj',
    'https://evil.example/a/../b',
    `https://evil.example/${'a'.repeat(3000)}`,
    'learn.example',
    evil,
  ])('does not open %j', (address) => expect(pageLink('text', address, view)).toBe('text'));

  it('is made of nothing that could end it or begin anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (data) => {
        for (const text of [fileLink('x', data, view), pageLink('x', `https://a.example/${data}`, view)]) {
          expect(text === 'x' || link.test(text)).toBe(true);
        }
      }),
    );
  });

  it('does not open a file whose name cannot be shown as it is', () => {
    expect(fileLink('x', 'a\u202elmay.exe', view)).toBe('x');
    expect(fileLink('x', 'a\nb', view)).toBe('x');
    expect(fileLink('x', '', view)).toBe('x');
  });

  it('is none where the terminal takes none', () => {
    expect(fileLink('x', 'a.yaml', { ...view, links: false })).toBe('x');
    expect(pageLink('x', 'https://learn.example/', { ...view, links: false })).toBe('x');
  });
});

describe('what a terminal reports about itself', () => {
  test.each([
    [{ WT_SESSION: 'a' }, true],
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.4.1' }, true],
    [{ TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.0.9' }, false],
    [{ TERM_PROGRAM: 'iTerm.app' }, false],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.100.0' }, true],
    [{ TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.8.0' }, false],
    [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }, true],
    [{ TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.3a' }, false],
    [{ TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.4' }, true],
    [{ TERM_PROGRAM: 'Apple_Terminal' }, false],
    [{ VTE_VERSION: '5000' }, false],
    [{ VTE_VERSION: '7600' }, true],
    [{ TERM: 'xterm-kitty' }, true],
    [{ TERM: 'xterm-256color' }, false],
    [{ TERM: 'dumb', VTE_VERSION: '7600' }, false],
    [{ CI: 'true', WT_SESSION: 'a' }, false],
    [{ CI: 'false', WT_SESSION: 'a' }, true],
    [{ FORCE_HYPERLINK: '0', WT_SESSION: 'a' }, false],
    [{ FORCE_HYPERLINK: '1' }, true],
    [{}, false],
  ])('%j: links %s', (variables, takes) => {
    expect(takesLinks(variables, true)).toBe(takes);
    if (!('FORCE_HYPERLINK' in variables)) expect(takesLinks(variables, false)).toBe(false);
  });

  test.each([
    [true, {}, true],
    [false, {}, false],
    [true, { CI: '1' }, false],
    [true, { CI: '' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('a terminal: %s, %j; a person watches: %s', (isTTY, variables, yes) =>
    expect(watched(isTTY, variables)).toBe(yes),
  );
});
