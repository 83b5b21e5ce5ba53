type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The same properties without those that are `undefined`: `{ id, ...defined({ title }) }` has a title only where there is one. */
export function defined<T extends object>(properties: T): Defined<T> {
  const kept: Partial<T> = {};
  for (const key in properties) {
    if (properties[key] !== undefined) kept[key] = properties[key];
  }
  return kept as Defined<T>;
}
