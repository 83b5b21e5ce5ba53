import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { searchDialog } from './search-dialog.ts';

/** The pages of `docs/` as they are; their index is the first page, and groups them. */
const docs = fileURLToPath(new URL('../../docs', import.meta.url));

const module = (name: string) => fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));

export default defineConfig({
  title: 'Tutorial Replay',
  description: 'Replays Microsoft Graph tutorials as tests',
  srcDir: '../docs',
  outDir: 'dist',
  cleanUrls: false,
  rewrites: { 'README.md': 'index.md' },
  // No page asks for a picture that is not there.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  vite: {
    plugins: [searchDialog],
    // The pages lie outside this folder, where no module is found from.
    resolve: { alias: { 'vue/server-renderer': module('@vue/server-renderer'), vue: module('vue') } },
    // The repository's own settings name a target that this version of esbuild does not know.
    esbuild: { tsconfigRaw: '{}' },
  },
  // What a template would take for its own is text here.
  markdown: {
    anchor: { slugify: anchorOf },
    config: (md) => {
      md.core.ruler.push('verbatim', verbatim);
      md.core.ruler.push('outside', unlinkOutside);
      md.core.ruler.push('accessible', accessible);
    },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    search: { provider: 'local' },
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    docFooter: { prev: false, next: false },
  },
});

type Token = {
  readonly type: string;
  readonly content: string;
  tag: string;
  readonly children: Token[] | null;
  readonly attrGet: (name: string) => string | null;
  readonly attrPush: (attribute: [string, string]) => void;
};
type State = { readonly tokens: Token[]; readonly env: { readonly relativePath?: string } };

/** `{{ … }}` of CI systems stays as it is written. */
function verbatim({ tokens }: State): void {
  for (const token of tokens) if (token.type.endsWith('_open')) token.attrPush(['v-pre', '']);
}

/** As the hosting service names a heading: links between pages are written for both. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

/** A page begins with a heading of the first rank; a cell without text is not a heading of its column. */
function accessible({ tokens }: State): void {
  let isTitle = tokens.every(({ tag }) => tag !== 'h1');
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'th_open' && tokens[index + 1]?.content === '') token.tag = 'td';
    if (token.type === 'th_close' && tokens[index - 1]?.content === '') token.tag = 'td';
    if (isTitle && token.type.startsWith('heading_')) {
      token.tag = 'h1';
      isTitle = token.type === 'heading_open';
    }
  }
}

/** What links lead to outside of the docs, files of the repository, is no page here: its name stays, as text. */
function unlinkOutside({ tokens, env }: State): void {
  for (const { children } of tokens) {
    let isOutside = false;
    for (const [index, token] of (children ?? []).entries()) {
      if (token.type === 'link_open') isOutside = leadsOut(token.attrGet('href') ?? '', env.relativePath ?? '');
      if (isOutside && token.type.startsWith('link_'))
        children?.splice(index, 1, Object.assign(token, { type: 'text', tag: '', content: '' }));
      if (token.type === 'link_close') isOutside = false;
    }
  }
}

function leadsOut(href: string, page: string): boolean {
  if (/^(?:[a-z]+:|#|$)/.test(href)) return false;
  return !/\.md(?:#.*)?$/.test(href) || posix.join(posix.dirname(page), href).startsWith('../');
}

type Item = { readonly text: string; readonly link: string };

/** The tables of the index: a heading, and the pages that it lists. */
function sidebar(): { readonly text: string; readonly items: readonly Item[] }[] {
  const groups: { text: string; items: Item[] }[] = [];
  const seen = new Set<string>();
  for (const line of readFileSync(`${docs}/README.md`, 'utf8').split('\n')) {
    const heading = /^## (.*)/.exec(line);
    if (heading?.[1] !== undefined) groups.push({ text: heading[1], items: [] });
    for (const [, page = ''] of line.matchAll(/\]\(([\w-]+)\.md\)/g)) {
      if (seen.has(page)) continue;
      seen.add(page);
      groups.at(-1)?.items.push(itemOf(page));
    }
  }
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const others = pages.map((name) => name.slice(0, -3)).filter((page) => !seen.has(page));
  const more = others.map(itemOf);
  return [...groups, ...(more.length === 0 ? [] : [{ text: 'More', items: more }])].filter(
    ({ items }) => items.length > 0,
  );
}

function itemOf(page: string): Item {
  const [, title = page] = /^# (?:Start: )?(.*)/m.exec(readFileSync(`${docs}/${page}.md`, 'utf8')) ?? [];
  return { text: title.charAt(0).toUpperCase() + title.slice(1), link: `/${page}` };
}
