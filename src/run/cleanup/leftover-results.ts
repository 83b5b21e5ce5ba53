import type { Place } from '../../diagnostics/place.ts';
import type { Redactor } from '../../redaction/redact/redactor.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { OpenEntry } from '../ports.ts';
import type { StepOutcome, StepResult } from '../result.ts';
import type { Timing } from '../timing.ts';
import { sameObject } from './own-objects.ts';
import { isGone } from './recycle-bin.ts';
import type { Removal } from './remove-leftovers.ts';

type About = Pick<StepResult, 'id' | 'number' | 'of' | 'at'> & {
  readonly timing: Timing;
  readonly redactor: Redactor;
  /** The command that deletes the leftovers of this run. */
  readonly command: string;
  readonly at: Place;
};

/** The removal of an object that the cleanup steps did not delete, as the result of a cleanup step. */
export function leftoverResult(removal: Removal, about: About): StepResult {
  const { redactor, command, timing, ...where } = about;
  const { entry, exchange, attempts } = removal;
  return {
    ...where,
    ...timing,
    title: `Delete what ${entry.step} created`,
    phase: 'cleanup',
    actor: entry.actor,
    outcome: outcomeOf(removal, command, redactor.text),
    notes: [],
    ...(exchange !== undefined && { exchange: redactor.exchange(exchange) }),
    attempts,
    captured: {},
  };
}

function outcomeOf({ outcome }: Removal, command: string, shown: Redactor['text']): StepOutcome {
  if (outcome.kind === 'existed') return { kind: 'skipped', reason: 'not-ours', message: shown(outcome.message) };
  if (outcome.kind !== 'left') return { kind: 'passed' };
  return {
    kind: 'blocked',
    reason: 'leftover',
    message: shown(outcome.message),
    fix: `look at it, then: ${command}`,
  };
}

/** One thing that is still there, or may be, as a line. */
export function openLine({ created, method, url, step }: OpenEntry): string {
  return created === undefined
    ? `possibly what ${method} ${url} created (step ${step}; no response shows it)`
    : `DELETE ${created} (created by step ${step})`;
}

type Left = {
  readonly open: readonly OpenEntry[];
  readonly removals: readonly Removal[];
  readonly cleanup: readonly StepResult[];
  readonly steps: readonly PlannedStep[];
  /** Makes a text safe to show, as results are. */
  readonly shown: (text: string) => string;
};

/**
 * The leftovers, one line each: open entries of the ledger, and failed deletions of objects that the ledger does not
 * contain.
 */
export function leftoverLines({ open, removals, cleanup, steps, shown }: Left): readonly string[] {
  const known = removals.map(({ entry }) => entry);
  const strays = cleanup.filter(({ id, outcome, exchange }) => {
    if (outcome.kind !== 'failed' && outcome.kind !== 'blocked') return false;
    // The owner of an object that a guard kept from being deleted is unknown.
    if (outcome.kind === 'blocked' && outcome.reason === 'refused') return false;
    const uses = steps.find((step) => step.id === id)?.uses ?? [];
    const recorded = known.some(({ created, step }) =>
      exchange === undefined || created === undefined
        ? uses.includes(step)
        : sameObject(shown(created), exchange.request.url),
    );
    const gone = exchange !== undefined && isGone(exchange.response.status);
    return !recorded && !gone;
  });
  return [
    ...open.map((entry) => shown(openLine(entry))),
    ...strays.map(({ id, exchange }) =>
      exchange === undefined ? id : `${exchange.request.method} ${exchange.request.url}`,
    ),
  ];
}
