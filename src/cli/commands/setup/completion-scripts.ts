import type { Shell } from '../../options/completion-config.ts';
import type { Flag } from '../../options/flags.ts';

/** A command as shells complete it. */
export type CompletedCommand = { readonly name: string; readonly summary: string; readonly flags: readonly Flag[] };

/** The script of a shell, made of the table of commands and flags. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  return scripts[shell](commands);
}

const scripts: { readonly [shell in Shell]: (commands: readonly CompletedCommand[]) => string } = {
  bash,
  zsh,
  fish,
  powershell,
};

const dashes = ({ name, short, alias }: Flag): readonly string[] => [
  `--${name}`,
  ...(alias === undefined ? [] : [`--${alias}`]),
  ...(short === undefined ? [] : [`-${short}`]),
];

/** Flags of all commands with fixed values, each once: a flag means one thing in all commands. */
function choosing(commands: readonly CompletedCommand[]): readonly (Flag & { readonly choices: readonly string[] })[] {
  const found = commands.flatMap(({ flags }) =>
    flags.flatMap((flag) => (flag.choices === undefined ? [] : [{ ...flag, choices: flag.choices }])),
  );
  return [...new Map(found.map((flag) => [flag.name, flag])).values()];
}

function bash(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const values = choosing(commands).map(
    (flag) =>
      `    ${dashes(flag).join('|')}) COMPREPLY=($(compgen -W "${flag.choices.join(' ')}" -- "$current")); return;;`,
  );
  const flags = commands.map(({ name, flags }) => `    ${name}) flags="${flags.flatMap(dashes).join(' ')} --help";;`);
  return `# bash completion of tutorial-replay
_tutorial_replay() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" flags=""
  COMPREPLY=()
  case "$before" in
${values.join('\n')}
  esac
  if [[ $COMP_CWORD -eq 1 && "$current" != -* ]]; then
    COMPREPLY=($(compgen -W "${names}" -- "$current") $(compgen -f -- "$current"))
    return
  fi
  [[ "$current" != -* ]] && { COMPREPLY=($(compgen -f -- "$current")); return; }
  case "$command" in
${flags.join('\n')}
    *) flags="--help --version";;
  esac
  COMPREPLY=($(compgen -W "$flags" -- "$current"))
}
complete -o filenames -F _tutorial_replay tutorial-replay
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const named = commands.map(({ name, summary }) => `    ${single(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, flags }) => {
    const specs = flags.flatMap((flag) => dashes(flag).map((word) => `      ${single(zshFlag(word, flag))}`));
    return `    ${name}) _arguments -s \\\n${[...specs, "      '*:path:_files'"].join(' \\\n')} ;;`;
  });
  return `#compdef tutorial-replay
_tutorial_replay() {
  local -a commands=(
${named.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _files
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
    *) _files ;;
  esac
}
compdef _tutorial_replay tutorial-replay
`;
}

function zshFlag(word: string, { help, value, choices, repeatable }: Flag): string {
  const text = help.replaceAll(/[[\]:\\]/g, (sign) => `\\${sign}`);
  const argument = value === undefined ? '' : `:${value.replaceAll(':', '')}:${zshValues(choices)}`;
  return `${repeatable === true ? '*' : ''}${word}[${text}]${argument}`;
}

const zshValues = (choices: Flag['choices']) => (choices === undefined ? '_files' : `(${choices.join(' ')})`);

function fish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, summary, flags }) => [
    `complete -c tutorial-replay -n __fish_use_subcommand -a ${name} -d ${single(summary)}`,
    ...flags.flatMap((flag) => fishFlag(name, flag)),
  ]);
  return ['# fish completion of tutorial-replay', ...lines, ''].join('\n');
}

function fishFlag(command: string, { name, short, alias, value, choices, help }: Flag): readonly string[] {
  const values = choices === undefined ? ' -r' : ` -x -a ${single(choices.join(' '))}`;
  return [name, ...(alias === undefined ? [] : [alias])].map(
    (long) =>
      `complete -c tutorial-replay -n '__fish_seen_subcommand_from ${command}' -l ${long}` +
      (short === undefined ? '' : ` -s ${short}`) +
      (value === undefined ? '' : values) +
      ` -d ${single(help)}`,
  );
}

function powershell(commands: readonly CompletedCommand[]): string {
  const list = (words: readonly string[]) => `@(${words.map(quoted).join(', ')})`;
  const flags = commands.map(
    ({ name, flags }) => `    ${quoted(name)} = ${list([...flags.flatMap(dashes), '--help'])}`,
  );
  const values = choosing(commands).flatMap((flag) =>
    // PowerShell's keys ignore case: of a flag's names, the long ones do.
    dashes(flag)
      .filter((word) => word.startsWith('--'))
      .map((word) => `    ${quoted(word)} = ${list(flag.choices)}`),
  );
  return `# PowerShell completion of tutorial-replay: put it into $PROFILE
Register-ArgumentCompleter -Native -CommandName tutorial-replay -ScriptBlock {
  param($word, $ast, $position)
  $flags = @{
${flags.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
  $offered = if ($before.Count -gt 1 -and $values.ContainsKey($before[-1])) { $values[$before[-1]] }
    elseif ($before.Count -le 1) { $flags.Keys | Sort-Object }
    elseif ($word -like '-*' -and $flags.ContainsKey($before[1])) { $flags[$before[1]] }
  $offered | Where-Object { $_ -like "$word*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}

/** In single quotes, for sh, zsh and fish. */
const single = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** In single quotes, for PowerShell. */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
