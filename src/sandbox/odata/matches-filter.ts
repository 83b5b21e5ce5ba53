import { isJsonObject, type Json } from '../../json/json.ts';
import { compareTexts, compareValues } from './compare-odata-values.ts';
import type { FilterExpression, Lambda, ODataComparison, PropertyPath, TextFunction } from './expression.ts';
import { isOfType, propertyNamed, valueAt } from './property-at.ts';

/** Whether a wire object matches the filter. An absent property is null, as in OData. */
export function matchesFilter(expression: FilterExpression, wire: Json): boolean {
  let compiled = known.get(expression);
  if (compiled === undefined) {
    compiled = compile(expression);
    known.set(expression, compiled);
  }
  return compiled({ wire, variables: none }) === true;
}

/** A filter is analyzed once, and applied to thousands of objects. */
const known = new WeakMap<FilterExpression, Evaluate>();

type Scope = { readonly wire: Json; readonly variables: ReadonlyMap<string, Json> };
type Evaluate = (scope: Scope) => Json;
const none: ReadonlyMap<string, Json> = new Map();

function compile(expression: FilterExpression): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'path':
      return pathValue(expression.path);
    case 'compare':
      return comparison(expression.operator, compile(expression.left), {
        right: compile(expression.right),
        literal: expression.right.kind === 'literal' ? expression.right.value : undefined,
      });
    case 'in': {
      const [left, choices] = [compile(expression.left), expression.choices.map(compile)];
      return (scope) => {
        const value = left(scope);
        return choices.some((choice) => compareValues(value, choice(scope)) === 0);
      };
    }
    case 'and': {
      const operands = expression.operands.map(compile);
      return (scope) => operands.every((one) => one(scope) === true);
    }
    case 'or': {
      const operands = expression.operands.map(compile);
      return (scope) => operands.some((one) => one(scope) === true);
    }
    case 'not': {
      const operand = compile(expression.operand);
      return (scope) => operand(scope) !== true;
    }
    case 'call': {
      const [whole, part] = expression.arguments.map(compile);
      if (whole === undefined || part === undefined) return () => false;
      return (scope) => callText(expression.name, whole(scope), part(scope));
    }
    case 'is-of': {
      const { path, type } = expression;
      return ({ wire }) => isOfType(path === undefined ? wire : valueAt(wire, path), type) === true;
    }
    case 'lambda':
      return lambda(expression);
    default:
      return expression satisfies never;
  }
}

/** A path that starts with a lambda's variable begins at its value. */
function pathValue(path: PropertyPath): Evaluate {
  const [first, second] = path.segments;
  if (first === undefined) return ({ wire }) => valueAt(wire, path);
  const rest = { ...path, segments: path.segments.slice(1) };
  const { name } = first;
  const isPlain = second === undefined && !path.counted && first.kind === 'property';
  return ({ wire, variables }) => {
    const item = variables === none ? undefined : variables.get(name);
    if (item !== undefined) return valueAt(item, rest);
    return isPlain && isJsonObject(wire) ? propertyNamed(wire, name) : valueAt(wire, path);
  };
}

function lambda({ quantifier, path, each }: Lambda): Evaluate {
  const items = pathValue(path);
  const condition = each === undefined ? undefined : compile(each.condition);
  return (scope) => {
    const found = items(scope);
    if (!Array.isArray(found)) return quantifier === 'all';
    if (each === undefined || condition === undefined) return found.length > 0;
    const holds = (item: Json): boolean =>
      condition({ ...scope, variables: new Map(scope.variables).set(each.variable, item) }) === true;
    return quantifier === 'any' ? found.some(holds) : found.every(holds);
  };
}

type Right = { readonly right: Evaluate; readonly literal: Json | undefined };

function comparison(operator: ODataComparison, left: Evaluate, { right, literal }: Right): Evaluate {
  // Most comparisons are with a text of the filter, which is analyzed once.
  if (typeof literal === 'string') {
    const order = compareTexts(literal);
    return (scope) => {
      const value = left(scope);
      return holds(operator, typeof value === 'string' ? order(value) : undefined, value);
    };
  }
  return (scope) => {
    const value = left(scope);
    return holds(operator, compareValues(value, right(scope)), value);
  };
}

function holds(operator: ODataComparison, order: number | undefined, left: Json): boolean {
  switch (operator) {
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
    case 'gt':
      return order !== undefined && order > 0;
    case 'ge':
      return order !== undefined && order >= 0 && left !== null;
    case 'lt':
      return order !== undefined && order < 0;
    case 'le':
      return order !== undefined && order <= 0 && left !== null;
    default:
      return operator satisfies never;
  }
}

function callText(name: TextFunction, whole: Json, part: Json): boolean {
  if (typeof whole !== 'string' || typeof part !== 'string') return false;
  const [text, sought] = [whole.toLowerCase(), part.toLowerCase()];
  switch (name) {
    case 'startswith':
      return text.startsWith(sought);
    case 'endswith':
      return text.endsWith(sought);
    case 'contains':
      return text.includes(sought);
    default:
      return name satisfies never;
  }
}
