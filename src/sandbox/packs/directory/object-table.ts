/** Objects by id, in the order in which they were received. Ids are compared without regard to case. */
export type ObjectTable<T extends { readonly id: string }> = {
  readonly get: (id: string) => T | undefined;
  readonly has: (id: string) => boolean;
  /** Adds, or replaces where it stands. */
  readonly set: (object: T) => void;
  /** Takes it out. */
  readonly take: (id: string) => T | undefined;
  readonly all: () => readonly T[];
};

export function objectTable<T extends { readonly id: string }>(): ObjectTable<T> {
  const objects = new Map<string, T>();
  // Listing thousands of objects page by page must not copy them for each page.
  let listed: readonly T[] | undefined;
  return {
    get: (id) => objects.get(id.toLowerCase()),
    has: (id) => objects.has(id.toLowerCase()),
    set: (object) => {
      objects.set(object.id.toLowerCase(), object);
      listed = undefined;
    },
    take: (id) => {
      const found = objects.get(id.toLowerCase());
      if (objects.delete(id.toLowerCase())) listed = undefined;
      return found;
    },
    all: () => {
      listed ??= [...objects.values()];
      return listed;
    },
  };
}
