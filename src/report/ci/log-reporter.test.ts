import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evil, hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import {
  blockedScenario,
  differingScenario,
  manualScenario,
  passingScenario,
  sampleResult,
} from '../../../test/support/report/sample-result.ts';
import { createStep, sampleAt } from '../../../test/support/report/sample-steps.ts';
import type { RunResult, ScenarioResult } from '../../run/result.ts';
import { storedEvents } from '../result/stored-events.ts';
import { azureLog } from './azure-log.ts';
import { githubLog } from './github-log.ts';
import { type LogDialect, type LogOptions, logReporter } from './log-reporter.ts';

function logOf(dialect: LogDialect, result: RunResult, change: Partial<LogOptions> = {}): string {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const reporter = logReporter(dialect, { write, color: false, verbose: false, ...change });
  for (const event of storedEvents(result)) void reporter.on(event);
  return text;
}

type Command = { readonly name: string; readonly values: { readonly [name: string]: string }; readonly data: string };

const undone = (text: string, tokens: { readonly [token: string]: string }) =>
  Object.entries(tokens).reduce((one, [token, character]) => one.replaceAll(token, character), text);

function commandOf(
  info: string,
  text: string,
  { between, tokens }: { between: string; tokens: { readonly [token: string]: string } },
): Command {
  const [name = '', ...rest] = info.split(' ');
  const pairs = rest
    .join(' ')
    .split(between)
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), undone(pair.slice(pair.indexOf('=') + 1), tokens)] as const);
  return { name, values: Object.fromEntries(pairs), data: undone(text, tokens) };
}

const github = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
const azure = { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%AZP25': '%' };

/** What the runner of GitHub Actions acts upon: lines that begin with `::` after white space, and the older `##[` anywhere. */
function githubCommands(log: string): readonly Command[] {
  expect(log.match(/##\[/g)).toBeNull();
  return log.split('\n').flatMap((line) => {
    const [, info, text = ''] = /^\s*::(.*?)::(.*)$/s.exec(line) ?? [];
    return info === undefined ? [] : [commandOf(info, text, { between: ',', tokens: github })];
  });
}

/** What the agent of Azure Pipelines acts upon: `##vso[` anywhere in a line, and `##[` for its log. */
function azureCommands(log: string): readonly Command[] {
  return log.split('\n').flatMap((line) => {
    const [, info, text = ''] = /##(?:vso)?\[(.*?)\](.*)$/s.exec(line) ?? [];
    return info === undefined ? [] : [commandOf(info, text, { between: ';', tokens: azure })];
  });
}

const dialects = [
  ['github', githubLog(undefined), githubCommands, { group: 'group', end: 'endgroup', error: 'error' }],
  ['azure', azureLog(undefined), azureCommands, { group: 'group', end: 'endgroup', error: 'task.logissue' }],
] as const;

const names = (commands: readonly Command[]) => commands.map(({ name }) => name);

describe.each(dialects)('the log for %s', (name, dialect, commandsOf, words) => {
  it('folds each scenario, and has the annotations at its end', () => {
    const result = sampleResult([passingScenario, differingScenario], { exitCode: 1 });
    const ending = name === 'azure' ? ['task.complete'] : [];
    expect(names(commandsOf(logOf(dialect, result)))).toEqual([
      ...[words.group, words.end, words.group, words.end],
      ...[words.error, words.error],
      ...ending,
    ]);
  });

  it('P14 lets data neither begin a command nor end one, anywhere', () => {
    const part = fc.constantFrom(
      '::',
      '##vso[',
      '##[',
      ']',
      ';',
      ',',
      '%0A',
      '%',
      '\n',
      '\r',
      '\u00a0',
      '=',
      'x',
      '\u2028',
    );
    const text = fc.oneof(
      fc.constant(evil),
      fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, fc.boolean(), (data, verbose) => {
        const [failing, block, prompt] = hostileScenario.steps;
        if (failing?.outcome.kind !== 'failed' || block === undefined || prompt === undefined)
          throw new Error('changed');
        const [difference] = failing.outcome.differences;
        const at = { ...difference.at, file: data };
        const scenario: ScenarioResult = {
          ...hostileScenario,
          file: data,
          title: data,
          steps: [
            {
              ...failing,
              at,
              outcome: {
                kind: 'failed',
                differences: [{ ...difference, at, path: data, message: data, actual: data }],
              },
            },
            { ...block, outcome: { kind: 'blocked', reason: 'network', message: data, fix: data } },
            { ...prompt, outcome: { kind: 'pending', prompt: data } },
          ],
        };
        const pageFile = () => data;
        const result = sampleResult([scenario], { exitCode: 4, leftovers: [data, data] });
        const log = logOf(dialect, result, { verbose, pageFile });
        expect(log.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u202a-\u202e]/);
        const commands = commandsOf(log);
        const levels = commands.filter(({ name }) => name !== words.group && name !== words.end);
        const expected =
          name === 'azure'
            ? ['task.logissue', 'task.logissue', 'task.logissue', 'task.logissue', 'task.logissue', 'task.complete']
            : ['error', 'error', 'warning', 'warning', 'notice'];
        expect(names(levels)).toEqual(expected);
        expect(commands.filter(({ name }) => name === words.group)).toHaveLength(1);
      }),
    );
  });

  it('shows the ten worst of a kind, and reports how many more there are', () => {
    const value = (code: 'value' | 'status', path: string) =>
      createStep({
        outcome: { kind: 'failed', differences: [{ code, path, message: 'it differs', at: sampleAt('201') }] },
      });
    const steps = [...Array.from({ length: 14 }, (_, at) => value('value', `$.v${at}`)), value('status', 'status')];
    const scenario: ScenarioResult = { ...differingScenario, steps };
    const result = sampleResult([scenario], { exitCode: 4, leftovers: ['DELETE /beta/groups/1'] });
    const log = logOf(dialect, result);
    const errors = commandsOf(log).filter(({ name }) => name === words.error);
    expect(errors).toHaveLength(10);
    expect(errors[0]?.data).toContain('DELETE /beta/groups/1');
    expect(errors[1]?.data).toContain('status: it differs');
    expect(errors.slice(2).map(({ data }) => /\$\.v\d+/.exec(data)?.[0])).toEqual(
      Array.from({ length: 8 }, (_, at) => `$.v${at}`),
    );
    expect(log).toContain('6 more annotations would not be shown');
  });
});

describe('a place', () => {
  const result = sampleResult([differingScenario, blockedScenario, manualScenario], { exitCode: 1 });

  it('is the line of the worst difference, and beside it the line of the page', () => {
    const pageFile = (address: string) => (address.endsWith('/groups') ? 'concepts/groups.md' : undefined);
    const commands = githubCommands(logOf(githubLog(undefined), result, { pageFile }));
    expect(commands.find(({ name }) => name === 'error')?.values).toEqual({
      file: 'scenarios/groups/building-security.scenario.yaml',
      line: '8',
      col: '15',
      endColumn: '18',
      title: 'tutorial-replay: Create a security group and read it back › step 1 of 3 create-group',
    });
    const [error] = commands.filter(({ name }) => name === 'error');
    expect(error?.data.split('\n')).toEqual([
      'status: expected 201, got 200',
      '$.id: expected <uuid>, got nothing',
      expect.stringMatching(/^\$\.mailEnabled: /),
      expect.stringMatching(/^\$\.description: /),
      expect.stringMatching(/^\$\.displayName: /),
      'and 1 more difference',
    ]);
    const notices = commands.filter(({ name }) => name === 'notice');
    expect(notices.map(({ values: { file, line } }) => `${file}:${line}`)).toEqual(['concepts/groups.md:42']);
  });

  it('is said from the root of the checkout, wherever the process stands', () => {
    const files = githubCommands(logOf(githubLog(`${process.cwd()}/..`), result)).map(({ values }) => values['file']);
    const here = process.cwd().split('/').at(-1);
    expect(files).toContain(`${here}/scenarios/groups/building-security.scenario.yaml`);
    const [issue] = azureCommands(logOf(azureLog('/somewhere/else'), result)).filter(({ values }) => 'code' in values);
    expect(issue?.values).toEqual({
      type: 'error',
      sourcepath: 'scenarios/groups/building-security.scenario.yaml',
      linenumber: '8',
      columnnumber: '15',
      code: 'status',
    });
  });

  it('comes back as it was, whatever is in the name of the file', () => {
    const file = '50%25 a,b::c;d]e=f.scenario.yaml';
    const [step] = differingScenario.steps;
    if (step === undefined) throw new Error('changed');
    const blocked = { kind: 'blocked', reason: 'auth', message: 'none' } as const;
    const scenario = { ...differingScenario, steps: [{ ...step, at: { ...step.at, file }, outcome: blocked }] };
    const one = sampleResult([scenario], { exitCode: 3 });
    const [warning] = githubCommands(logOf(githubLog(undefined), one)).filter(({ name }) => name === 'warning');
    expect(warning?.values['file']).toBe(file);
    const [issue] = azureCommands(logOf(azureLog(undefined), one)).filter(({ values }) => 'code' in values);
    expect(issue?.values['sourcepath']).toBe(file);
  });
});

it('a green run leaves the task of Azure Pipelines as it is', () => {
  const log = logOf(azureLog(undefined), sampleResult([passingScenario], { exitCode: 0 }));
  expect(names(azureCommands(log))).toEqual(['group', 'endgroup']);
});
