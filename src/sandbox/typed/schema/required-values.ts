/**
 * Properties without which the service does not create objects: by type, from the create pages of Graph's v1.0
 * reference (2026-08). Facts only; for types that a pack models, the pack has them.
 */
const required: { readonly [type: string]: readonly string[] } = {
  bookingBusiness: ['displayName'],
  calendar: ['name'],
  chat: ['chatType'],
  chatMessage: ['body'],
  contactFolder: ['displayName'],
  deviceCategory: ['displayName'],
  educationSchool: ['displayName'],
  'externalConnectors.externalConnection': ['id', 'name'],
  'externalConnectors.externalGroup': ['id'],
  externalDomainName: ['id'],
  'externalConnectors.identity': ['id', 'type'],
  fileAttachment: ['name'],
  list: ['displayName'],
  mailFolder: ['displayName'],
  openTypeExtension: ['extensionName'],
  plannerBucket: ['name', 'planId'],
  plannerPlan: ['title'],
  plannerTask: ['planId', 'title'],
  todoTask: ['title'],
  todoTaskList: ['displayName'],
};

/** Created from nothing: the service takes an empty body. */
const fromNothing = new Set([
  'message',
  'event',
  'contact',
  'onlineMeeting',
  'temporaryAccessPassAuthenticationMethod',
]);

export const requiredAtCreate = (lineage: readonly string[]): readonly string[] =>
  lineage.flatMap((one) => required[one] ?? []);

export const mayBeEmpty = (lineage: readonly string[]): boolean => lineage.some((one) => fromNothing.has(one));
