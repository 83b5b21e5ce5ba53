type Variables = { readonly [name: string]: string | undefined };

type Rule = {
  readonly variable: string;
  /** The value it must have; any, where absent. */
  readonly value?: string;
  /** Together with a version, and at least this one. */
  readonly version?: { readonly variable: string; readonly least: readonly number[] };
};

/**
 * Terminals that support hyperlinks, by their environment variables, as collected by
 * https://github.com/jamestalmage/supports-hyperlinks.
 */
const linkingTerminals: readonly Rule[] = [
  { variable: 'WT_SESSION' },
  { variable: 'TERM_PROGRAM', value: 'iTerm.app', version: { variable: 'TERM_PROGRAM_VERSION', least: [3, 1] } },
  { variable: 'TERM_PROGRAM', value: 'WezTerm', version: { variable: 'TERM_PROGRAM_VERSION', least: [20_200_620] } },
  { variable: 'TERM_PROGRAM', value: 'vscode', version: { variable: 'TERM_PROGRAM_VERSION', least: [1, 72] } },
  { variable: 'TERM_PROGRAM', value: 'ghostty' },
  { variable: 'TERM_PROGRAM', value: 'zed' },
  { variable: 'TERM_PROGRAM', value: 'tmux', version: { variable: 'TERM_PROGRAM_VERSION', least: [3, 4] } },
  { variable: 'TERM', value: 'xterm-kitty' },
  { variable: 'TERM', value: 'alacritty' },
  // 0.50.0 crashes on them.
  { variable: 'VTE_VERSION', version: { variable: 'VTE_VERSION', least: [5001] } },
  { variable: 'KONSOLE_VERSION', version: { variable: 'KONSOLE_VERSION', least: [201_200] } },
];

/**
 * Whether a person watches a terminal on which lines can be rewritten. CI systems set `CI`: there no person watches,
 * even if the output looks like a terminal.
 */
export function watched(isTTY: boolean, variables: Variables): boolean {
  return isTTY && !isOn(variables['CI']) && variables['TERM'] !== 'dumb';
}

/** Whether text may carry hyperlinks. `FORCE_HYPERLINK` decides where it is set: `0` is no. */
export function takesLinks(variables: Variables, isTTY: boolean): boolean {
  const forced = variables['FORCE_HYPERLINK'];
  if (forced !== undefined && forced !== '') return isOn(forced);
  return watched(isTTY, variables) && linkingTerminals.some((rule) => fits(rule, variables));
}

function fits({ variable, value, version }: Rule, variables: Variables): boolean {
  const said = variables[variable] ?? '';
  if (said === '' || (value !== undefined && said !== value)) return false;
  return version === undefined || atLeast(variables[version.variable] ?? '', version.least);
}

/** `3.10` is at least `3.9`; a text that is not a number is not. */
function atLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map((part) => Number.parseInt(part, 10));
  for (const [at, number] of least.entries()) {
    const part = parts[at] ?? 0;
    if (part !== number) return part > number;
  }
  return true;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
