/** Plans a scenario for a live run: checks what the guards allow, and connects it with the session. */

import type { LiveBackend } from '../backends/live/live-backend.ts';
import { defined } from '../defined.ts';
import { placeAt } from '../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import type { RunValues } from '../format/template/values.ts';
import { createPseudonymizer } from '../redaction/redact/pseudonymizer.ts';
import { holdSecrets } from '../redaction/redact/secret-vault.ts';
import { type ExistingWrite, existingWrites } from '../run/cleanup/existing-writes.ts';
import type { RunPorts } from '../run/execute/run-ports.ts';
import type { InputSources } from '../run/plan/inputs.ts';
import { makePlan } from '../run/plan/make-plan.ts';
import { type Plan, type PlannedStep, runOf } from '../run/plan/plan.ts';
import { secretsOf } from '../run/plan/run-secrets.ts';
import { everything, type Selection, selectedIds } from '../run/plan/selection.ts';
import type { Ledger, People } from '../run/ports.ts';
import { isOfPlan, type SuspendedRun } from '../run/suspend/suspended-run.ts';
import type { LiveSession } from './live-session.ts';
import { type Leaving, printState } from './print-state.ts';
import type { Chosen } from './run-state.ts';

/** The options of a live run. */
export type LiveOptions = {
  readonly session: LiveSession;
  /** Values of inputs, by name. */
  readonly given?: InputSources['given'];
  readonly environment?: InputSources['environment'];
  /** Nothing will be sent: the plan may show steps that would not be allowed. */
  readonly dryRun?: boolean;
  readonly keeping?: Keeping;
  /** The people for manual steps; without them, `unattended` calls are sent. */
  readonly people?: RunPorts['people'];
  /** Resumes a suspended run. */
  readonly resumed?: Resumed;
};

/** The ledgers. Without them nothing is recorded, and objects of a killed run stay. */
export type Keeping = {
  readonly folder: string;
  readonly pid: number;
  /** Called with the ledger of each run. */
  readonly opened?: (ledger: Ledger, run: string) => void;
  /** The command that deletes the leftovers of a run. */
  readonly cleanupCommand?: (run: string) => string;
  /** Called with each run that a person suspended. */
  readonly left?: (run: string) => void;
  /** Options of the run beyond its plan, which a suspended run stores. */
  readonly chosen?: Pick<Chosen, 'bail'>;
};

/** A suspended run, and its ledger, which this process has taken over. */
export type Resumed = {
  readonly run: Pick<RunValues, 'id' | 'now'>;
  readonly left: SuspendedRun;
  readonly ledger: Ledger;
  /** The spent part of the run's budget, in milliseconds. */
  readonly spentMs: number;
};

export type LivePlanOptions = LiveOptions & {
  readonly run: RunValues;
  /** 32 random bytes, of which the pseudonyms of this run are made. */
  readonly pseudonymKey: Uint8Array;
  readonly selection?: Selection;
  readonly strict?: boolean;
};

export type LivePlan = {
  readonly plan: Plan;
  readonly open: () => Promise<Omit<RunPorts, 'listener' | 'signal'>>;
};

/** Problems: those of `makePlan`, and `not-allowed` for each step that needs an `--allow`. */
export function planLive(scenario: Scenario, options: LivePlanOptions): Result<LivePlan> {
  const { session, given = new Map(), environment = {}, dryRun = false, keeping, people, resumed, ...rest } = options;
  const { origin } = new URL(session.cloud.graphOrigin);
  const planned = makePlan(scenario, { ...rest, origin, against: 'live', sources: { given, environment } });
  const { allowed } = session.config;
  if (!planned.ok) {
    const labeled = dryRun ? [] : notAllowed(asWritten(scenario, rest.selection), allowed);
    return failure([...planned.problems, ...labeled]);
  }
  const plan = planned.value;
  const refused = dryRun ? [] : [...notAllowed(sentSteps(plan), allowed), ...notItsOwn(plan, allowed)];
  if (refused.length > 0) return failure(refused);
  if (resumed !== undefined && !isOfPlan(plan, resumed.left)) {
    const message = `the state of the run ${plan.run.id} has other results than its steps until now`;
    const command = keeping?.cleanupCommand?.(plan.run.id) ?? 'tutorial-replay cleanup';
    return failure([{ code: 'run-state', message, fix: `delete what it created: ${command}` }]);
  }
  const { pseudonymKey: key } = options;
  return success({
    plan,
    open: async () => {
      const backend = knowing(plan, session, resumed?.spentMs);
      const ledger =
        resumed?.ledger ??
        (keeping === undefined
          ? await forgetfulLedger()
          : await openLedger(plan, { keeping, session, origin: backend.origin }));
      if (keeping !== undefined) keeping.opened?.(ledger, plan.run.id);
      const chosen = chosenFor(options);
      const pseudonyms = createPseudonymizer({ key, secrets: session.secrets, origin: backend.origin });
      const { isHidden } = pseudonyms;
      // Without a prompt, no answer of a person shows that the run continues.
      if (people === undefined) await resumed?.ledger.goOn();
      return {
        backend,
        // One of many has a name.
        ...(session.config.member === undefined ? { tenant: session.config.tenant } : {}),
        clock: session.clock,
        pseudonyms,
        ...(people !== undefined && { people: resumed === undefined ? people : goingOn(people, ledger) }),
        ledger,
        allowed: session.config.allowed,
        ...(session.config.purge === true ? { purge: true } : {}),
        ...(resumed !== undefined && { resumed: resumed.left }),
        ...(keeping?.cleanupCommand !== undefined && { cleanupCommand: keeping.cleanupCommand(plan.run.id) }),
        ...(keeping === undefined
          ? {}
          : {
              leave: (left: SuspendedRun) =>
                leave(left, {
                  ...{ plan, chosen, secrets: session.secrets, isHidden, ledger, keeping },
                  spentMs: backend.spentMs(),
                }),
            }),
      };
    },
  });
}

/** The backend of a run; while it exists, all output is redacted with the secrets of the run. */
function knowing(plan: Plan, session: LiveSession, spentMs?: number): LiveBackend {
  const backend = session.backend(plan.actors, { of: runOf(plan), ...defined({ spentMs }) });
  const release = holdSecrets(session.secrets, secretsOf(plan));
  return { ...backend, close: () => backend.close().finally(release) };
}

function chosenFor({ session, keeping, selection, strict }: LivePlanOptions): Chosen {
  const allowed = [...session.config.allowed];
  const { only, from, to } = selection ?? { only: [] };
  const part = { only, ...defined({ from, to }) };
  const { budget } = session.config;
  return { selection: part, strict: strict ?? false, bail: keeping?.chosen?.bail ?? false, allowed, budget };
}

type LeavingTo = Omit<Leaving, 'left'> & { readonly ledger: Ledger; readonly keeping: Keeping };

async function leave(left: SuspendedRun, { ledger, keeping, ...about }: LeavingTo): ReturnType<Ledger['wait']> {
  const printed = printState({ ...about, left });
  if (!printed.ok) return printed;
  const kept = await ledger.wait(left.step, printed.state);
  if (!kept.ok)
    return { ok: false, message: `this run cannot be suspended: its state cannot be written (${kept.message})` };
  keeping.left?.(about.plan.run.id);
  return kept;
}

/** Until a person answers, nothing has changed: a process that dies at the prompt leaves the run as it was. */
function goingOn(people: People | 'unknown', ledger: Ledger): People | 'unknown' {
  if (people === 'unknown') return people;
  return {
    ask: async (manual, signal) => {
      const answer = await people.ask(manual, signal);
      if (answer.kind !== 'leave') await ledger.goOn();
      return answer;
    },
  };
}

/** A ledger in memory, which proves ownership during the run and is then discarded. */
async function forgetfulLedger(): Promise<Ledger> {
  const { memoryLedger } = await import('../tenant/ledger/memory-ledger.ts');
  return memoryLedger();
}

type LedgerOf = { readonly keeping: Keeping; readonly session: LiveSession; readonly origin: string };

async function openLedger(plan: Plan, { keeping, session, origin }: LedgerOf): Promise<Ledger> {
  const { openRunLedger } = await import('../tenant/ledger/run-ledger.ts');
  const { folder, pid } = keeping;
  const run = {
    run: plan.run.id,
    tenant: session.config.tenant,
    origin,
    scenario: plan.scenario.source.path,
    startedAt: new Date(session.clock.now()).toISOString(),
    // The ledger does not store which users they are.
    actors: plan.actors.map(({ name, context, permissions }) => ({ name, context, permissions })),
  };
  const ledger = openRunLedger({ folder, run, pid });
  return ledger;
}

type LabeledStep = Pick<PlannedStep, 'id' | 'at' | 'labels'>;

function sentSteps({ steps, cleanup }: Plan): readonly LabeledStep[] {
  return [...steps.filter(({ selected }) => selected), ...cleanup];
}

/** The same for a scenario without a plan, so that all problems are listed together. */
function asWritten({ source, steps, cleanup }: Scenario, selection: Selection = everything): readonly LabeledStep[] {
  const selected = selectedIds(
    steps.map(({ id }) => ({ id, causes: [] })),
    selection,
  );
  const sent = [...steps.filter(({ id }) => selected.has(id)), ...cleanup];
  return sent.map(({ id, labels, span }) => ({ id, labels, at: placeAt(source, span) }));
}

/** Steps that may only run where the caller allows it. */
function notAllowed(steps: readonly LabeledStep[], allowed: ReadonlySet<string>): readonly Problem[] {
  return steps.flatMap((step) =>
    step.labels.filter((label) => !allowed.has(label)).map((label) => labelProblem(step, label)),
  );
}

/** Writes to objects that the run did not create; only a plan shows them. */
function notItsOwn(plan: Plan, allowed: ReadonlySet<string>): readonly Problem[] {
  return existingWrites(plan)
    .filter(({ label }) => !allowed.has(label))
    .map(existingProblem);
}

function existingProblem({ step: { id, at }, label, request }: ExistingWrite): Problem {
  const does = label === 'deletes-existing' ? 'deletes' : 'changes';
  const message = `\`${id}\` ${does} something that no step of this scenario creates: ${request}`;
  const fix = `add \`--allow ${label}\` if that is intended; or add \`creates\` to the step that creates it`;
  return { code: 'not-allowed', message, at, fix };
}

function labelProblem({ id, at }: LabeledStep, label: string): Problem {
  const message = `\`${id}\` is labeled \`${label}\`: ${meanings[label] ?? 'it must be allowed'}`;
  return { code: 'not-allowed', message, at, fix: `add \`--allow ${label}\` if that is intended` };
}

const meanings: { readonly [label: string]: string } = {
  'tenant-wide': 'it affects the whole tenant',
  'sends-mail': 'it sends mail to people',
};
