import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const packageFolder = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/** The licenses of the packages that modules come from: who copies a package's code has to pass them on. */
export async function bundledLicenses(moduleIds: readonly string[]): Promise<string> {
  const folders = new Set(moduleIds.map((id) => packageFolder.exec(id)?.[1]).filter((folder) => folder !== undefined));
  const texts = await Promise.all([...folders].sort().map(licenseOf));
  return `The command line and the library contain code of these packages.\n\n${texts.join('\n')}`;
}

async function licenseOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `License: ${license}\n` : await readFile(join(folder, file), 'utf8');
  return `${'-'.repeat(72)}\n${name} ${version}\n\n${text.trim()}\n`;
}
