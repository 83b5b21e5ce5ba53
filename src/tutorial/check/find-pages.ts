import { glob, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathFix } from '../../diagnostics/nearest-path.ts';
import { placeOfFile } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';

export type FoundPage = {
  readonly path: string;
  /** The folder that was named. */
  readonly folder: string;
  /** Its path in that folder, with slashes on every system. */
  readonly name: string;
};

export type FoundPages = {
  readonly pages: readonly FoundPage[];
  /** Problems of the operands: `file-unreadable`, `nothing-selected`. */
  readonly problems: readonly Problem[];
  /** Files in the folders that cannot be read, with their paths. Problems: `file-unreadable`. */
  readonly unreadable: readonly UnreadablePage[];
};

type UnreadablePage = { readonly name: string; readonly problem: Problem };

/** The pages that operands name, and the problems of the others. */
export async function findPages(operands: readonly string[]): Promise<FoundPages> {
  const pages = new Map<string, FoundPage>();
  const problems: Problem[] = [];
  const unreadable: UnreadablePage[] = [];
  for (const operand of operands) {
    const kind = await stat(operand).catch(() => undefined);
    if (kind === undefined && isGlob(operand)) {
      let isFound = false;
      for await (const path of glob(operand)) {
        if (!path.toLowerCase().endsWith('.md')) continue;
        isFound = true;
        pages.set(resolve(path), pageAt(path));
      }
      if (!isFound) {
        const message = `no page is found by \`${operand}\``;
        problems.push({ code: 'nothing-selected', message, fix: 'name a page, a folder or a glob that finds some' });
      }
    } else if (kind === undefined) {
      const message = 'there is no such page or folder';
      problems.push({ code: 'file-unreadable', message, at: placeOfFile(operand), fix: pathFix(operand) });
    } else if (kind.isDirectory()) {
      const found: FoundPage[] = [];
      const before = unreadable.length;
      await pagesBelow(operand, { root: operand, found, unreadable });
      for (const page of found) pages.set(resolve(page.path), page);
      if (found.length === 0 && unreadable.length === before) {
        const message = 'the folder has no pages (*.md)';
        problems.push({ code: 'nothing-selected', message, at: placeOfFile(operand), fix: 'name a folder of pages' });
      }
    } else pages.set(resolve(operand), pageAt(operand));
  }
  return { pages: [...pages.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), problems, unreadable };
}

type Below = { readonly root: string; readonly found: FoundPage[]; readonly unreadable: UnreadablePage[] };

async function pagesBelow(folder: string, below: Below): Promise<void> {
  const { root, found, unreadable } = below;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    const message = 'the folder cannot be read';
    const problem = {
      code: 'file-unreadable',
      message,
      at: placeOfFile(folder),
      fix: 'check its permissions',
    } as const;
    unreadable.push({ name: slashes(relative(root, folder)) || '.', problem });
  }
  for (const entry of entries ?? []) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) {
      const problem = await checkLink(path, root);
      if (problem !== undefined) unreadable.push({ name: slashes(relative(root, path)), problem });
    } else if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') {
      await pagesBelow(path, below);
    } else if (entry.isFile() && entry.name.toLowerCase().endsWith('.md')) {
      found.push({ path, folder: root, name: slashes(relative(root, path)) });
    }
  }
}

/** Links are not followed: their targets are read if they are in the folder, and otherwise do not belong to it. */
async function checkLink(path: string, root: string): Promise<Problem | undefined> {
  const target = await realpath(path).catch(() => undefined);
  const inside = target !== undefined && !relative(await realpath(root), target).startsWith('..');
  if (inside) return undefined;
  const message =
    target === undefined ? 'the link leads nowhere' : 'the link leads out of the folder, and is not followed';
  return { code: 'file-unreadable', message, at: placeOfFile(path), fix: 'remove it, or name what it leads to' };
}

const isGlob = (operand: string) => /[*?[{]/.test(operand);

const pageAt = (path: string): FoundPage => ({ path, folder: dirname(path), name: slashes(path) });

const slashes = (path: string) => path.replaceAll('\\', '/');
