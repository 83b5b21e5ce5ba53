import type { HistoryDefinition } from './history/review-history.ts';
import type { DecisionItem, ReviewDefinition, ReviewInstance, ReviewStage } from './review.ts';
import type { ReviewState } from './reviews.ts';

/** Where reviews are in the store: a definition holds its instances, these their stages, and both decisions. */

type Placed = { readonly path: string };

const root = 'identitygovernance/accessreviews';
const definitionsPlace = `${root}/definitions`;
export const historyPlace = `${root}/historydefinitions`;
export const policyPlace = 'policies/accessreviewpolicy';

export const definitionPath = (id: string): string => `${definitionsPlace}/${id.toLowerCase()}`;

export const definitionsOf = ({ definitions }: ReviewState): readonly ReviewDefinition[] =>
  definitions.all(definitionsPlace);

export const instancesOf = ({ instances }: ReviewState, { path }: Placed): readonly ReviewInstance[] =>
  instances.all(`${path}/instances`);

/** Those that have begun. */
export const stagesOf = ({ stages }: ReviewState, { path }: Placed): readonly ReviewStage[] =>
  stages.all(`${path}/stages`);

/** Of an instance or a stage. */
export const decisionsOf = ({ decisions }: ReviewState, { path }: Placed): readonly DecisionItem[] =>
  decisions.all(`${path}/decisions`);

/** The definition around anything, or itself, as it is now. */
export const definitionAround = ({ definitions }: ReviewState, { path }: Placed): ReviewDefinition =>
  known(definitions.get(upTo(path, 4)), path);

/** The report around its instance, or itself, as it is now. */
export const reportAround = ({ history }: ReviewState, { path }: Placed): HistoryDefinition =>
  known(history.get(upTo(path, 4)), path);

/** The instance around a stage or a decision, or itself, as it is now. */
export const instanceAround = ({ instances }: ReviewState, { path }: Placed): ReviewInstance =>
  known(instances.get(upTo(path, 6)), path);

const upTo = (path: string, segments: number): string => path.split('/', segments).join('/');

function known<T>(found: T | undefined, path: string): T {
  if (found === undefined) throw new Error(`there is no review around ${path}`);
  return found;
}
