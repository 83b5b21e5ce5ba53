import { placeAt, positionOf } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { ProblemCode } from '../../../diagnostics/problem-codes.ts';
import type { SharedOrigin, Source, Span } from '../../../diagnostics/source.ts';
import { suggestion } from '../../../diagnostics/suggest.ts';
import { onlyName } from '../../template/parse-template.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../yaml-node.ts';
import { entriesOf, entryOf, itemsOf, valueAt } from '../yaml-plain.ts';
import { string } from '../yaml-scalars.ts';
import { type CallScope, calledStep, scopeOf } from './called-step.ts';
import { type NameMap, namesInNode, renamedNode } from './rename-names.ts';
import { type CalledPart, calledPart, readStepsFile, type StepsFile, stepIds } from './steps-file.ts';
import { type UsedFiles, usedPath, usesOf } from './used-files.ts';

/** A name of shared steps, or an output of them, that is replaced where they are called. */
export type BoundName = {
  readonly name: string;
  /** The id of the call that sets it; absent for an output. */
  readonly call?: string;
  readonly value: YamlNode;
  /** The span of the key that sets its value. */
  readonly span: Span;
  /** The declaration of the input in the file: its type. */
  readonly input?: YamlNode;
};

/** A scenario's tree without calls: they are replaced by the steps of the files. */
export type Expanded = {
  readonly root: YamlNode;
  readonly bound: readonly BoundName[];
  readonly problems: readonly Problem[];
};

const deepest = 8;
/** With those of the files: a few small files must not make millions. */
const mostSteps = 5_000;

/**
 * Puts shared steps where they are called. Their ids begin with that of the call and a dot, and so do their names, which are
 * their own; each keeps its place in its file, with the places that call it.
 */
export function expandCalls(source: Source, root: YamlNode, used: UsedFiles): Expanded {
  const all = [...itemsOf(valueAt(root, 'steps')), ...itemsOf(valueAt(root, 'cleanup'))];
  const hasCalls = all.some((step) => entryOf(step, 'call') !== undefined);
  if (!hasCalls && valueAt(root, 'use') === undefined) return { root, bound: [], problems: [] };
  return new Expansion(used).scenario(source, root);
}

/** A file with calls: the scenario, or shared steps that call others. */
type Calling = {
  readonly source: Source;
  readonly uses: ReturnType<typeof usesOf>;
  /** Those that can be read, by the names of `uses`. */
  readonly files: ReadonlyMap<string, StepsFile>;
  /** The paths of the files that lead here. */
  readonly chain: readonly string[];
};

/** A call of a part of a file. */
type Called = { readonly file: StepsFile; readonly scope: CallScope; readonly name: string; readonly span: Span };

const same: NameMap = (name) => name;

class Expansion {
  readonly #used: UsedFiles;
  readonly #problems: Problem[] = [];
  readonly #files = new Map<string, ReturnType<typeof readStepsFile>>();
  readonly #bound: BoundName[] = [];
  /** Names that are only another name for something. */
  readonly #same = new Map<string, string>();
  readonly #inputs: YamlEntry[] = [];
  /** In reverse order of the calls: the last created object is deleted first. */
  readonly #cleanup: YamlNode[] = [];
  #steps = 0;
  #source: Source = { path: '', text: '' };

  constructor(used: UsedFiles) {
    this.#used = used;
  }

  scenario(source: Source, root: YamlNode): Expanded {
    this.#source = source;
    const calling = this.#calling(source, usesOf(root), []);
    const steps = this.#expanded(itemsOf(valueAt(root, 'steps')), calling);
    const cleanup = [...this.#expanded(itemsOf(valueAt(root, 'cleanup')), calling), ...this.#cleanup];
    this.#uniqueOutputs(root, [...steps, ...cleanup]);
    const rename: NameMap = (name) => this.#meant(name);
    const final = (nodes: readonly YamlNode[]) => nodes.map((node) => renamedNode(node, rename, undefined));
    const bound = this.#bound.map((one) => ({ ...one, value: renamedNode(one.value, rename, undefined) }));
    const replaced = { steps: final(steps), cleanup: final(cleanup) };
    return { root: withParts(root, { ...replaced, inputs: this.#inputs }), bound, problems: this.#problems };
  }

  /** The files that a file uses; all that is wrong with them is listed, called or not. */
  #calling(source: Source, uses: Calling['uses'], chain: Calling['chain']): Calling {
    const files = new Map<string, StepsFile>();
    for (const { name, path } of uses) {
      const file = usedPath(source, path.value);
      if (chain.includes(file) || file === this.#source.path) {
        const ring = [...chain.slice(chain.indexOf(file)), file].join(' → ');
        this.#report(
          'shared-cycle',
          `shared steps use each other in a cycle: ${ring}`,
          path.span,
          'remove one of these `use` entries',
        );
      } else if (chain.length >= deepest) {
        const message = `shared steps use others ${deepest} files deep, which is the limit`;
        this.#report('shared-too-deep', message, path.span, 'call them from the scenario itself');
      } else {
        // Read once, and its problems are listed where it is named first.
        const read =
          this.#files.get(file) ?? readStepsFile(this.#used, { from: source, path: path.value, span: path.span });
        if (!this.#files.has(file)) this.#problems.push(...read.problems);
        this.#files.set(file, read);
        if (read.file !== undefined) files.set(name, read.file);
      }
    }
    return { source, uses, files, chain };
  }

  #expanded(steps: readonly YamlNode[], calling: Calling): readonly YamlNode[] {
    return steps.flatMap((step) => {
      const call = entryOf(step, 'call');
      this.#steps += 1;
      if (this.#steps === mostSteps) {
        const message = `with its shared steps, the scenario has more than ${mostSteps} steps`;
        this.#report('yaml-too-many', message, step.span, 'split it');
      }
      if (call === undefined || this.#steps > mostSteps || step.kind !== 'mapping') return [step];
      return this.#called(step, call, calling);
    });
  }

  #called(step: YamlMapping, call: YamlEntry, calling: Calling): readonly YamlNode[] {
    const [name = '', only] = (string(call.value) ?? '').split('.');
    const file = calling.files.get(name);
    const { span } = call.value;
    if (file === undefined) {
      // The problems of the file were listed before.
      if (!calling.uses.some((one) => one.name === name)) {
        const message = `no file of \`use\` is called \`${name}\``;
        this.#report('unknown-name', message, span, suggestion(name, calling.files.keys()));
      }
      return [];
    }
    const part = calledPart(file, only);
    if (part === undefined) {
      const message = `${file.source.path} has no step \`${only}\``;
      this.#report('unknown-step', message, span, suggestion(only ?? '', stepIds(file)));
      return [];
    }
    const id = string(valueAt(step, 'id')) ?? '';
    const place = placeAt(calling.source, span);
    const origin: SharedOrigin = { source: file.source, calledAt: [positionOf(place), ...(place.calledAt ?? [])] };
    const scope: CallScope = { call: step, id, names: scopeOf(id), origin };
    const called: Called = { file, scope, name, span };
    this.#give(part, called);
    this.#take(part, called);
    const uses = usesOf(file.root).map((one) => ({
      ...one,
      path: { ...one.path, span: { ...one.path.span, origin } },
    }));
    const inner = this.#calling(file.source, uses, [...calling.chain, file.source.path]);
    const own = this.#expanded(
      part.steps.map((one) => calledStep(one, scope)),
      inner,
    );
    const cleanup = this.#expanded(
      part.cleanup.map((one) => calledStep(one, scope)),
      inner,
    );
    this.#cleanup.unshift(...cleanup);
    return own;
  }

  /** The values that the call sets for the inputs of the file. */
  #give(part: CalledPart, { file, scope, span, name }: Called): void {
    const inputs = entriesOf(valueAt(file.root, 'inputs'));
    const given = entriesOf(valueAt(scope.call, 'with'));
    for (const { key, keySpan } of given) {
      if (inputs.some((input) => input.key === key)) continue;
      const known = inputs.map((input) => input.key);
      const message = `\`${name}\` has no input \`${key}\``;
      this.#report('unknown-input', message, keySpan, known.length === 0 ? 'remove it' : suggestion(key, known));
    }
    for (const input of inputs) {
      const own = scope.names + input.key;
      const with_ = given.find(({ key }) => key === input.key);
      if (with_ !== undefined)
        this.#bind(own, with_, { call: scope.id, input: renamedNode(input.value, same, scope.origin) });
      else if (entryOf(input.value, 'example') ?? entryOf(input.value, 'env')) {
        const moved = renamedNode({ kind: 'mapping', entries: [input], span: input.keySpan }, same, scope.origin);
        this.#inputs.push(...entriesOf(moved).map((entry) => ({ ...entry, key: own })));
      } else if (part.used.has(input.key)) {
        const message = `\`${name}\` needs the input \`${input.key}\``;
        this.#report('missing-input', message, span, `add it: \`with: { ${input.key}: … }\``);
      }
    }
  }

  /** The outputs of the file that the call captures. */
  #take(part: CalledPart, { file, scope }: Called): void {
    const outputs = entriesOf(valueAt(file.root, 'outputs'));
    for (const { key, keySpan, value } of entriesOf(valueAt(scope.call, 'capture'))) {
      const named = valueAt(value, 'output');
      const output = outputs.find((one) => one.key === string(named));
      if (named === undefined || output === undefined) {
        const known = outputs.map((one) => one.key);
        const message =
          named === undefined
            ? 'a call captures outputs of the shared steps'
            : `the shared steps have no output \`${string(named)}\``;
        const fix = named === undefined ? 'write `{ output: NAME }`' : suggestion(string(named) ?? '', known);
        this.#report('unknown-name', message, (named ?? value).span, fix);
        continue;
      }
      const missing = [...namesInNode(output.value)].find(
        (one) => !part.captured.has(one) && !entryOf(valueAt(file.root, 'inputs'), one) && !one.includes('.'),
      );
      if (missing !== undefined) {
        const message = `the output \`${output.key}\` is made of \`${missing}\`, which the steps of this call do not capture`;
        this.#report('unknown-name', message, named.span, 'call all of the file, or the step that captures it');
        continue;
      }
      const rename: NameMap = (one) => scope.names + one;
      this.#bind(key, { key, keySpan, value: renamedNode(output.value, rename, scope.origin) });
    }
  }

  /**
   * A value that is only a name is replaced by that name everywhere, and stays listed, because it is checked at its own
   * place.
   */
  #bind(name: string, { keySpan, value }: YamlEntry, about: Pick<BoundName, 'call' | 'input'> = {}): void {
    const other = onlyName(string(value) ?? '');
    if (other !== undefined) this.#same.set(name, other);
    this.#bound.push({ name, value, span: keySpan, ...about });
  }

  /** The name that a name finally refers to. */
  #meant(name: string): string {
    let meant = name;
    for (let steps = 0; steps <= this.#same.size; steps++) {
      const next = this.#same.get(meant);
      if (next === undefined) return meant;
      meant = next;
    }
    return meant;
  }

  #uniqueOutputs(root: YamlNode, steps: readonly YamlNode[]): void {
    const taken = new Set([
      ...entriesOf(valueAt(root, 'inputs')).map(({ key }) => key),
      ...steps.flatMap((step) => entriesOf(valueAt(step, 'capture')).map(({ key }) => key)),
    ]);
    for (const { name, span } of this.#bound) {
      if (!taken.has(name)) {
        taken.add(name);
        continue;
      }
      this.#report(
        'duplicate-id',
        `\`${name}\` has a value already`,
        span,
        'a name has one value: choose another name',
      );
    }
  }

  #report(code: ProblemCode, message: string, span: Span, fix: string): void {
    this.#problems.push({ code, message, at: placeAt(this.#source, span), fix });
  }
}

type Parts = { readonly [key in 'steps' | 'cleanup']: readonly YamlNode[] } & { readonly inputs: readonly YamlEntry[] };

function withParts(root: YamlNode, { steps, cleanup, inputs }: Parts): YamlNode {
  const sequence = (items: readonly YamlNode[]): YamlNode => ({ kind: 'sequence', items, span: root.span });
  const given: YamlNode = {
    kind: 'mapping',
    entries: [...entriesOf(valueAt(root, 'inputs')), ...inputs],
    span: root.span,
  };
  const parts = { steps: sequence(steps), cleanup: sequence(cleanup), inputs: given };
  const replaced = Object.entries(parts).map(([key, value]) => ({
    key,
    keySpan: entryOf(root, key)?.keySpan ?? root.span,
    value,
  }));
  const others = entriesOf(root).filter(({ key }) => !Object.hasOwn(parts, key));
  return { kind: 'mapping', entries: [...others, ...replaced], span: root.span };
}
