import { defined } from '../../defined.ts';
import { isGuid } from '../../guid.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import type { DoctorPorts, Obstacle, ReadReply } from './doctor-ports.ts';
import { textIn } from './read-list.ts';
import type { InputNeed } from './tenant-needs.ts';

export type InputValue = Json;

export type InputExamination = {
  readonly inputs: ReadonlyMap<string, InputValue>;
  /** By name, those that a run is refused for: without a value, or with one of another type. */
  readonly refused: ReadonlyMap<string, readonly Obstacle[]>;
  readonly actors: readonly string[];
  readonly ports: DoctorPorts;
};

/** Whether the inputs have values, and inputs that name a user name one that exists. Values are never shown. */
export async function examineInputs(
  needs: readonly InputNeed[],
  examination: InputExamination,
): Promise<readonly DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  for (const need of needs) findings.push(...(await inputFindings(need, examination)));
  return findings;
}

/** Several scenarios may lack the same input: obstacles with the same fix are one finding. */
async function inputFindings(need: InputNeed, examination: InputExamination): Promise<readonly DoctorFinding[]> {
  const obstacles = examination.refused.get(need.name) ?? [];
  if (obstacles.length === 0) return [await valueFinding(need, examination)];
  return [...new Map(obstacles.map((one) => [one.fix, one])).values()].map(
    ({ message, fix }): DoctorFinding => ({
      ...{ area: 'input', what: need.name, state: 'missing', why: message },
      ...defined({ fix }),
    }),
  );
}

async function valueFinding(need: InputNeed, { inputs, actors, ports }: InputExamination): Promise<DoctorFinding> {
  const base = { area: 'input', what: need.name } as const;
  const text = String(inputs.get(need.name));
  if (!isGuid(text) && !(need.namesUser && text.includes('@')))
    return { ...base, state: 'there', why: 'it has a value' };
  const user = await readFirst(actors, ports, `/v1.0/users/${encodeURIComponent(text)}?$select=id,accountEnabled`);
  if (user.kind === 'found') return userFinding(base, user.object);
  if (user.kind === 'unknown') return { ...base, state: 'not-knowable', why: user.why };
  if (need.namesUser) {
    return {
      ...base,
      state: 'missing',
      why: 'the tenant has no such user',
      fix: `set \`${need.name}\` to the id of a user`,
    };
  }
  const other = await readFirst(actors, ports, `/v1.0/directoryObjects/${encodeURIComponent(text)}`);
  if (other.kind === 'found') {
    const type = textIn(other.object, '@odata.type')?.replace('#microsoft.graph.', '') ?? 'directory object';
    return { ...base, state: 'there', why: `it names a ${type}` };
  }
  const why = other.kind === 'unknown' ? other.why : 'it has a value, and no directory object has this id';
  return { ...base, state: 'not-knowable', why };
}

function userFinding(base: { readonly area: 'input'; readonly what: string }, user: FoundObject): DoctorFinding {
  const enabled = Object.hasOwn(user, 'accountEnabled') ? user['accountEnabled'] : true;
  return { ...base, state: 'there', why: enabled === false ? 'it names a user, who is disabled' : 'it names a user' };
}

type FoundObject = Parameters<typeof textIn>[0];
type Looked =
  | { readonly kind: 'found'; readonly object: FoundObject }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly why: string };

/** As the first actor that may read it. */
async function readFirst(actors: readonly string[], { read }: DoctorPorts, url: string): Promise<Looked> {
  let last: Looked = { kind: 'unknown', why: 'no signed-in actor can read it' };
  for (const actor of actors) {
    last = looked(await read(actor, url));
    if (last.kind !== 'unknown') return last;
  }
  return last;
}

function looked(reply: ReadReply): Looked {
  if ('kind' in reply) return { kind: 'unknown', why: reply.message };
  if (reply.status === 404) return { kind: 'absent' };
  if (reply.status !== 200) return { kind: 'unknown', why: `Graph responded with ${reply.status}` };
  const parsed = parseJson(reply.text);
  return parsed.ok && isJsonObject(parsed.value)
    ? { kind: 'found', object: parsed.value }
    : { kind: 'unknown', why: 'the response is not a JSON object' };
}
