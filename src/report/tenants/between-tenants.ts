import { worstFirst } from '../../expectation/compare/difference.ts';
import type { BlockedReason, ScenarioResult, StepResult, TenantOfRun } from '../../run/result.ts';

/** Why a step has different outcomes in different tenants. */
export const betweenKinds = {
  license: 'licenses',
  consent: 'consent',
  role: 'roles',
  policy: 'policy',
  'sign-in': 'sign-in',
  api: 'the service: version or shape of its responses',
  reach: 'how the service could be reached',
  other: 'the outcome',
} as const;
type BetweenKind = keyof typeof betweenKinds;

/** The outcome of a step in a tenant, in one line without any data of the tenant. */
export type StepSign = {
  readonly tenant: string;
  readonly file: string;
  readonly scenario: string;
  readonly step: string;
  readonly kind: BetweenKind | 'passed';
  readonly text: string;
  /** For a passed step: the version of the service, and undocumented properties. */
  readonly shape: readonly string[];
  readonly isTrouble: boolean;
};

/** A step with different outcomes, and the tenants of each, the most common first. */
export type Between = {
  readonly file: string;
  readonly scenario: string;
  readonly step: string;
  readonly kind: BetweenKind;
  readonly ways: readonly { readonly text: string; readonly tenants: readonly string[] }[];
};

const kindOfReason: { readonly [reason in BlockedReason]: BetweenKind } = {
  auth: 'sign-in',
  'missing-permission': 'consent',
  'missing-license': 'license',
  'missing-role': 'role',
  throttled: 'reach',
  'not-consistent-yet': 'reach',
  network: 'reach',
  refused: 'policy',
  'not-modeled': 'other',
  leftover: 'other',
};

/** Headers that state the version of the service. */
const versionHeaders = ['odata-version', 'x-ms-api-version', 'deprecation', 'sunset'] as const;
const shapes: ReadonlySet<string> = new Set([
  'missing-property',
  'undocumented-property',
  'type',
  'header',
  'content-type',
]);

/** Skipped steps are ignored: the step that caused the skip counts. */
export function signsOf({ file, title, steps, cleanup }: ScenarioResult, tenant: string): readonly StepSign[] {
  return [...steps, ...cleanup].flatMap((step) => {
    const sign = signOf(step);
    return sign === undefined ? [] : [{ tenant, file, scenario: title, step: step.id, ...sign }];
  });
}

function signOf(step: StepResult): Pick<StepSign, 'kind' | 'text' | 'isTrouble' | 'shape'> | undefined {
  const { outcome, exchange, notes } = step;
  const trouble = { isTrouble: true, shape: [] };
  switch (outcome.kind) {
    case 'passed': {
      const { headers = {} } = exchange?.response ?? {};
      const version = versionHeaders.flatMap((name) =>
        headers[name] === undefined ? [] : [`${name} ${headers[name]}`],
      );
      const more = notes.flatMap(({ code, path }) => (code === 'undocumented-property' ? [path] : []));
      return { kind: 'passed', text: 'passed', isTrouble: false, shape: [...version, ...more] };
    }
    case 'failed': {
      const [first = outcome.differences[0]] = worstFirst(outcome.differences);
      const text = `${first.path}: ${first.code}`;
      const said = `${first.actual ?? ''} ${first.message}`;
      if (/polic|conditional ?access/i.test(said)) return { kind: 'policy', text, ...trouble };
      const isShape = outcome.differences.every(({ code }) => shapes.has(code));
      return { kind: isShape ? 'api' : 'other', text, ...trouble };
    }
    case 'blocked':
      return { kind: kindOfReason[outcome.reason], text: `blocked: ${outcome.reason}`, ...trouble };
    case 'pending':
      return { kind: 'other', text: 'waits for a person', ...trouble };
    case 'skipped':
      return undefined;
    default:
      return outcome satisfies never;
  }
}

/** The steps with different outcomes, the worst kind of difference first, and the obstacles of whole tenants. */
export function betweenTenants(signs: readonly StepSign[], tenants: readonly TenantOfRun[]): readonly Between[] {
  const steps = Map.groupBy(signs, ({ file, step }) => `${file}\0${step}`);
  const found = [...steps.values()].flatMap((same): readonly Between[] => {
    const [first] = same;
    const ways = Map.groupBy(same, wayOf(same));
    if (ways.size < 2 || first === undefined) return [];
    const { file, scenario, step } = first;
    const kinds = same.map(({ kind }) => kind).filter((kind) => kind !== 'passed');
    return [{ file, scenario, step, kind: kinds[0] ?? 'api', ways: waysOf(ways) }];
  });
  return [...together(found), ...obstaclesBetween(tenants)];
}

const mostShown = 3;

/** For passed steps, only properties that not all tenants have are relevant. */
function wayOf(same: readonly StepSign[]): (sign: StepSign) => string {
  const passed = same.filter(({ kind }) => kind === 'passed');
  const isCommon = (part: string) => passed.every(({ shape }) => shape.includes(part));
  return ({ text, shape }) => [text, ...shape.filter((part) => !isCommon(part)).slice(0, mostShown)].join(', ');
}

/** A step with the same outcomes in many scenarios is listed once. */
function together(found: readonly Between[]): readonly Between[] {
  const groups = Map.groupBy(found, ({ kind, step, ways }) => JSON.stringify([kind, step, ways]));
  return [...groups.values()].flatMap((same): readonly Between[] => {
    const [first] = same;
    if (first === undefined) return [];
    return [same.length === 1 ? first : { ...first, scenario: `${same.length} scenarios` }];
  });
}

const kindOfCode: { readonly [code: string]: BetweenKind } = {
  'not-allowed': 'policy',
  'missing-credential': 'sign-in',
  'bad-setting': 'sign-in',
};

function obstaclesBetween(tenants: readonly TenantOfRun[]): readonly Between[] {
  const all = tenants.flatMap(({ name, obstacles = [] }) => obstacles.map((one) => ({ name, ...one })));
  const kinds = Map.groupBy(all, ({ code, file = '' }) => `${code}\0${file}`);
  return [...kinds.values()].flatMap((same): readonly Between[] => {
    const names = new Set(same.map(({ name }) => name));
    const [first] = same;
    if (names.size === tenants.length || first === undefined) return [];
    const rest = tenants.map(({ name }) => name).filter((name) => !names.has(name));
    const ways = [
      { text: 'run', tenants: rest },
      { text: `not run: ${first.code}`, tenants: [...names] },
    ];
    return [
      {
        file: first.file ?? '',
        scenario: first.file ?? 'every scenario',
        step: '',
        kind: kindOfCode[first.code] ?? 'other',
        ways,
      },
    ];
  });
}

function waysOf(ways: ReadonlyMap<string, readonly StepSign[]>): Between['ways'] {
  return [...ways]
    .map(([text, same]) => ({ text, tenants: same.map(({ tenant }) => tenant).sort() }))
    .sort((a, b) => b.tenants.length - a.tenants.length);
}

const mostNamed = 4;

/** `contoso, fabrikam`, and where there are many, how many more. */
export function namesText(names: readonly string[]): string {
  if (names.length <= mostNamed) return names.join(', ');
  return `${names.slice(0, mostNamed - 1).join(', ')} and ${names.length - mostNamed + 1} more`;
}
