import { defined } from '../../defined.ts';
import type { Problem, Result } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { type Flag, type ParsedFlags, parseFlags, unlessMisused } from './flags.ts';

/** The roles for which a project can be initialized. */
export const roles = ['administrator', 'ci', 'documentation'] as const;
type Role = (typeof roles)[number];

/** The CI system of its tests. */
export const pipelines = ['github', 'azure', 'none'] as const;
type Pipeline = (typeof pipelines)[number];

/** The choices, once all are made. */
export type Choices = { readonly role: Role; readonly pipeline: Pipeline };

export type InitConfig = {
  /** Absent: to be chosen. */
  readonly role?: Role;
  /** Take the default of every choice. */
  readonly yes: boolean;
};

export const initFlags: readonly Flag[] = [
  { name: 'for', value: 'ROLE', choices: roles, help: `Choose the role: ${roles.join(', ')}; default: administrator` },
  { name: 'yes', short: 'y', help: 'Do not prompt: use the default of every choice' },
];

/** Problems: `usage`. */
export function initConfig(args: readonly string[]): Result<InitConfig> {
  const flags = parseFlags(args, initFlags);
  const problems: Problem[] = [];
  const [operand] = flags.operands;
  if (operand !== undefined) {
    const fix = 'run it in the folder that is intended, without an operand';
    problems.push({ code: 'usage', message: `\`init\` takes no \`${operand}\``, fix });
  }
  const role = readRole(flags, problems);
  return unlessMisused(flags, problems, () => ({ yes: flags.has('yes'), ...defined({ role }) }));
}

function readRole(flags: ParsedFlags, problems: Problem[]): Role | undefined {
  const [text] = flags.values('for');
  if (text === undefined) return undefined;
  const role = roles.find((one) => one === text);
  if (role === undefined) {
    problems.push({ code: 'usage', message: `\`--for ${text}\` is not a role`, fix: suggestion(text, roles) });
  }
  return role;
}
