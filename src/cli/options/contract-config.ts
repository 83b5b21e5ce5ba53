/** The configuration of the contract check: its metadata and its table of permissions. Pure. */
import type { Result } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { type CloudName, clouds } from '../../http/clouds.ts';
import type { GraphVersion } from '../../metadata/metadata.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';

const versions: readonly GraphVersion[] = ['v1.0', 'beta'];

export type ContractConfig = {
  readonly metadata: readonly { readonly version: GraphVersion; readonly file: string }[];
  /** Use what `metadata pull` fetched. */
  readonly pulled: boolean;
  readonly permissions?: string;
  /** Findings fail the check. */
  readonly strict: boolean;
};

export const contractFlags: readonly Flag[] = [
  {
    name: 'metadata',
    value: '[VERSION=]FILE',
    repeatable: true,
    help: 'Check paths, methods and properties against this $metadata document (CSDL); default: v1.0, or beta by its name',
  },
  { name: 'contract', help: 'Check against the metadata that `metadata pull` fetched' },
  {
    name: 'permissions',
    value: 'FILE',
    help: 'Check methods and permissions against this table, such as permissions.json',
  },
  { name: 'strict-contract', help: 'Treat findings against the contract as errors' },
];

/** Absent where no contract option is set. */
export function readContract(flags: ParsedFlags): ContractConfig | undefined {
  const metadata = flags.values('metadata').flatMap((text) => readFile(text, flags));
  const config = {
    metadata,
    pulled: flags.has('contract'),
    ...flags.given('permissions'),
    strict: flags.has('strict-contract'),
  };
  if (metadata.length > 0 || config.pulled || flags.has('permissions')) return config;
  if (config.strict)
    flags.refuse('`--strict-contract` has nothing to check by', 'add `--contract`, `--metadata` or `--permissions`');
  return undefined;
}

/** `[VERSION=]FILE`: without a version, the name of the file determines it. */
export function versionOf(text: string): { readonly version: GraphVersion; readonly file: string } {
  const named = /^(v1\.0|beta)=(.*)$/s.exec(text);
  const file = named?.[2] ?? text;
  const version = named?.[1] ?? (/beta[^/\\]*$/i.test(file) ? 'beta' : 'v1.0');
  return { version: version === 'beta' ? 'beta' : 'v1.0', file };
}

function readFile(text: string, { refuse }: ParsedFlags): ContractConfig['metadata'] {
  const { version, file } = versionOf(text);
  if (file === '') {
    refuse(`\`--metadata ${text}\` names no file`, 'write it like `--metadata v1.0=metadata.xml`');
    return [];
  }
  return [{ version, file }];
}

export type PullConfig = {
  readonly versions: readonly GraphVersion[];
  /** The origin of Graph. */
  readonly origin: string;
  readonly envProxy: boolean;
};

export const pullFlags: readonly Flag[] = [
  {
    name: 'version',
    value: 'v1.0|beta',
    choices: ['v1.0', 'beta'],
    repeatable: true,
    help: 'Fetch only this version; default: both',
  },
  { name: 'cloud', value: 'NAME', help: `Choose the cloud: ${Object.keys(clouds).join(', ')}; default: global` },
  { name: 'origin', value: 'URL', help: 'Use another service, such as a sandbox: https://localhost:8443' },
  { name: 'use-env-proxy', help: 'Use the proxy that HTTPS_PROXY names' },
];

/** Problems: `usage`. */
export function pullConfig(args: readonly string[]): Result<PullConfig> {
  const flags = parseFlags(args, pullFlags);
  const [verb, extra] = flags.operands;
  if (verb !== 'pull' || extra !== undefined) flags.refuse('`metadata` does one thing', 'write `metadata pull`');
  const wanted = flags.values('version');
  for (const one of wanted.filter((name) => !versions.some((version) => version === name))) {
    flags.refuse(`there is no version \`${one}\``, suggestion(one, versions));
  }
  return flags.result({
    versions: wanted.length === 0 ? versions : versions.filter((version) => wanted.includes(version)),
    origin: readOrigin(flags),
    envProxy: flags.has('use-env-proxy'),
  });
}

function readOrigin(flags: ParsedFlags): string {
  const cloud = flags.value('cloud') ?? 'global';
  const given = flags.value('origin');
  if (given !== undefined) {
    const url = URL.parse(given);
    if (url?.protocol === 'https:' && `${url.origin}/` === url.href) return url.origin;
    flags.refuse(`\`--origin ${given}\` is not an origin`, 'write scheme, host and port: `https://localhost:8443`');
  }
  if (isCloud(cloud)) return clouds[cloud].graphOrigin;
  flags.refuse(`there is no cloud \`${cloud}\``, suggestion(cloud, Object.keys(clouds)));
  return '';
}

function isCloud(name: string): name is Exclude<CloudName, 'custom'> {
  return Object.hasOwn(clouds, name);
}
