/** Where the project is published from: the one file is `project.json`. */
export type Project = { readonly host: string; readonly owner: string; readonly name: string };

/** The fields of package.json that follow from it; `undefined` where no owner is named yet. */
export type ProjectFields = {
  readonly repository: { readonly type: 'git'; readonly url: string };
  readonly homepage: string;
  readonly bugs: string;
};

export function projectFields({ host, owner, name }: Project): ProjectFields | undefined {
  if (owner === '') return undefined;
  const page = `https://${host}/${owner}/${name}`;
  return { repository: { type: 'git', url: `git+${page}.git` }, homepage: `${page}#readme`, bugs: `${page}/issues` };
}

/** The manifest with these fields, or without them, before `license`, where npm has them. */
export function withProjectFields(
  manifest: { readonly [key: string]: unknown },
  fields: ProjectFields | undefined,
): { readonly [key: string]: unknown } {
  const others = Object.entries(manifest).filter(([key]) => !['repository', 'homepage', 'bugs'].includes(key));
  const at = others.findIndex(([key]) => key === 'license');
  return Object.fromEntries(others.toSpliced(at, 0, ...Object.entries(fields ?? {})));
}
