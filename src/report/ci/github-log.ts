import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import { repositoryPath } from '../wording/repository-path.ts';
import type { LogDialect } from './log-reporter.ts';

/**
 * Workflow commands of GitHub Actions
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands). `root`: of the checkout.
 */
export function githubLog(root: string | undefined): LogDialect {
  return {
    groupStart: (title) => `::group::${data(safeLine(title))}`,
    groupEnd: '::endgroup::',
    annotation: ({ level, title, message, at }) => {
      const place = at && {
        file: repositoryPath(at.file, root),
        line: at.line,
        col: at.column,
        endColumn: at.endColumn,
      };
      return `::${level} ${properties({ ...place, title: `tutorial-replay: ${title}` })}::${data(safeText(message))}`;
    },
    ending: () => [],
  };
}

function properties(values: { readonly [name: string]: string | number | undefined }): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(safeLine(String(value)))}`)
    .join(',');
}

// The runner undoes these after it has split the line at `::`, `,` and `=`.
const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
