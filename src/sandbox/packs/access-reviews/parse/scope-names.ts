import type { FilterExpression } from '../../../odata/expression.ts';
import { namesInFilter } from '../../../odata/filter-names.ts';
import { shippedModel } from '../../../typed/schema/shipped-model.ts';
import type { ScopeSelection } from '../scope/scope.ts';

const principals = { user: ['user'], group: ['group'], servicePrincipal: ['servicePrincipal'] } as const;
const anyPrincipal = Object.values(principals).flat();

/** Types of which a scope's filter names properties. */
function typesOf(selection: ScopeSelection): readonly string[] {
  switch (selection.kind) {
    case 'groups':
      return ['group'];
    case 'members':
      return selection.only === null ? anyPrincipal : principals[selection.only];
    case 'principals':
      return principals[selection.only];
    case 'role':
      return ['unifiedRoleAssignmentScheduleInstance', 'unifiedRoleEligibilityScheduleInstance'];
    case 'access-package':
      return ['accessPackageAssignment'];
    case 'channels':
      return ['channel'];
    case 'app':
      return [];
    default:
      return selection satisfies never;
  }
}

/** Names that the documentation filters assignments of access packages by, and v1.0 does not declare. */
const ofAssignments = ['accesspackageid', 'assignmentpolicyid', 'catalogid', 'targetid'];

/** A property that a filter names and that none of the selected objects has: the service refuses it, and widens nothing. */
export function unknownIn(filter: FilterExpression, selection: ScopeSelection): string | undefined {
  const types = typesOf(selection);
  if (types.length === 0) return undefined;
  const model = shippedModel();
  const has = (name: string): boolean =>
    types.some((type) => model.type(type)?.properties.has(name) === true) ||
    (selection.kind === 'access-package' && ofAssignments.includes(name)) ||
    // Extension properties have names that no type declares.
    name.includes('_');
  return [...namesInFilter(filter)].find((name) => !has(name.toLowerCase()));
}
