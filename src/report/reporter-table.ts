import { defined } from '../defined.ts';
import { failure, type Result, success, usage } from '../diagnostics/problem.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import { ownFiles, type ReporterRow } from './wording/reporter.ts';

/** Every reporter there is: a new one is a new row. The code of a reporter is loaded only when it is chosen. */
export const reporters = {
  terminal: {
    kind: 'screen',
    description: 'what a person reads',
    open: async (environment) => (await import('./terminal/open-terminal.ts')).openTerminal(environment),
  },
  json: {
    kind: 'file',
    description: 'the whole result, for tools',
    defaultFile: 'reports/result.json',
    replaces: ownFiles.result,
    open: async (sink, { version }) => (await import('./json/json-reporter.ts')).jsonReporter(sink, { version }),
  },
  junit: {
    kind: 'file',
    description: 'JUnit XML, for CI systems',
    defaultFile: 'reports/junit.xml',
    replaces: ownFiles.junit,
    open: async (sink, { verbose, root }) =>
      (await import('./junit/junit-reporter.ts')).junitReporter(sink, { verbose, root }),
  },
  html: {
    kind: 'file',
    description: 'one self-contained page for people',
    defaultFile: 'reports/report.html',
    replaces: ownFiles.page,
    open: async (sink, environment) => (await import('./html/html-reporter.ts')).htmlReporter(sink, environment),
  },
  allure: {
    kind: 'folder',
    description: 'results for Allure, beside those of other tools',
    defaultFile: 'reports/allure-results',
    open: async (folder, { root }) => (await import('./allure/allure-reporter.ts')).allureReporter(folder, root),
  },
  har: {
    kind: 'file',
    description: 'every exchange as HTTP Archive 1.2, for the network views of browsers',
    defaultFile: 'reports/run.har',
    replaces: ownFiles.har,
    open: async (sink, { version, wallClock }) => {
      const { harReporter } = await import('./har/har-reporter.ts');
      return harReporter(sink, { version, ...defined({ wallClock }) });
    },
  },
  github: {
    kind: 'log',
    description: 'the log, annotations and summary of a GitHub Actions job',
    summary: ({ variables }) => {
      const path = variables?.['GITHUB_STEP_SUMMARY'] ?? '';
      return path === '' ? undefined : { path, mode: 'append', limitBytes: 1024 * 1024 };
    },
    open: async (environment, summary) => (await import('./ci/ci-logs.ts')).githubReporter(environment, summary),
  },
  azure: {
    kind: 'log',
    description: 'the log, issues and summary of an Azure Pipelines job',
    summary: () => ({
      path: 'reports/azure-summary.md',
      mode: ownFiles.summary,
      limitBytes: 1024 * 1024,
    }),
    open: async (environment, summary) => (await import('./ci/ci-logs.ts')).azureReporter(environment, summary),
  },
  markdown: {
    kind: 'file',
    description: 'a page for a comment on a pull request',
    defaultFile: 'reports/summary.md',
    replaces: ownFiles.summary,
    open: async (sink, environment) => (await import('./ci/markdown-reporter.ts')).markdownReporter(sink, environment),
  },
} as const satisfies { readonly [name: string]: ReporterRow };

type ReporterName = keyof typeof reporters;

/** A reporter, and the file it writes where it writes one. */
export type ReporterChoice = { readonly name: ReporterName; readonly file?: string };

/** Reads `NAME` or `NAME=FILE`. Problems: `usage`. */
export function parseReporterFlag(flag: string): Result<ReporterChoice> {
  const split = flag.indexOf('=');
  const name = split === -1 ? flag : flag.slice(0, split);
  const file = split === -1 ? undefined : flag.slice(split + 1);
  if (!isReporterName(name)) {
    return failure([usage(`there is no reporter \`${name}\``, suggestion(name, Object.keys(reporters)))]);
  }
  const row: ReporterRow = reporters[name];
  switch (row.kind) {
    case 'screen':
    case 'log':
      if (file === undefined) return success({ name });
      return failure([usage(`the reporter \`${name}\` writes no file`, `write \`${name}\`, and redirect its output`)]);
    case 'file':
    case 'folder':
      if (file === '') return failure([usage(`\`${flag}\` names no file`, `write \`${name}=${row.defaultFile}\``)]);
      return success({ name, file: file ?? row.defaultFile });
    default:
      return row satisfies never;
  }
}

function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(reporters, name);
}
