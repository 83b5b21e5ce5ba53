import { parseAst } from 'rolldown/parseAst';

/** A change of one place of a file that a test should notice. */
export type Mutant = {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  readonly rule: string;
  /** The innermost function around it, counted in the order of the text; -1 for the module itself. */
  readonly inFunction: number;
  /** The innermost of `regionsOf` around it; -1 for the module itself. */
  readonly region: number;
  /** The statement of the module, or member of a class, that it lies in. */
  readonly unit: Span;
};

type Span = { readonly start: number; readonly end: number };

/**
 * What runs as a whole or not at all: a statement in a block; one without a block (`if (a) return`); an expression that may be
 * skipped, or is the body of a function.
 */
export type Region = {
  readonly start: number;
  readonly end: number;
  readonly kind: 'statement' | 'alone' | 'expression';
};

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';

const isFunction = ({ type }: Node) =>
  /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);

/** Types vanish before anything runs, and so would their mutants; texts in `import` are names. */
const skipped = /^(?:TS(?!AsExpression|NonNull|Satisfies)|Import|ExportAll)/;

const opposite: { readonly [operator: string]: readonly string[] } = {
  '===': ['!=='],
  '!==': ['==='],
  '==': ['!='],
  '!=': ['=='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
};

const methods: { readonly [name: string]: string } = Object.assign(Object.create(null), {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
});

type Change = { readonly at: Node; readonly replacement: string; readonly rule: string };

/** Every change of a node itself, not of what lies in it. */
function changesOf(node: Node, text: string): readonly Change[] {
  const source = (value: unknown) => (isNode(value) ? text.slice(value.start, value.end) : '');
  const change = (rule: string, replacement: string, at: unknown = node): Change[] =>
    isNode(at) ? [{ at, replacement, rule }] : [];
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
      // `x === undefined ? {} : { x }`: a property that is `undefined` is as good as none.
      if (source(node['consequent']) === '{}' && /=== undefined$/.test(source(node['test'])))
        return change('condition true', 'true', node['test']);
      return [...change('condition true', 'true', node['test']), ...change('condition false', 'false', node['test'])];
    case 'WhileStatement':
    case 'ForStatement':
      return change('never repeated', 'false', node['test']);
    case 'LogicalExpression': {
      const [left, right] = [source(node['left']), source(node['right'])];
      const other = node['operator'] === '&&' ? '||' : '&&';
      return change(`${node['operator']} to ${other}`, `((${left}) ${other} (${right}))`);
    }
    case 'BinaryExpression':
      return (opposite[String(node['operator'])] ?? []).flatMap((other) =>
        change(`${node['operator']} to ${other}`, `${source(node['left'])} ${other} ${source(node['right'])}`),
      );
    case 'UnaryExpression':
      return node['operator'] === '!' ? change('! gone', `(${source(node['argument'])})`) : [];
    case 'Literal':
      return typeof node['value'] === 'boolean' ? change('boolean', String(!node['value'])) : [];
    case 'ExpressionStatement':
      return isNode(node['expression']) && node['expression'].type !== 'Literal' ? change('statement gone', ';') : [];
    case 'CallExpression': {
      const { callee } = node;
      if (!isNode(callee) || callee.type !== 'MemberExpression' || callee['computed'] === true) return [];
      const name = source(callee['property']);
      const other = methods[name];
      if (other !== undefined) return change(`${name} to ${other}`, other, callee['property']);
      return name === 'filter' || name === 'toSorted' ? change(`${name} gone`, source(callee['object'])) : [];
    }
    case 'SpreadElement':
      return change('spread gone', '', withComma(node, text));
    default:
      return [];
  }
}

/** Outside of functions stand limits, and tables of which each row is a guard of its own. */
function moduleChanges(node: Node, text: string): readonly Change[] {
  if (node.type === 'Literal' && typeof node['value'] === 'number') {
    return [{ at: node, replacement: String(node['value'] + 1), rule: 'number' }];
  }
  const rows = node.type === 'ObjectExpression' ? node['properties'] : node['elements'];
  if (!Array.isArray(rows) || !/^(?:Object|Array)Expression$/.test(node.type) || rows.length < 2) return [];
  return rows.filter(isNode).map((row) => ({ at: withComma(row, text), replacement: '', rule: 'row gone' }));
}

const withComma = (node: Node, text: string): Node => ({
  ...node,
  end: node.end + (/^\s*,/.exec(text.slice(node.end))?.[0].length ?? 0),
});

type Around = { readonly inFunction: number; readonly region: number };
type State = { functions: number; readonly regions: Region[] };

/** Visits nodes in the order of the text, each with what is innermost around it, and collects the regions. */
function walk(
  node: Node,
  visit: (node: Node, around: Around) => void,
  around: Around = { inFunction: -1, region: -1 },
  state: State = { functions: 0, regions: [] },
): State {
  if (skipped.test(node.type)) return state;
  visit(node, around);
  const inFunction = isFunction(node) ? state.functions++ : around.inFunction;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'returnType' || key === 'typeParameters' || key === 'typeArguments')
      continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (!isNode(child)) continue;
      const kind = skipped.test(child.type) ? undefined : regionKind(node, key, child);
      if (kind !== undefined) state.regions.push({ start: child.start, end: child.end, kind });
      const region = kind === undefined ? around.region : state.regions.length - 1;
      walk(child, visit, { inFunction, region }, state);
    }
  }
  return state;
}

const isBlock = ({ type }: Node) => type === 'BlockStatement' || type === 'FunctionBody';

function regionKind(parent: Node, key: string, child: Node): Region['kind'] | undefined {
  if (/^(?:Empty|Function|Labeled)/.test(child.type) && !isFunction(child)) return undefined;
  if (child.type === 'FunctionDeclaration') return undefined;
  if ((isBlock(parent) && key === 'body') || (parent.type === 'SwitchCase' && key === 'consequent')) return 'statement';
  if (isBlock(child)) return undefined;
  if (parent.type === 'IfStatement') return key === 'test' ? undefined : 'alone';
  if (/^(?:For|While|DoWhile)/.test(parent.type)) return key === 'body' ? 'alone' : undefined;
  if (parent.type === 'ConditionalExpression') return key === 'test' ? undefined : 'expression';
  if (parent.type === 'LogicalExpression') return key === 'right' ? 'expression' : undefined;
  return isFunction(parent) && key === 'body' ? 'expression' : undefined;
}

const parse = (text: string): Node => parseAst(text, { lang: 'ts' }) as unknown as Node;

/** The statements of a module, and for a class its members. */
function unitsOf(module: Node): readonly Span[] {
  const bodyOf = (node: Node): readonly Node[] => {
    const { declaration, body } = node;
    if (isNode(declaration)) return bodyOf(declaration);
    const own = isNode(body) && node.type === 'ClassDeclaration' ? body['body'] : undefined;
    return Array.isArray(own) ? own.filter(isNode) : [node];
  };
  const statements = module['body'];
  return Array.isArray(statements) ? statements.filter(isNode).flatMap(bodyOf) : [];
}

/** Every mutant of a file's text. */
export function mutantsOf(text: string): readonly Mutant[] {
  const mutants: Mutant[] = [];
  const module = parse(text);
  const units = unitsOf(module);
  walk(module, (node, { inFunction, region }) => {
    const changes = [...changesOf(node, text), ...(inFunction === -1 ? moduleChanges(node, text) : [])];
    for (const { at, replacement, rule } of changes) {
      if (replacement === text.slice(at.start, at.end)) continue;
      const { start, end } = units.find((unit) => unit.start <= at.start && at.end <= unit.end) ?? module;
      mutants.push({ start: at.start, end: at.end, replacement, rule, inFunction, region, unit: { start, end } });
    }
  });
  return mutants;
}

/** The regions of a file, as mutants number them. */
export const regionsOf = (text: string): readonly Region[] => walk(parse(text), () => {}).regions;

export function applied(text: string, { start, end, replacement }: Mutant): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
