import type { Result } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { scanRules } from '../../redaction/scan/search-text.ts';
import { type Registered, SecretIndex } from '../../redaction/scan/secret-index.ts';
import type { Environment } from './config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';

export type ScanConfig = {
  readonly operands: readonly string[];
  readonly sought: SecretIndex;
  /** Rules whose findings are not reported. */
  readonly allowed: ReadonlySet<string>;
  readonly json: boolean;
};

export const scanFlags: readonly Flag[] = [
  { name: 'secret-env', value: 'NAME', repeatable: true, help: 'Also find the value of this environment variable' },
  { name: 'ignore', value: 'RULE', choices: scanRules, repeatable: true, help: 'Do not report findings of this rule' },
  { name: 'json', help: 'Print JSON' },
];

/** A shorter text occurs in files by chance. */
const shortestSecret = 8;

/** Problems: `usage`, `bad-setting`. */
export function scanConfig(args: readonly string[], environment: Environment): Result<ScanConfig> {
  const flags = parseFlags(args, scanFlags);
  if (flags.operands.length === 0) flags.refuse('no path is given', 'name files, folders or globs');
  return flags.result<ScanConfig>({
    operands: flags.operands,
    sought: new SecretIndex(readSecrets(flags, environment)),
    allowed: readAllowed(flags),
    json: flags.has('json'),
  });
}

function readSecrets(flags: ParsedFlags, environment: Environment): readonly Registered[] {
  return flags.values('secret-env').flatMap((name) => {
    const value = environment[name] ?? '';
    if (value.length >= shortestSecret) return [{ name, value }];
    const message = value === '' ? `\`${name}\` is not set` : `the value of \`${name}\` is too short to be looked for`;
    const fix =
      value === ''
        ? `set it, or leave \`--secret-env ${name}\` out`
        : `a secret has ${shortestSecret} characters or more`;
    flags.add({ code: 'bad-setting', message, fix });
    return [];
  });
}

function readAllowed(flags: ParsedFlags): ReadonlySet<string> {
  const allowed = flags.values('ignore');
  for (const rule of allowed.filter((one) => !scanRules.includes(one))) {
    flags.refuse(`there is no rule \`${rule}\``, suggestion(rule, scanRules));
  }
  return new Set(allowed);
}
