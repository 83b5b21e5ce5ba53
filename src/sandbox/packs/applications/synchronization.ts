import { isJsonObject, type JsonObject, property } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate, Pack, TypeRules, Write } from '../../typed/pack/pack.ts';

/** A job runs for the first time a minute after it was started. */
const firstRunMs = 60_000;

/** A service principal of the gallery that can be provisioned offers a template for its jobs. */
export function offerTemplates(ground: Ground): void {
  for (const one of ground.all('serviceprincipals')) {
    const place = `${one.path}/synchronization/templates`;
    if (ground.all(place).length > 0) continue;
    const template = ground.store.get(`applicationtemplates/${String(one.values['applicationTemplateId'])}`);
    const types = template?.values['supportedProvisioningTypes'];
    if (template === undefined || !Array.isArray(types) || types.length === 0) continue;
    const id = String(template.values['displayName']).split(' ')[0]?.toLowerCase() ?? template.id;
    ground.put({
      type: 'synchronizationTemplate',
      in: place,
      id,
      values: {
        applicationId: template.id,
        default: true,
        discoverable: true,
        factoryTag: id,
        metadata: [],
        description: null,
      },
    });
  }
}

/** Values of secrets are taken, and not shown again. */
export function maskSecrets({ entity, ground }: Write): void {
  const secrets = property(entity.values, 'secrets');
  if (!Array.isArray(secrets)) return;
  ground.change(entity, { secrets: secrets.map((one) => (isJsonObject(one) ? { ...one, value: '*' } : one)) });
}

const status: JsonObject = {
  code: 'NotConfigured',
  countSuccessiveCompleteFailures: 0,
  escrowsPruned: false,
  lastExecution: null,
  lastSuccessfulExecution: null,
  lastSuccessfulExecutionWithExports: null,
  progress: [],
  quarantine: null,
  steadyStateFirstAchievedTime: '0001-01-01T00:00:00Z',
  steadyStateLastAchievedTime: '0001-01-01T00:00:00Z',
  synchronizedEntryCountByType: [],
  troubleshootingUrl: null,
};

export const jobRules: TypeRules = {
  required: ['templateId'],
  initial: {
    schedule: { expiration: null, interval: 'PT40M', state: 'Disabled' },
    status,
    synchronizationJobSettings: [],
  },
  check: ({ kind, entity, given, ground }) => {
    if (kind !== 'create') return undefined;
    const templates = entity.path.replace(/\/jobs\/[^/]*$/, '/templates');
    const isOffered = ground.store.get(`${templates}/${String(given('templateId')).toLowerCase()}`) !== undefined;
    return isOffered ? undefined : badRequest(`The application has no template '${String(given('templateId'))}'.`);
  },
};

const part = ({ values }: Entity, name: 'schedule' | 'status'): JsonObject => {
  const value = property(values, name);
  return value !== undefined && isJsonObject(value) ? value : {};
};

const start: Operate = ({ on, ground }) => {
  if (on === undefined) return badRequest('A job is needed.');
  ground.change(on, {
    schedule: { ...part(on, 'schedule'), state: 'Active' },
    status: { ...part(on, 'status'), code: 'NotRun' },
  });
  ground.later(firstRunMs, (then) => run(then, on));
  return { status: 204 };
};

function run(ground: Ground, job: Entity): void {
  const now = ground.fresh(job);
  if (now === undefined || part(now, 'schedule')['state'] !== 'Active') return;
  const execution = {
    activityIdentifier: ground.ids.uuid(),
    state: 'Succeeded',
    timeBegan: ground.now,
    timeEnded: ground.now,
    error: null,
  };
  const before = part(now, 'status');
  const isFirst = String(before['steadyStateFirstAchievedTime']).startsWith('0001');
  ground.change(now, {
    status: {
      ...before,
      code: 'Active',
      lastExecution: execution,
      lastSuccessfulExecution: execution,
      steadyStateLastAchievedTime: ground.now,
      ...(isFirst ? { steadyStateFirstAchievedTime: ground.now } : {}),
    },
  });
}

const pause: Operate = ({ on, ground }) => {
  if (on === undefined) return badRequest('A job is needed.');
  ground.change(on, {
    schedule: { ...part(on, 'schedule'), state: 'Paused' },
    status: { ...part(on, 'status'), code: 'Paused' },
  });
  return { status: 204 };
};

const validate: Operate = ({ parameters }) => {
  const { credentials, useSavedCredentials } = parameters;
  const isGiven = Array.isArray(credentials) && credentials.length > 0;
  return isGiven || useSavedCredentials === true ? { status: 204 } : badRequest('Credentials are needed.');
};

export const jobOperations: NonNullable<Pack['operations']> = {
  'synchronizationJob.start': start,
  'synchronizationJob.restart': start,
  'synchronizationJob.pause': pause,
  'synchronizationJob.validateCredentials': validate,
};
