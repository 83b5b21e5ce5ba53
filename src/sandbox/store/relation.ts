/**
 * Links of one name, both ways: from the paths of objects (`groups/5d…`) to the ids of others. Links of what is deleted stay,
 * unseen, so that restoring brings them back where they were.
 */
export type Relation = {
  /** False where the link was there before. */
  readonly add: (from: string, to: string) => boolean;
  /** False where there was no link. */
  readonly remove: (from: string, to: string) => boolean;
  readonly has: (from: string, to: string) => boolean;
  /** Those that are alive, in the order in which they were added. */
  readonly targets: (from: string) => readonly string[];
  readonly sources: (to: string) => readonly string[];
  /** Removes all links from an object, seen or not. */
  readonly clear: (from: string) => void;
  /** To be reported when something died or was returned. */
  readonly touch: (id: string) => void;
  /** Removes all links of an object that is permanently deleted. */
  readonly drop: (id: string) => void;
  /** Another number whenever anything that can be seen may have changed. */
  readonly version: () => number;
};

type Links = Map<string, Set<string>>;

const none: readonly string[] = [];

export function relation(isAlive: (id: string) => boolean): Relation {
  const forward: Links = new Map();
  const backward: Links = new Map();
  const seenForward = new Map<string, readonly string[]>();
  const seenBackward = new Map<string, readonly string[]>();

  let version = 0;

  const forget = (from: string, to: string): void => {
    version += 1;
    seenForward.delete(from);
    seenBackward.delete(to);
  };
  const remove = (from: string, to: string): boolean => {
    if (!unlink(forward, from, to)) return false;
    unlink(backward, to, from);
    forget(from, to);
    return true;
  };
  const touch = (id: string): void => {
    for (const to of forward.get(id) ?? []) forget(id, to);
    for (const from of backward.get(id) ?? []) forget(from, id);
  };
  const alive = (links: Links, seen: Map<string, readonly string[]>, id: string): readonly string[] => {
    const known = seen.get(id);
    const all = links.get(id);
    if (known !== undefined || all === undefined) return known ?? none;
    const found = [...all].filter(isAlive);
    seen.set(id, found);
    return found;
  };

  const clear = (from: string): void => {
    for (const to of [...(forward.get(from) ?? [])]) remove(from, to);
  };

  const drop = (end: string): void => {
    touch(end);
    clear(end);
    for (const from of [...(backward.get(end) ?? [])]) remove(from, end);
  };

  return {
    add: (from, to) => {
      if (!link(forward, from, to)) return false;
      link(backward, to, from);
      forget(from, to);
      return true;
    },
    remove,
    has: (from, to) => forward.get(from)?.has(to) === true && isAlive(to),
    targets: (from) => alive(forward, seenForward, from),
    sources: (to) => alive(backward, seenBackward, to),
    version: () => version,
    clear,
    touch,
    drop,
  };
}

function link(links: Links, from: string, to: string): boolean {
  const known = links.get(from);
  if (known?.has(to) === true) return false;
  if (known === undefined) links.set(from, new Set([to]));
  else known.add(to);
  return true;
}

function unlink(links: Links, from: string, to: string): boolean {
  const known = links.get(from);
  if (known?.delete(to) !== true) return false;
  if (known.size === 0) links.delete(from);
  return true;
}
