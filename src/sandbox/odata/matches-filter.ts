import type { Json } from '../../json/json.ts';
import { compareValues } from './compare-odata-values.ts';
import type { FilterExpression, Lambda, ODataComparison, TextFunction } from './expression.ts';
import { isOfType, valueAt } from './property-at.ts';

/** Whether a wire object is one that the filter asks for. What is absent is null, as OData has it. */
export function matchesFilter(expression: FilterExpression, wire: Json): boolean {
  return resultOf(expression, { wire, variables: new Map() }) === true;
}

type Scope = { readonly wire: Json; readonly variables: ReadonlyMap<string, Json> };

function resultOf(expression: FilterExpression, scope: Scope): Json {
  const holds = (part: FilterExpression): boolean => resultOf(part, scope) === true;
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'path':
      return pathValue(expression, scope);
    case 'compare':
      return compares(expression.operator, resultOf(expression.left, scope), resultOf(expression.right, scope));
    case 'in': {
      const left = resultOf(expression.left, scope);
      return expression.choices.some((choice) => compares('eq', left, resultOf(choice, scope)));
    }
    case 'and':
      return expression.operands.every(holds);
    case 'or':
      return expression.operands.some(holds);
    case 'not':
      return !holds(expression.operand);
    case 'call':
      return callText(
        expression.name,
        resultOf(expression.arguments[0], scope),
        resultOf(expression.arguments[1], scope),
      );
    case 'is-of': {
      const value = expression.path === undefined ? scope.wire : valueAt(scope.wire, expression.path);
      return isOfType(value, expression.type) === true;
    }
    case 'lambda':
      return holdsForItems(expression, scope);
    default:
      return expression satisfies never;
  }
}

/** A path that starts with a lambda's variable goes on from its value. */
function pathValue({ path }: { readonly path: Lambda['path'] }, { wire, variables }: Scope): Json {
  const first = path.segments[0];
  const item = first === undefined ? undefined : variables.get(first.name);
  return item === undefined ? valueAt(wire, path) : valueAt(item, { ...path, segments: path.segments.slice(1) });
}

function holdsForItems({ quantifier, path, each }: Lambda, scope: Scope): boolean {
  const items = pathValue({ path }, scope);
  if (!Array.isArray(items)) return quantifier === 'all';
  if (each === undefined) return items.length > 0;
  const holds = (item: Json): boolean =>
    resultOf(each.condition, { ...scope, variables: new Map(scope.variables).set(each.variable, item) }) === true;
  return quantifier === 'any' ? items.some(holds) : items.every(holds);
}

function compares(operator: ODataComparison, left: Json, right: Json): boolean {
  const order = compareValues(left, right);
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
