import type { Source } from '../../diagnostics/source.ts';
import type { GraphVersion } from '../../metadata/metadata.ts';

/** The version that a reference page documents: by the folder it lies in, or by the disclaimer of beta pages. */
export function documentedVersion({ path, text }: Source): GraphVersion | undefined {
  const folder = /[\\/](v1\.0|beta)[\\/]/.exec(path)?.[1];
  if (folder === 'v1.0' || folder === 'beta') return folder;
  return /beta-disclaimer|APIs under the `?\/beta`? version/i.test(text) ? 'beta' : undefined;
}
