import { wordsOf } from '../../../words-of.ts';
import type { TypedModel } from '../../typed/schema/typed-model.ts';
import { homeOf } from '../../typed/store/typed-view.ts';
import { spelled } from './given-objects.ts';

const roots = wordsOf(`
  identityGovernance roleManagement policies identity identityProtection directory deviceManagement
  deviceAppManagement security planner solutions education
`);

/** The collection in which an object of a type lives, where only its id is known: the nearest one to the top. */
export function placesOf(model: TypedModel): (type: string) => string | undefined {
  const known = new Map<string, string>();
  let level = roots.flatMap((name) => {
    const root = model.root(name);
    return root === undefined || root.type.collection ? [] : [{ path: `/${name}`, type: root.type.name }];
  });
  for (let depth = 0; depth < 3; depth++) {
    level = level.flatMap(({ path, type }) =>
      [...(model.type(type)?.properties.values() ?? [])].flatMap((one) => {
        if (!one.navigation || !one.contained) return [];
        const at = `${path}/${one.name}`;
        if (!one.type.collection) return [{ path: at, type: one.type.name }];
        if (!known.has(one.type.name)) known.set(one.type.name, at);
        return [];
      }),
    );
  }
  return (type) => {
    if (type === 'directoryObject') return '/users';
    const home = homeOf(model, type);
    if (home !== undefined) return `/${spelled(home)}`;
    return known.get(type) ?? rootSet(model, type);
  };
}

/** `groupSettings`, `applicationTemplates`: sets are called after their type. */
function rootSet(model: TypedModel, type: string): string | undefined {
  const plurals = [`${type}s`, `${type.replace(/y$/, 'ie')}s`];
  const found = plurals.find((name) => model.root(name)?.type.name === type);
  return found === undefined ? undefined : `/${found}`;
}
