import { templateText } from '../../format/template/template.ts';
import type { PlannedCall, PlannedStep } from './plan.ts';

/**
 * Gives each step its causes: the steps whose captures it uses, those that its `after` names, and earlier steps by any
 * actor that changed an object that its own url names, or waited for its change.
 */
export function withCauses(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const effects: Effect[] = [];
  return steps.map((step) => {
    const { call } = step;
    const path = call === undefined ? undefined : segmentsOf(call);
    const inferred = path === undefined ? [] : effects.filter((effect) => shows(path, effect)).map(({ id }) => id);
    if (call !== undefined && path !== undefined && hasEffect(step, call)) effects.push(effectOf(step.id, call, path));
    return { ...step, causes: [...new Set([...step.uses, ...step.after, ...inferred])] };
  });
}

/** What a step changes: an object with everything below it, and the collection that lists the object. */
type Effect = { readonly id: string; readonly object?: Path; readonly collection?: Path };
type Path = readonly string[];

export function isRead({ request: { method } }: PlannedCall): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * Whether a request changes something. A request that is expected to be refused does not. While a step polls, the
 * service makes the change that it waits for.
 */
export function hasEffect({ eventually }: PlannedStep, call: PlannedCall): boolean {
  const changes = !isRead(call) || eventually !== undefined;
  return changes && call.expectation.statuses.some((status) => status < 400);
}

function effectOf(id: string, { request: { method } }: PlannedCall, path: Path): Effect {
  const above = path.slice(0, -1);
  // A POST below an object is an action on it, or adds to it; any other adds to a collection, and names nothing in it.
  if (method === 'POST' && !isKey(above.at(-1))) return { id, collection: path };
  const object = method === 'POST' ? above : path;
  return isKey(object.at(-1)) ? { id, object, collection: object.slice(0, -1) } : { id, object };
}

function shows(path: Path, { object, collection }: Effect): boolean {
  const isBelow = object?.every((segment, at) => path[at] === segment) === true;
  return isBelow || (collection?.length === path.length && collection.every((segment, at) => path[at] === segment));
}

/**
 * The segments of a path without version and query, names in lower case, keys as written. For the url of a captured
 * link, the segments of the link's source.
 */
export function segmentsOf({ request: { url } }: PlannedCall): Path {
  const [path = ''] = templateText(url).split(/[?#]/, 1);
  const [, , ...segments] = path.replace(/\(('?)([^()=]+)\1\)/g, '/$2').split('/');
  return segments.filter((segment) => !unnamed.test(segment)).map((one) => (isKey(one) ? one : one.toLowerCase()));
}

/**
 * Segments that name the same resource as the segment before them: nothing, parts of a representation, casts,
 * functions.
 */
const unnamed = /^$|^\$(?:ref|value|count)$|^microsoft\.graph\.\w+$|\(.*\)$/i;

/**
 * A value that only the run has, or an id in the form that services use: names of resources have few digits, and no
 * `@`.
 */
export function isKey(segment: string | undefined): boolean {
  return (
    segment !== undefined && (/\$\{|@/.test(segment) || segment === 'me' || (segment.match(/\d/g)?.length ?? 0) >= 4)
  );
}
