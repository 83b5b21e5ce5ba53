import type { Route } from '../../../service/route.ts';
import { decisionRoutes } from './decision-routes.ts';
import { definitionRoutes } from './definition-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { instanceRoutes } from './instance-routes.ts';
import { pendingRoutes } from './pending-routes.ts';
import { rootRoutes } from './root-routes.ts';
import { stageRoutes } from './stage-routes.ts';

/** Everything under `/identityGovernance/accessReviews`, and the pending reviews of the signed-in user. */
export const reviewRoutes: readonly Route[] = [
  ...rootRoutes,
  ...definitionRoutes,
  ...instanceRoutes,
  ...decisionRoutes,
  ...stageRoutes,
  ...pendingRoutes,
  ...historyRoutes,
];
