import { safeLine } from '../../diagnostics/safe-text.ts';
import { counted } from '../wording/duration-text.ts';
import type { Paint } from '../wording/paint.ts';
import type { AccountComparison, StepComparison } from './compare-accounts.ts';
import { changeCodes } from './compared-change.ts';
import { alike, anyItem, type Likeness } from './likeness.ts';

const labelWidth = 8;

/** The differences, for a person at a terminal. */
export function comparisonText(comparison: AccountComparison, paint: Paint): string {
  const { before, after, steps } = comparison;
  const head = [before, after].map(({ file, kind, about }, at) => {
    const label = (at === 0 ? 'before' : 'after').padEnd(labelWidth);
    return `${paint.dim(label)}${safeLine(file)} ${paint.dim(`(${kind}: ${safeLine(about)})`)}`;
  });
  const several = new Set(steps.map(({ scenario }) => scenario)).size > 1;
  const blocks = steps.flatMap((step) => ['', ...stepLines(step, { paint, several })]);
  return `${[...head, ...blocks, '', ...summaryLines(comparison)].join('\n')}\n`;
}

type Shown = { readonly paint: Paint; readonly several: boolean };

/** Its id, and the id in the other file if that is another one. */
export function stepName({ id, newId }: StepComparison): string {
  return newId === undefined ? id : `${id} → ${newId}`;
}

function stepLines(step: StepComparison, { paint, several }: Shown): readonly string[] {
  const { scenario, request, changes } = step;
  const name = safeLine(several ? `${scenario} › ${stepName(step)}` : stepName(step));
  return [
    `${paint.red('✗')} ${paint.bold(name)}  ${safeLine(request)}`,
    ...alike(changes).flatMap((one) => changeLines(one, paint)),
  ];
}

function changeLines({ first, more }: Likeness, paint: Paint): readonly string[] {
  const { code, path, before, after } = first;
  if (code === 'step-gone' || code === 'step-new') return [`    ${paint.red(code)}  ${changeCodes[code]}`];
  const also = more === 0 ? '' : paint.dim(`  and ${more} more at ${safeLine(anyItem(path))}`);
  const values = [
    { label: 'before', text: before, color: paint.green },
    { label: 'after', text: after, color: paint.red },
  ].map(({ label, text, color }) => {
    const shown = text === undefined ? paint.dim('nothing') : color(safeLine(text));
    return `      ${label.padEnd(labelWidth)}${shown}`;
  });
  const where = path === code ? '' : `  ${safeLine(path)}`;
  return [`    ${paint.red(code)}${where}${also}`, ...(code === 'order' ? [] : values)];
}

/** How much is equal, and which names were treated as equal although they differ. */
export function summaryLines({ steps, compared, renamed }: AccountComparison): readonly string[] {
  const changes = steps.reduce((sum, step) => sum + step.changes.length, 0);
  const first =
    changes === 0
      ? `no difference in ${counted(compared, 'step')}`
      : `${counted(changes, 'difference')} in ${counted(steps.length, 'step')}; both have ${counted(compared, 'step')}`;
  const names = [
    [renamed.ids, 'id'],
    [renamed.people, 'person or address'],
    [renamed.places, 'domain'],
  ] as const;
  const others = names.filter(([count]) => count > 0).map(([count, noun]) => nounText(count, noun));
  const consistent = [...others, ...renamed.services];
  return consistent.length === 0 ? [first] : [first, `renamed consistently: ${consistent.join(' · ')}`];
}

function nounText(count: number, noun: string): string {
  return noun === 'person or address' && count > 1 ? `${count} people or addresses` : counted(count, noun);
}
