import type { OutcomeKind } from '../../run/result.ts';
import type { Paint } from './paint.ts';
import type { Commands } from './reporter.ts';

/** How text is shown to a person. */
export type View = {
  readonly paint: Paint;
  readonly columns: number;
  readonly verbose: boolean;
  readonly commands?: Commands;
  /** The terminal takes hyperlinks. */
  readonly links?: boolean;
};

/** The mark of an outcome; it says without colors what the color says. */
export function outcomeMark(kind: OutcomeKind, paint: Paint): string {
  switch (kind) {
    case 'passed':
      return paint.green('✓');
    case 'failed':
      return paint.red('✗');
    case 'blocked':
      return paint.yellow('!');
    case 'skipped':
      return paint.dim('–');
    case 'pending':
      return paint.yellow('?');
    default:
      return kind satisfies never;
  }
}
