import type { Route } from '../../../service/route.ts';
import { applicationRoutes } from './application-routes.ts';
import { deletedItemRoutes } from './deleted-item-routes.ts';
import { groupRoutes } from './group-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import { roleRoutes } from './role-routes.ts';
import { userRoutes } from './user-routes.ts';

/** Everything of Graph that reads or changes the directory. */
export const directoryRoutes: readonly Route[] = [
  ...userRoutes,
  ...invitationRoutes,
  ...groupRoutes,
  ...applicationRoutes,
  ...deletedItemRoutes,
  ...roleRoutes,
  ...organizationRoutes,
];
