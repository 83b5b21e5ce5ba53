import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { defined } from '../defined.ts';
import { isShipped } from '../diagnostics/library-path.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import { prettyJson } from '../json/pretty.ts';
import type { SecretVault } from '../redaction/redact/secret-vault.ts';
import { findSecret } from '../redaction/secrets/secret-shapes.ts';
import type { Plan } from '../run/plan/plan.ts';
import { writeInput } from '../run/plan/typed-inputs.ts';
import { namesForLater, type SuspendedRun } from '../run/suspend/suspended-run.ts';
import type { Chosen, RunState } from './run-state.ts';

export type Leaving = {
  readonly plan: Plan;
  readonly left: SuspendedRun;
  readonly chosen: Chosen;
  readonly spentMs: number;
  readonly secrets: Pick<SecretVault, 'text'>;
  /** Whether a captured value is known to be a secret. */
  readonly isHidden: (value: string) => boolean;
};

type Written =
  | { readonly ok: true; readonly state: string }
  /** The run cannot be suspended. */
  | { readonly ok: false; readonly message: string };

export function printState({ plan, left, chosen, spentMs, secrets, isHidden }: Leaving): Written {
  const done = new Set(left.results.map(({ id }) => id));
  if (plan.scenario.source.path === '-') return cannot('a scenario from standard input cannot be read again');
  if (namesForLater(plan, done).has('run.password')) {
    return cannot('a later step needs the password of this run, and passwords are never stored');
  }
  if ([...left.captured.values()].some((value) => isHidden(String(value)))) {
    return cannot('a later step needs a captured secret, and secrets are never stored');
  }
  const { source, inputs, row } = plan.scenario;
  const state = {
    version: 1,
    run: { id: plan.run.id, now: plan.run.now },
    scenario: {
      file: source.path,
      path: isShipped(source.path) ? source.path : resolve(source.path),
      sha256: scenarioDigest(plan.scenario),
      ...defined({ row }),
    },
    ...chosen,
    spentMs,
    inputs: Object.fromEntries(
      inputs
        .filter(({ fixed }) => fixed === undefined)
        .map((input) => [input.name, writeInput(input, plan.values.get(input.name) ?? '')]),
    ),
    step: left.step,
    startedMs: left.startedMs,
    elapsedMs: left.elapsedMs,
    captured: Object.fromEntries(left.captured),
    marks: left.marks,
    results: left.results,
  } satisfies RunState;
  const printed = prettyJson(state);
  if (secrets.text(printed) !== printed) return cannot('its state would contain a secret');
  const shape = findSecret(printed);
  if (shape !== undefined) {
    return cannot(`its state would contain something shaped like a secret (${shape.rule})`);
  }
  return { ok: true, state: `${printed}\n` };
}

const cannot = (why: string): Written => ({ ok: false, message: `this run cannot be suspended: ${why}` });

/** A digest of a scenario and the files that it uses, to recognize whether they changed while the run was suspended. */
export function scenarioDigest({ source, used }: Pick<Scenario, 'source' | 'used'>): string {
  const hash = createHash('sha256').update(source.text);
  for (const file of used.values()) if (file.ok) hash.update('\0').update(file.value.text);
  return hash.digest('hex');
}
