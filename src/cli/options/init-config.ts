import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';

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
  const [operand] = flags.operands;
  if (operand !== undefined)
    flags.refuse(`\`init\` takes no \`${operand}\``, 'run it in the folder that is intended, without an operand');
  const role = readRole(flags);
  return flags.result({ yes: flags.has('yes'), ...defined({ role }) });
}

function readRole(flags: ParsedFlags): Role | undefined {
  const text = flags.value('for');
  if (text === undefined) return undefined;
  const role = roles.find((one) => one === text);
  if (role === undefined) flags.refuse(`\`--for ${text}\` is not a role`, suggestion(text, roles));
  return role;
}
