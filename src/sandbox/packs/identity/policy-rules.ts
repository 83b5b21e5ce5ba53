import type { Json } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { Operate, TypeRules } from '../../typed/pack/pack.ts';
import { standing } from './standing-objects.ts';

const texts = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const conditionalAccess = 'identity/conditionalaccess/policies';

/** Which combinations of methods are strong enough; a few are built in. */
export const strengthRules: TypeRules = {
  required: ['displayName', 'allowedCombinations'],
  fixed: ['allowedCombinations', 'policyType', 'requirementsSatisfied'],
  longest: { displayName: 30, description: 100 },
  standing: [
    {
      where: { policyType: 'builtIn' },
      reason: 'A built-in authentication strength cannot be changed.',
      unchanged: true,
    },
  ],
  distinct: ['displayName'],
  atMost: 18,
  check: ({ kind, given, entity, ground }) => {
    if (kind === 'create' && texts(given('allowedCombinations')).length === 0)
      return badRequest("'allowedCombinations' cannot be empty.");
    return kind === 'delete' && users(ground, entity.id).length > 0
      ? badRequest('The authentication strength is used by conditional access policies.')
      : undefined;
  },
};

type Store = Parameters<Operate>[0]['ground'];

/** The conditional access policies that require a strength. */
const users = (ground: Store, id: string) =>
  ground.all(conditionalAccess).filter(({ values }) => {
    const strength: unknown = Object(Object(values['grantControls'])['authenticationStrength'])['id'];
    return String(strength).toLowerCase() === id.toLowerCase();
  });

const updateAllowedCombinations: Operate = ({ on, parameters, ground }) => {
  if (on === undefined || on.values['policyType'] === 'builtIn')
    return badRequest('A built-in authentication strength cannot be changed.');
  const currentCombinations = [...texts(parameters['allowedCombinations'])];
  if (currentCombinations.length === 0) return badRequest("'allowedCombinations' cannot be empty.");
  const previousCombinations = [...texts(on.values['allowedCombinations'])];
  ground.change(on, { allowedCombinations: currentCombinations, modifiedDateTime: ground.now });
  return {
    value: {
      previousCombinations,
      currentCombinations,
      conditionalAccessReferences: users(ground, on.id).map(({ id }) => id),
      additionalInformation: '',
    },
  };
};

export const strengthOperations: { readonly [name: string]: Operate } = {
  'authenticationStrengthPolicy.updateAllowedCombinations': updateAllowedCombinations,
  'authenticationStrengthPolicy.usage': ({ on, ground }) => ({
    value: { mfa: users(ground, on?.id ?? '').map(({ id, values }) => ({ id, ...values })), none: [] },
  }),
};

export const resetToDefault: Operate = ({ on, ground }) => {
  const first = standing.find(({ path }) => path.toLowerCase() === on?.path);
  if (on !== undefined && first !== undefined) ground.change(on, first.values);
  return { status: 204 };
};
