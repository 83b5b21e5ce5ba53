import { decoded } from '../../../../decoded.ts';
import type { FilterExpression } from '../../../odata/expression.ts';
import { parseFilter } from '../../../odata/parse-filter.ts';
import { invalid } from './review-body.ts';

/** A query as scopes and reviewers state it: a path in Graph, and a filter. */
export type GraphQuery = {
  /** Without version prefix, as the service returns it. */
  readonly text: string;
  /** Relative: from the resource under review, or from the principal of the decision. */
  readonly relative: boolean;
  readonly segments: readonly string[];
  readonly filter: FilterExpression | null;
};

/** Reads the query at a place of a body; throws an `InvalidBody` that names the place. */
export function parseGraphQuery(sent: string, place: string): GraphQuery {
  const text = repaired(withoutVersion(sent.trim()));
  const [path = '', options = ''] = splitOnce(text, '?');
  if (!path.startsWith('/') && !path.startsWith('./'))
    invalid(
      `${place} is '${sent}'; a query starts with '/', or with '../../../../backend/sandbox/reviews/' where it is relative.`,
    );
  const segments = path
    .replace(/^\.?\//, '')
    .split('/')
    .filter((segment) => segment !== '');
  return { text, relative: path.startsWith('./'), segments, filter: filterOf(options, place) };
}

/** A segment in lower case, for comparisons: Graph's paths ignore case. */
export function wordAt(query: GraphQuery, index: number): string {
  return (query.segments[index] ?? '').toLowerCase();
}

/** The service's message for an unsupported query, literally (observed). It accepts more than it lists. */
export const unsupportedQuery = ({ text }: GraphQuery): string =>
  `Query ${text} is not supported. Please pass in one of the following queries : ${listedForms}`;

const listedForms =
  "/users/{userId}, /groups/{groupId}/owners, /groups/{groupId}/transitiveMembers, /groups/{groupId}/transitiveMembers/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest') or /roleManagement/directory/roleAssignmentAndEligbilitySchedules?$filter=roleDefinitionId eq '{roleDefinitionId}'";

/**
 * The text with `$count=true`, which the service adds where it filters: first among the options of people, last among
 * those of groups.
 */
export function countedText(query: GraphQuery): string {
  if (query.filter === null || query.text.includes('$count')) return query.text;
  const [path = '', options = ''] = splitOnce(query.text, '?');
  return /microsoft\.graph\.\w+\/?$/i.test(path) ? `${path}?$count=true&${options}` : `${query.text}&$count=true`;
}

function withoutVersion(text: string): string {
  return text.replace(/^https:\/\/[^/]+(?=\/)/, '').replace(/^\/(?:v1\.0|beta)(?=\/)/i, '');
}

/** A documented example has a superfluous quote here, which the service accepts. */
function repaired(text: string): string {
  return text.replace(/('Team'\))'\)/, '$1)');
}

/** Options of a scope; also without `$`, which a shell may have removed. */
const known = new Set(['$filter', '$count', '$expand', '$select']);

function filterOf(options: string, place: string): FilterExpression | null {
  const given = new Map<string, string>();
  for (const option of options.split(/&(?=(?:[^']*'[^']*')*[^']*$)/).filter((part) => part !== '')) {
    const [name = '', value = ''] = splitOnce(option, '=');
    if (!known.has(name.toLowerCase()) || value === '') {
      invalid(`${place} has the query option '${option}', which is not one of ${[...known].join(', ')}.`);
    }
    if (given.has(name.toLowerCase())) invalid(`${place} has the query option '${name}' more than once.`);
    given.set(name.toLowerCase(), decoded(value));
  }
  const count = given.get('$count');
  if (count !== undefined && !/^(?:true|false)$/i.test(count))
    invalid(`${place} has a $count that is not true or false.`);
  const filter = given.get('$filter');
  if (filter === undefined) return null;
  const parsed = parseFilter(filter);
  return parsed.ok ? parsed.value : invalid(`${place} has a $filter that cannot be read: ${parsed.fault.message}.`);
}

function splitOnce(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
