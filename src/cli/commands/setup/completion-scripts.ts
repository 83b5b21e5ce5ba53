import type { Shell } from '../../options/completion-config.ts';
import type { Flag } from '../../options/flags.ts';
import { hasFileValues } from './completion-values.ts';

/** A command as shells complete it. */
export type CompletedCommand = {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** The words that may follow it, in addition to files. */
  readonly words: readonly string[];
};

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

const takesFile = ({ value = '' }: Flag): boolean => /FILE|FOLDER|DIR|PATH|PAGE|\.pem/.test(value);

/** Flags of all commands with a value, each once, with every choice there is: a flag means one thing in all commands. */
function valued(commands: readonly CompletedCommand[]): readonly Flag[] {
  const found = commands.flatMap(({ flags }) => flags.filter(({ value }) => value !== undefined));
  return [...Map.groupBy(found, ({ name }) => name).values()].flatMap(([first, ...others]) => {
    const choices = [first, ...others].flatMap((flag) => flag?.choices ?? []);
    return first === undefined ? [] : { ...first, ...(choices.length > 0 && { choices: [...new Set(choices)] }) };
  });
}

/** The command that is used if none is named. */
const runOf = (commands: readonly CompletedCommand[]) => commands.filter(({ name }) => name === 'run');

function bash(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const values = valued(commands).map((flag) => {
    const words = hasFileValues(flag.name)
      ? `$(_tutorial_replay_values "$program" ${flag.name} "\${rest[@]}")`
      : (flag.choices ?? []).join(' ');
    return `    ${dashes(flag).join('|')}) words="${words}" files=${takesFile(flag) && words === '' ? 1 : 0} flags="";;`;
  });
  const cases = commands.map(
    ({ name, flags, words }) =>
      `    ${name}) flags="${flags.flatMap(dashes).join(' ')} --help --version" words="${words.join(' ')}";;`,
  );
  return `# bash completion of tutorial-replay
_tutorial_replay_values() {
  local program="$1" flag="$2"
  shift 2
  "$program" completion values -- "$flag" "$@" 2>/dev/null </dev/null
}
_tutorial_replay() {
  local line="\${COMP_LINE:0:COMP_POINT}" command=run flags="" words="" files=1 current before whole prefix="" mark program
  local -a typed rest
  read -ra typed <<< "$line"
  [[ "\${typed[0]}" == npx ]] && program=node_modules/.bin/tutorial-replay
  [[ "$line" == *[[:space:]] ]] && typed+=("")
  while ((\${#typed[@]} > 0)) && [[ "\${typed[0]##*/}" != tutorial-replay ]]; do typed=("\${typed[@]:1}"); done
  COMPREPLY=()
  ((\${#typed[@]} > 1)) || return
  program="\${program:-\${typed[0]}}"
  whole="\${typed[\${#typed[@]}-1]}" before="\${typed[\${#typed[@]}-2]}"
  current="$whole"
  if [[ "$whole" == --*=* ]]; then before="\${whole%%=*}" prefix="\${whole%%=*}=" current="\${whole#*=}"; fi
  if ((\${#typed[@]} > 2)) && [[ " ${names} " == *" \${typed[1]} "* ]]; then command="\${typed[1]}"; fi
  rest=("\${typed[@]:1}")
  [[ "\${rest[0]}" == "$command" ]] || rest=("$command" "\${rest[@]}")
  unset 'rest[-1]'
  case "$command" in
${cases.join('\n')}
  esac
  ((\${#typed[@]} == 2)) && words="${names} $words"
  case "$before" in
${values.join('\n')}
  esac
  if [[ "$current" == -* && -n "$flags" ]]; then
    words="$flags" files=0
  elif [[ "$before" != -* || -n "$flags" ]]; then
    # Names of the library are many: they are offered to those who begin to write one.
    [[ -n "$current" ]] || words="\${words//library:[a-z]*/}"
  elif [[ "$current" == *=* && "$words" != *=* ]]; then
    # The file of a report.
    prefix="$prefix\${current%%=*}=" current="\${current#*=}" words="" files=1
  fi
  COMPREPLY=($(compgen -P "$prefix" -W "$words" -- "$current"))
  if ((files)); then
    local IFS=$'\\n' count=\${#COMPREPLY[@]}
    COMPREPLY+=($(compgen -P "$prefix" -f -- "$current"))
    # What is not a file is put in as it is, a colon, too.
    ((\${#COMPREPLY[@]} == count)) && compopt +o filenames 2>/dev/null
  else
    compopt +o default 2>/dev/null
  fi
  # Readline takes what follows such a sign for a word of its own.
  for mark in : =; do
    [[ "$COMP_WORDBREAKS" == *"$mark"* && "$whole" == *"$mark"* ]] && prefix="\${whole%"$mark"*}$mark" &&
      COMPREPLY=("\${COMPREPLY[@]#"$prefix"}")
  done
}
complete -o filenames -o default -F _tutorial_replay tutorial-replay
complete -p npx &>/dev/null || complete -o filenames -o default -F _tutorial_replay npx
`;
}

function zsh(commands: readonly CompletedCommand[]): string {
  const named = commands.map(({ name, summary }) => `    ${single(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, flags, words }) => {
    const specs = flags.flatMap((flag) => dashes(flag).map((word) => `      ${single(zshFlag(word, flag))}`));
    const operands = `      ${single(`*:path:{ compadd -S '' -- ${words.join(' ')}; _files }`)}`;
    const rest = ["      '--help[Print what it does]'", "      '--version[Print the version]'", operands];
    return `    ${name}) _arguments -s \\\n${[...specs, ...rest].join(' \\\n')} ;;`;
  });
  return `#compdef tutorial-replay
_tutorial_replay_values() {
  local -a values=(\${(f)"$($program completion values -- $1 $command \${(Q)words[2,CURRENT-1]} 2>/dev/null </dev/null)"})
  compadd -a values
}
_tutorial_replay() {
  local program
  [[ $words[1] == npx ]] && program=node_modules/.bin/tutorial-replay
  local -a commands=(
${named.join('\n')}
  )
  while (( $#words > 1 )) && [[ \${words[1]:t} != tutorial-replay ]]; do shift words; (( CURRENT-- )); done
  [[ \${words[1]:t} == tutorial-replay ]] || { _files; return }
  program=\${program:-$words[1]}
  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _describe command commands
    _files
    return
  fi
  local command=run
  if [[ -n \${commands[(r)$words[2]:*]} ]]; then
    command=$words[2]
    shift words
    (( CURRENT-- ))
  fi
  case $command in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _tutorial-replay ]]; then
  _tutorial_replay "$@"
else
  compdef _tutorial_replay tutorial-replay
  (( \${+_comps[npx]} )) || compdef _tutorial_replay npx
fi
`;
}

function zshFlag(word: string, flag: Flag): string {
  const { help, value, repeatable } = flag;
  const text = help.replaceAll(/[[\]:\\]/g, (sign) => `\\${sign}`);
  const sign = value === undefined ? '' : word.startsWith('--') ? '=' : '+';
  const argument = value === undefined ? '' : `:${value.replaceAll(/[[\]:]/g, '')}:${zshValues(flag)}`;
  return `${repeatable === true ? '*' : ''}${word}${sign}[${text}]${argument}`;
}

function zshValues(flag: Flag): string {
  if (hasFileValues(flag.name)) return `{ _tutorial_replay_values ${flag.name} }`;
  if (flag.choices === undefined) return takesFile(flag) ? '_files' : ' ';
  const choices = `compadd -- ${flag.choices.join(' ')}`;
  return takesFile(flag) ? `{ if compset -P "*="; then _files; else ${choices}; fi }` : `(${flag.choices.join(' ')})`;
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = [
    `complete -c tutorial-replay -n '__tutorial_replay_at' -a ${single(
      runOf(commands)
        .flatMap(({ words }) => words)
        .join(' '),
    )}`,
    ...commands.flatMap(({ name, summary, flags, words }) => [
      `complete -c tutorial-replay -n '__tutorial_replay_at' -a ${name} -d ${single(summary)}`,
      ...(words.length === 0
        ? []
        : [`complete -c tutorial-replay -n '__tutorial_replay_at ${name}' -a ${single(words.join(' '))}`]),
      ...flags.flatMap((flag) => fishFlag(name, flag)),
    ]),
    ...['help -d "Print what it does"', 'version -d "Print the version"'].map(
      (flag) => `complete -c tutorial-replay -l ${flag}`,
    ),
  ];
  return `# fish completion of tutorial-replay
function __tutorial_replay_at
    set -l words (commandline -opc)[2..]
    set -l commands ${commands.map(({ name }) => name).join(' ')}
    if test (count $argv) -eq 0
        test (count $words) -eq 0
    else if contains -- "$words[1]" $commands
        test "$words[1]" = "$argv[1]"
    else
        test "$argv[1]" = run
    end
end
function __tutorial_replay_values
    set -l words (commandline -opc)
    set -l rest $words[2..]
    contains -- "$rest[1]" ${commands.map(({ name }) => name).join(' ')}; or set -p rest run
    command $words[1] completion values -- $argv[1] $rest 2>/dev/null </dev/null
end
${lines.join('\n')}
`;
}

function fishFlag(command: string, flag: Flag): readonly string[] {
  const { name, short, alias, value, choices, help } = flag;
  const files = takesFile(flag) ? ' -r' : ' -x';
  const words = hasFileValues(name) ? `(__tutorial_replay_values ${name})` : choices?.join(' ');
  const values = words === undefined ? files : `${files} -a ${single(words)}`;
  return [name, ...(alias === undefined ? [] : [alias])].map(
    (long) =>
      `complete -c tutorial-replay -n '__tutorial_replay_at ${command}' -l ${long}` +
      (short === undefined ? '' : ` -s ${short}`) +
      (value === undefined ? '' : values) +
      ` -d ${single(help)}`,
  );
}

function powershell(commands: readonly CompletedCommand[]): string {
  const list = (words: readonly string[]) => `@(${words.map(quoted).join(', ')})`;
  const flags = commands.map(
    ({ name, flags }) => `    ${quoted(name)} = ${list([...flags.flatMap(dashes), '--help', '--version'])}`,
  );
  const words = commands.map(({ name, words }) => `    ${quoted(name)} = ${list(words)}`);
  const named = valued(commands).filter(({ name }) => hasFileValues(name));
  const values = valued(commands).flatMap((flag) =>
    // PowerShell's keys ignore case: of a flag's names, the long ones do.
    dashes(flag)
      .filter((word) => word.startsWith('--') && flag.choices !== undefined)
      .map((word) => `    ${quoted(word)} = ${list(flag.choices ?? [])}`),
  );
  return `# PowerShell completion of tutorial-replay: put it into $PROFILE
Register-ArgumentCompleter -Native -CommandName tutorial-replay, npx -ScriptBlock {
  param($word, $ast, $position)
  $flags = @{
${flags.join('\n')}
  }
  $words = @{
${words.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $fromFiles = @{
${named.flatMap((flag) => dashes(flag).map((word) => `    ${quoted(word)} = ${quoted(flag.name)}`)).join('\n')}
  }
  $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { $_.ToString() })
  $skip = 0
  while ($skip -lt $before.Count -and $before[$skip] -notmatch '(^|[\\\\/])tutorial-replay(\\.\\w+)?$') { $skip++ }
  $program = if ($skip -gt 0) { 'node_modules/.bin/tutorial-replay' } else { $before[0] }
  $before = @($before | Select-Object -Skip $skip)
  $command = if ($before.Count -gt 1 -and $flags.ContainsKey($before[1])) { $before[1] } else { 'run' }
  $offered = if ($before.Count -eq 0) { @() }
    elseif ($before.Count -gt 1 -and $values.ContainsKey($before[-1])) { $values[$before[-1]] }
    elseif ($before.Count -gt 1 -and $fromFiles.ContainsKey($before[-1])) {
      $rest = @($before | Select-Object -Skip $(if ($flags.ContainsKey($before[1])) { 2 } else { 1 }))
      try { & $program completion values -- $fromFiles[$before[-1]] $command @rest 2>$null } catch { }
    }
    elseif ($word -like '-*') { $flags[$command] }
    elseif ($before.Count -eq 1) { @($flags.Keys | Sort-Object) + $words[$command] }
    else { $words[$command] }
  $offered | Where-Object { $_ -like "$word*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}

/** In single quotes, for sh, zsh and fish. */
const single = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
/** In single quotes, for PowerShell. */
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
