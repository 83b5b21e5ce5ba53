import { defined } from '../../defined.ts';
import type { Drift } from '../../tutorial/verify/find-drift.ts';
import type { Disagreement } from '../../tutorial/verify/parties.ts';
import { shownText } from '../../tutorial/verify/shown-text.ts';

/** A drift as `--json` prints it. */
export function plainDrift({ kind, title, step, block, inPage, inScenario, value, message, fix }: Drift) {
  const place = ({ file, line, column }: Drift['inScenario']) => ({ file, line, column });
  return {
    kind,
    title,
    ...(step === undefined ? {} : { step: step.id }),
    ...(block === undefined ? {} : { method: block.request.method, url: shownText(block.request.url) }),
    ...(inPage === undefined ? {} : { page: place(inPage) }),
    scenario: place(inScenario),
    ...(value === undefined ? {} : { value: { path: value.path, ...sidesOf(value) } }),
    message,
    fix,
  };
}

function sidesOf({ page, scenario, service }: Disagreement) {
  return {
    ...defined({ page, scenario, service }),
  };
}
