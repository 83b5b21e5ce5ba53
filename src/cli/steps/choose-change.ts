import { problemText } from '../../diagnostics/code-frame.ts';
import { placeAt } from '../../diagnostics/place.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { TextEdit } from '../../diagnostics/text-edit.ts';
import type { Change } from '../../expectation/update/update-change.ts';
import type { Plan } from '../../run/plan/plan.ts';
import type { Streams } from '../output/streams.ts';

/** The choice for a difference. */
export type Choice =
  | { readonly kind: 'edit'; readonly edit: TextEdit; readonly to: string }
  | { readonly kind: 'skip' };

/** Asks the person at the terminal about each difference, until they stop. */
export function chooser({ ask, signal }: Streams): (change: Change, plan: Plan) => Promise<Choice> {
  let enough = false;
  return async (change, plan) => {
    for (let notice = ''; !enough; notice = 'not one of the choices\n') {
      const said = signal.aborted ? undefined : await ask?.(`${notice}${questionOf(change, plan)}`, signal);
      const meant = meaningOf(said, change);
      if (meant === 'quit') enough = true;
      else if (meant !== undefined) return meant;
    }
    return { kind: 'skip' };
  };
}

function questionOf(change: Change, { scenario: { source } }: Plan): string {
  const { path, from, to, relax, ignore, span } = change;
  const frame = problemText({ code: 'not-updated', message: '', at: placeAt(source, span) });
  const lines = frame.split('\n').filter((line) => line.includes(' | '));
  return [
    '',
    ...lines,
    safeLine(`${path}: expected ${from}, got ${to}`),
    `  [a] accept: ${safeLine(to)}`,
    ...(relax === undefined ? [] : [`  [m] expect less: ${safeLine(relax.to)}`]),
    ...(ignore === undefined ? [] : ['  [i] expect nothing about it']),
    '  [s] skip · [q] quit',
    '> ',
  ].join('\n');
}

/** Without a person to reply, the selection ends, too. */
function meaningOf(said: string | undefined, { accept, to, relax, ignore }: Change): Choice | 'quit' | undefined {
  switch (said?.trim().toLowerCase()) {
    case undefined:
    case 'q':
      return 'quit';
    case 'a':
      return { kind: 'edit', edit: accept, to };
    case 'm':
      return relax === undefined ? undefined : { kind: 'edit', edit: relax.edit, to: relax.to };
    case 'i':
      return ignore === undefined ? undefined : { kind: 'edit', edit: ignore, to: 'nothing' };
    case 's':
      return { kind: 'skip' };
    default:
      return undefined;
  }
}
