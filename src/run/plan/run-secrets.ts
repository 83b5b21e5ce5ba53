import { onceFor } from '../../once-for.ts';
import { createRedactor, type Redactor } from '../../redaction/redact/redactor.ts';
import type { Plan } from './plan.ts';

/** A plan may be replayed many times, and its password is the same. */
const ownRedactor = onceFor((plan: Plan): Redactor => createRedactor(secretsOf(plan)));

/** Makes the redactor of a run, and of the texts and excerpts with secrets that the process knows. */
export function redactorOf(plan: Plan, secrets?: (text: string) => string): Redactor {
  const made = ownRedactor(plan);
  if (secrets === undefined) return made;
  const text = (one: string) => secrets(made.text(one));
  return { ...made, text, excerpt: text };
}

/** The generated password of a run, where the scenario uses it at all. */
export function secretsOf(plan: Plan): readonly string[] {
  return mayUsePassword(plan) ? [plan.run.password] : [];
}

/** A backslash of YAML can write any character as an escape. */
function mayUsePassword({ scenario: { source, used } }: Plan): boolean {
  const shared = [...used.values()].map((file) => (file.ok ? file.value.text : ''));
  return [source.text, ...shared].some((text) => text.includes('run.password') || text.includes('\\'));
}
