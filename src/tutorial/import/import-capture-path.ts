import { isJsonObject, type Json } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { leavesOf, type Path } from './links/leaves.ts';

/**
 * The JSONPath (RFC 9535) of a value: an item of a list by a property that distinguishes it, or else by its position. `name` gives the name that a value has by then.
 */
export function capturePath(
  shown: Json | undefined,
  path: Path,
  name: (text: string) => string | undefined,
): { readonly path: string; readonly byPosition: boolean } {
  let text = '$';
  let value = shown;
  let byPosition = false;
  for (const [at, key] of path.entries()) {
    if (Array.isArray(value) && typeof key === 'number') {
      const filter = value.length > 1 ? filterOf(value, key, { name, wanted: path.slice(at + 1) }) : undefined;
      byPosition ||= value.length > 1 && filter === undefined;
      text += filter ?? `[${key}]`;
      value = value[key];
    } else {
      text = childPath(text, key);
      value = isJsonObject(value) ? value[key] : undefined;
    }
  }
  return { path: text.replaceAll(/\$\{(?!\w+\}')/g, () => '$${'), byPosition };
}

function filterOf(
  items: readonly Json[],
  index: number,
  { name, wanted }: { readonly name: (text: string) => string | undefined; readonly wanted: Path },
): string | undefined {
  const leaves = leavesOf(items[index]).filter(
    ({ path, value }) =>
      typeof value === 'string' &&
      value !== '' &&
      path.length <= 2 &&
      path.every((key) => typeof key === 'string') &&
      path.join('\0') !== wanted.join('\0') &&
      items.every(
        (item, at) => at === index || !leavesOf(item).some((other) => same(other.path, path) && other.value === value),
      ),
  );
  const known = leaves.find(({ value }) => name(String(value)) !== undefined);
  if (known !== undefined) return `[?${childOf(known.path)} == '\${${name(String(known.value))}}']`;
  const reporting = leaves.find(
    ({ path, value }) =>
      /^(?:displayName|name|value|type|roleName)$/.test(String(path.at(-1))) && !/[\\'$]/.test(String(value)),
  );
  return reporting === undefined ? undefined : `[?${childOf(reporting.path)} == '${reporting.value}']`;
}

const same = (one: Path, other: Path): boolean => one.join('\0') === other.join('\0');
const childOf = (path: Path): string => path.reduce<string>(childPath, '@');
