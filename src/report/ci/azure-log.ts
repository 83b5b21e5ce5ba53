import { resolve } from 'node:path';
import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import { repositoryPath } from '../wording/repository-path.ts';
import { verdict } from '../wording/verdict.ts';
import type { LogDialect } from './log-reporter.ts';

/**
 * Logging commands of Azure Pipelines (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).
 * `root`: of the checkout.
 */
export function azureLog(root: string | undefined): LogDialect {
  return {
    groupStart: (title) => `##[group]${safeLine(title)}`,
    groupEnd: '##[endgroup]',
    annotation: ({ level, code, title, message, at }) =>
      command(
        'task.logissue',
        {
          // There is no notice.
          type: level === 'error' ? 'error' : 'warning',
          sourcepath: at && repositoryPath(at.file, root),
          linenumber: at?.line,
          columnnumber: at?.column,
          code,
        },
        `${title}\n${message}`,
      ),
    ending: (summary, summaryPath) => [
      // The agent requires the absolute path.
      ...(summaryPath === undefined ? [] : [command('task.uploadsummary', {}, resolve(summaryPath))]),
      ...(summary.exitCode === 0 ? [] : [command('task.complete', { result: 'Failed' }, verdict(summary))]),
    ],
  };
}

type Values = { readonly [name: string]: string | number | undefined };

function command(name: string, values: Values, message: string): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const properties = given.map(([key, value]) => `${key}=${property(safeLine(String(value)))};`).join('');
  return `##vso[${[name, properties].filter((part) => part !== '').join(' ')}]${data(safeText(message))}`;
}

// The agent undoes these after it has split the line at `]`, `;` and `=`.
const data = (text: string) => text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(']', '%5D').replaceAll(';', '%3B');
