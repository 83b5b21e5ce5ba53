import * as z from 'zod/mini';
import { count, keysOf, list, named, says, text } from '../../format/document/schema-words.ts';
import type { Json } from '../../json/json.ts';
import { type BlockedReason, blockedReasons, type RunResult } from '../../run/result.ts';
import { binary } from './binary-schema.ts';
import { difference, place } from './difference-schema.ts';
import { evidenceCounts, evidenceSource, replayedRecording } from './evidence-schema.ts';
import { partyValue } from './party-schema.ts';
import { tenantsOfRun } from './tenants-of-run.ts';

/**
 * The schema of `RESULT.json`, version 2: the one source of its reader and of `result.schema.json`. Unknown keys are
 * accepted, so that a later release can add some without a new version.
 */
const against = () => z.enum(['recorded', 'sandbox', 'live']).check(says('Where requests went.'));
const startedAt = () => text('When it really began: RFC 3339.');
const durationMs = () => z.number().check(z.gte(0), says('How long it really took, in milliseconds.'));
const serviceClock = z
  .object({
    of: z.enum(['recording', 'sandbox']).check(says('Whose clock it is.')),
    startedAt: text('When it began by that clock: RFC 3339.'),
    durationMs: z.number().check(z.gte(0), says('How far that clock moved on, in milliseconds.')),
  })
  .check(
    named('ServiceClock', 'The clock of the recording or of the sandbox; absent where that is the real one (live).'),
  );
const clock = () => z.exactOptional(serviceClock);

const outcome = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('passed') }).check(says('The response meets the expectation.')),
    z
      .object({ kind: z.literal('failed'), differences: z.readonly(z.tuple([difference], difference)) })
      .check(says('The response differs from the expectation: this concerns the page or the service.')),
    z
      .object({
        kind: z.literal('blocked'),
        reason: z.enum(keysOf<BlockedReason>(blockedReasons)),
        message: text('What happened.'),
        fix: z.exactOptional(text('What to do.')),
      })
      .check(says('The step could not be sent or checked: this concerns the environment.')),
    z
      .object({
        kind: z.literal('skipped'),
        reason: z.enum([
          'earlier-step',
          'not-selected',
          'nothing-to-clean-up',
          'stopped',
          'by-person',
          'not-ours',
          'condition',
        ]),
        message: text('Why, in words.'),
        cause: z.exactOptional(text('For `earlier-step`: the id of the step that caused it.')),
      })
      .check(says('The step was not tried, or its result says nothing because of an earlier step.')),
    z
      .object({ kind: z.literal('pending'), prompt: text('What a person is asked to do.') })
      .check(says('The step is for a person, and no one attended.')),
  ])
  .check(named('Outcome', 'What the step ended as.'));

const headers = () => z.record(z.string(), z.string()).check(says('Header fields, names in lower case; redacted.'));

const exchange = z
  .object({
    request: z.object({
      method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
      url: text('Path and query.'),
      headers: headers(),
      body: z.exactOptional(
        z
          .custom<Json>((value) => value !== undefined)
          .check(says('Any JSON; integers are exact. Under another content type, the text itself.')),
      ),
      bytes: binary('In place of `body` where it is not text.'),
    }),
    response: z.object({
      status: z.int(),
      headers: headers(),
      text: text('The body as received; empty where there was none, or it is not text.'),
      bytes: binary('The body where it is not text, or where its text alone would not give the same bytes.'),
    }),
  })
  .check(named('Exchange', 'The last request and its response, redacted; absent where nothing was sent.'));

/** One step of a result. */
export const stepSchema = z
  .object({
    id: text('Unique in the scenario.'),
    title: text('What the step does.'),
    phase: z.enum(['steps', 'cleanup']),
    number: z.int().check(z.gte(1), says('1-based within its phase.')),
    of: z.int().check(z.gte(1), says('How many steps its phase has.')),
    actor: text('Who sends.'),
    at: place,
    page: z.exactOptional(
      z
        .object({ heading: z.exactOptional(z.string()), line: z.exactOptional(z.int()) })
        .check(says('The step in the page.')),
    ),
    parties: z.exactOptional(list(partyValue, 'The values about which page, scenario and service do not agree.')),
    outcome,
    notes: list(
      difference,
      'Information: what was received without being expected; of a step skipped because of an earlier one, its differences.',
    ),
    exchange: z.exactOptional(exchange),
    attempts: count('How many attempts the step made.'),
    waits: z.exactOptional(
      list(
        z.object({ ms: z.number().check(z.gte(0), says('How long, in milliseconds.')), cause: text('What for.') }),
        'What the step waited for between its requests, in order.',
      ),
    ),
    startedAt: z.exactOptional(startedAt()),
    durationMs: durationMs(),
    clock: clock(),
    source: z.exactOptional(evidenceSource),
    lagMs: z.exactOptional(
      z.number().check(z.gte(0), says('Milliseconds after which the service showed what this run had written.')),
    ),
    captured: z.record(z.string(), z.string()).check(says('Name and value, redacted.')),
    uses: z.exactOptional(list(z.string(), 'The names of the captures the step uses.')),
    expected: z.exactOptional(
      text('The expected body as JSON, written as in scenarios, values filled in; only where the response differs.'),
    ),
    byPerson: z.exactOptional(
      z
        .object({
          word: z.enum(['done', 'failed', 'skip']).check(says('The word.')),
          note: z.exactOptional(text('What the person wrote beside it.')),
        })
        .check(says('What a person said about a manual step: no service proved it.')),
    ),
  })
  .check(named('Step', 'What one step ended as.'));

const recycleBin = () =>
  z.exactOptional(
    list(
      z.object({
        url: text('The url that deleted it.'),
        until: text('When the service deletes it for good: RFC 3339.'),
        tenantName: z.exactOptional(text('In the summary of a run over many tenants: the tenant.')),
      }),
      'What was deleted and the service still keeps.',
    ),
  );

const scenario = z
  .object({
    tenantName: z.exactOptional(text('Of a run over many tenants: what their file calls this one.')),
    file: text('The scenario file.'),
    title: text('The title of the scenario.'),
    row: z.exactOptional(text('The data row it ran for, by its name in lower case, with `-` between its words.')),
    tutorial: z.exactOptional(text('The page the scenario expects: its address.')),
    comparedPage: z.exactOptional(text('The file of the page that was compared with scenario and service.')),
    tags: list(z.string(), 'The tags of the scenario.'),
    against: against(),
    service: z.exactOptional(
      // Nothing but scheme, host and port: commands that readers copy are made of it.
      z.string().check(z.regex(/^https:\/\/[a-zA-Z0-9.:[\]-]+$/), says('Live: the service, as scheme, host and port.')),
    ),
    tenant: z.exactOptional(text('Live: the tenant, by its pseudonym; absent where it has a name.')),
    recording: z.exactOptional(replayedRecording),
    runId: text('The id that marks what this run created.'),
    startedAt: startedAt(),
    durationMs: durationMs(),
    clock: clock(),
    outcome: z
      .enum(['passed', 'failed', 'blocked', 'pending', 'skipped'])
      .check(says('The outcome of its worst step: failed, blocked, pending, passed; skipped where all are.')),
    steps: list(stepSchema, 'The steps, in order.'),
    cleanup: list(stepSchema, 'The cleanup steps, in order.'),
    leftovers: z.exactOptional(list(z.string(), 'What this run created and still exists: a line each.')),
    recycleBin: recycleBin(),
  })
  .check(named('Scenario', 'The result of one scenario.'));

const outcomes = { passed: z.int(), failed: z.int(), blocked: z.int(), skipped: z.int(), pending: z.int() };
const counts = (description: string) => z.object(outcomes).check(says(description));

const scenarioCounts = z
  .object({ ...outcomes, 'not-run': z.int() })
  .check(says('Scenarios by outcome, and those that did not start: together, all that the command named.'));

const notRun = z
  .object({
    selection: z.exactOptional(z.int()),
    shard: z.exactOptional(z.int()),
    tenant: z.exactOptional(z.int()),
    bail: z.exactOptional(z.int()),
    stopped: z.exactOptional(z.int()),
    changed: z.exactOptional(z.int()),
  })
  .check(says('Why scenarios did not start, and how many for each reason.'));

const summary = z
  .object({
    against: against(),
    startedAt: startedAt(),
    durationMs: durationMs(),
    clock: clock(),
    scenarios: scenarioCounts,
    tenants: z.exactOptional(tenantsOfRun),
    notRun: z.exactOptional(notRun),
    steps: counts('Steps and cleanup steps by outcome.'),
    executed: count('Steps that sent a request or asked a person.'),
    sent: count('Requests that were sent, retries and those of the cleanup included.'),
    sources: z.exactOptional(evidenceCounts),
    byPerson: z.exactOptional(count('How many of them passed or failed as a person reported.')),
    leftovers: list(z.string(), 'What the run created and still exists: a line each.'),
    recycleBin: recycleBin(),
    expired: z.exactOptional(
      list(
        z.object({ file: text('The scenario file.'), expires: text('The last day on which its recording counted.') }),
        'The scenarios whose recordings have expired: a warning.',
      ),
    ),
    exitCode: z
      .literal([0, 1, 2, 3, 4, 129, 130, 143])
      .check(
        says(
          '0 passed, 1 failed, 2 input or output wrong, 3 could not be tested, 4 leftovers, 129, 130 and 143 stopped by a signal.',
        ),
      ),
  })
  .check(named('Summary', 'The numbers of the run.'));

export const resultSchema = z
  .object({
    version: z.literal(2).check(says('The version of this format.')),
    tool: z.object({ name: z.literal('tutorial-replay'), version: text('The release that wrote the file.') }),
    scenarios: list(scenario, 'What happened, scenario after scenario, in the order in which they ended.'),
    summary,
  })
  .check(says('The result of a run of tutorial-replay.'));

/** With no key optional: a key that only one side has would otherwise go unnoticed. */
type Whole<T> = Json extends T
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Whole<Item>[]
    : T extends object
      ? { readonly [key in keyof T as key extends string ? key : never]-?: Whole<T[key]> }
      : T;
type Fits<A extends B, B> = A;
type Parsed = z.infer<typeof resultSchema>;

/**
 * Compiles only while the schema matches the type.
 * @public
 */
export type ProvenResult = Fits<Whole<Parsed>, Whole<RunResult>> &
  Fits<Whole<RunResult>, Whole<Parsed>> &
  Fits<Parsed, RunResult>;
