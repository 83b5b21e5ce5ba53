import type { Template } from '../../format/template/template.ts';
import { type Json, property } from '../../json/json.ts';
import type { PlannedCall, PlannedStep } from '../../run/plan/plan.ts';
import { type HarEntry, unescaped } from './har-entry.ts';

export type SolveOptions = {
  /** The names whose values are sought: inputs, and `run.id`. */
  readonly names: readonly string[];
  /** Names with known values. */
  readonly known: ReadonlyMap<string, string>;
};

/**
 * The values of names when a person did a tutorial by hand: if the url of a step matches an entry, the texts at the
 * places of names are their values, in the url and in the body. The first entry that matches a step is used.
 */
export function solveNames(
  steps: readonly PlannedStep[],
  entries: readonly HarEntry[],
  { names, known }: SolveOptions,
): ReadonlyMap<string, string> {
  const solved = new Map<string, string>();
  const notice = (found: ReadonlyMap<string, string>) => {
    for (const [name, value] of found) if (names.includes(name) && !solved.has(name)) solved.set(name, value);
  };
  for (const { call } of steps) {
    if (call === undefined) continue;
    const values = new Map([...known, ...solved]);
    const entry = entries.find((one) => one.method === call.request.method && fits(call, one, values) !== undefined);
    if (entry === undefined) continue;
    notice(fits(call, entry, values) ?? new Map());
    if (entry.body !== undefined) notice(namesInBody(call.request.body, entry.body, values));
  }
  return solved;
}

/** Names occur in short texts; several of them in a long text would take long to find. */
const longestText = 2_000;

type Known = ReadonlyMap<string, string>;

function fits({ request }: PlannedCall, entry: HarEntry, known: Known): ReadonlyMap<string, string> | undefined {
  return namesInText(request.url, unescaped(entry.url), { known, piece: "[^/?&']+", literal: unescaped });
}

type Reading = {
  readonly known: Known;
  /** The pattern of the texts that a name can have. */
  readonly piece: string;
  readonly literal?: (text: string) => string;
};

/** The values of the names of a template in a text; none if the text does not match the template. */
function namesInText(template: Template, text: string, { known, piece, literal = (part) => part }: Reading) {
  if (text.length > longestText) return undefined;
  const names: string[] = [];
  const form = template.parts.map((part) => {
    if (typeof part === 'string') return escaped(literal(part));
    const value = part.shift === undefined ? known.get(part.name) : undefined;
    if (value !== undefined) return escaped(value);
    names.push(part.shift === undefined ? part.name : '');
    return `(${part.name === 'run.id' ? '[a-z0-9]{4,32}' : piece})`;
  });
  const match = new RegExp(`^${form.join('')}$`, 's').exec(text);
  if (match === null) return undefined;
  return new Map(names.map((name, at) => [name, match[at + 1] ?? ''] as const));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function namesInBody(body: PlannedCall['request']['body'], sent: Json | undefined, known: Known): Known {
  if (body === undefined || sent === undefined) return new Map();
  switch (body.kind) {
    case 'json':
      return new Map();
    case 'text':
      return (
        (typeof sent === 'string' ? namesInText(body.template, sent, { known, piece: '.+?' }) : undefined) ?? new Map()
      );
    case 'array':
      return joined(body.items.map((item, at) => namesInBody(item, Array.isArray(sent) ? sent[at] : undefined, known)));
    case 'object':
      return joined(body.entries.map(([name, value]) => namesInBody(value, property(sent, name), known)));
    default:
      return body satisfies never;
  }
}

function joined(maps: readonly Known[]): Known {
  return new Map(maps.flatMap((map) => [...map]));
}
