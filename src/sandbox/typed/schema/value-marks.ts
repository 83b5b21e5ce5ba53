import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { entryId } from './id-forms.ts';

/** A placeholder for a value that each run generates. */
export type Marks = {
  readonly now: string;
  readonly id: string;
  readonly tenant: string;
  readonly domain: string;
  readonly clientId: string;
  readonly caller: JsonObject | undefined;
  readonly callerId: string | undefined;
  readonly callerName: string | undefined;
  readonly uuid: () => string;
};

/** A value with its marks filled in. */
export function fill(value: Json, marks: Marks): Json {
  switch (value) {
    case 'now()':
      return marks.now;
    case 'uuid()':
      return marks.uuid();
    case 'id()':
      return marks.id;
    case 'tenant()':
      return marks.tenant;
    case 'domain()':
      return marks.domain;
    case 'client()':
      return marks.clientId;
    case 'caller()':
      return marks.caller ?? null;
    case 'bare-caller()':
      return marks.callerId === undefined
        ? null
        : { application: null, device: null, user: { displayName: null, id: marks.callerId } };
    case 'caller-name()':
      return marks.callerName ?? null;
    case 'caller-display()': {
      const user = marks.caller && property(marks.caller, 'user');
      return property(user, 'displayName') ?? null;
    }
    case 'caller-id()':
      return marks.callerId ?? null;
    case 'millis()':
      return String(Date.parse(marks.now));
    case 'in-30-days()':
      return new Date(Date.parse(marks.now) + 30 * 86_400_000).toISOString().replace('.000Z', 'Z');
    case 'opaque8()':
      return Buffer.from(marks.uuid()).toString('base64').slice(0, 8);
    case 'opaque()':
      return Buffer.from(marks.uuid()).toString('base64');
    case 'entry()':
      return entryId('AQMkA')({ uuid: marks.uuid, nowMs: 0 });
    case 'hex112()':
      return marks.uuid().replaceAll('-', '').toUpperCase().padEnd(112, '0');
    default:
      return filledWithin(value, marks);
  }
}

function filledWithin(value: Json, marks: Marks): Json {
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, marks)]));
  }
  return typeof value === 'string' && value.includes('()') ? withMarks(value, marks) : value;
}

const withMarks = (text: string, { uuid, domain }: Marks): string =>
  text
    .replace('opaque()', () => Buffer.from(uuid()).toString('base64'))
    .replace('uuid()', uuid)
    .replace('domain()', domain);
