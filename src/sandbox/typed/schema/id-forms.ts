/**
 * What ids of new objects look like, by type: from the samples of Graph's v1.0 reference (2026-08). All others are GUIDs.
 * `uuid` makes another one each time; `nowMs`: milliseconds since 1970.
 */
type Source = { readonly uuid: () => string; readonly nowMs: number };
type Form = (source: Source) => string;

const thread: Form = ({ uuid }) => `19:${uuid().replaceAll('-', '')}@thread.tacv2`;
/** Exchange's: an entry id in base64, of about 150 characters. */
export const entryId =
  (start: string): Form =>
  ({ uuid }) => {
    const bytes = Buffer.from(Array.from({ length: 7 }, () => uuid().replaceAll('-', '')).join(''), 'hex');
    return `${start}${bytes.toString('base64url').slice(0, 146)}=`;
  };
const entry = entryId('AAMkA');
/** The ids of objects of a shift plan. */
const tagged =
  (tag: string): Form =>
  ({ uuid }) =>
    `${tag}_${uuid()}`;
const ofNotes: Form = ({ uuid }) => `1-${uuid()}`;
const pair: Form = ({ uuid }) => `${uuid()}_${uuid()}`;
const encoded: Form = ({ uuid }) => Buffer.from(`${uuid()}##${uuid()}`).toString('base64');

const forms: { readonly [type: string]: Form } = {
  accessPackageResourceRoleScope: pair,
  attachment: entry,
  calendar: entry,
  calendarGroup: entry,
  channel: thread,
  chat: ({ uuid }) => `19:${uuid().replaceAll('-', '')}@thread.v2`,
  chatMessage: ({ nowMs }) => String(nowMs),
  contactFolder: entry,
  conversation: entryId('AAQkA'),
  conversationMember: encoded,
  conversationThread: entryId('AAQkA'),
  mailFolder: entry,
  messageRule: ({ uuid }) => `AQAAA${Buffer.from(uuid().slice(0, 8)).toString('base64')}`,
  onenoteEntityHierarchyModel: ofNotes,
  onenotePage: ofNotes,
  openShift: tagged('OPNSHFT'),
  outlookItem: entry,
  plannerBucket: ({ uuid }) => short(uuid),
  plannerPlan: ({ uuid }) => short(uuid),
  plannerTask: ({ uuid }) => short(uuid),
  scheduleChangeRequest: tagged('SREQ'),
  schedulingGroup: tagged('TAG'),
  shift: tagged('SHFT'),
  teamsAppInstallation: encoded,
  timeOff: tagged('TOFF'),
  timeOffReason: tagged('TOR'),
  todoTask: entry,
  todoTaskList: entry,
};

const short = (uuid: () => string): string =>
  `${Buffer.from(uuid().replaceAll('-', ''), 'hex').toString('base64url').slice(0, 23)}AAAAA`.slice(0, 28);

/** The id of a new object of a type; `taken`: whether there is one with it already. */
export function newId(lineage: readonly string[], source: Source, taken: (id: string) => boolean): string {
  const form = lineage.map((one) => forms[one]).find((one) => one !== undefined);
  if (form === undefined) return source.uuid();
  for (let { nowMs } = source; ; nowMs += 1) {
    const id = form({ ...source, nowMs });
    if (!taken(id)) return id;
  }
}
