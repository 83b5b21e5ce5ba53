import type { Permissions } from '../../contract/permissions.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { Metadata } from '../../metadata/metadata.ts';
import { spanIn } from '../page/fragment.ts';
import { checkContexts } from './check-contexts.ts';
import { checkIds } from './check-ids.ts';
import { checkBareLists, checkLists } from './check-lists.ts';
import { checkMessages } from './check-messages.ts';
import { checkExpanded, checkNameForms, checkNames, checkTableNames } from './check-names.ts';
import { checkOwnCall } from './check-own-call.ts';
import { checkPermissions } from './check-page-permissions.ts';
import { checkService } from './check-service.ts';
import { checkStatuses } from './check-status.ts';
import { checkTables } from './check-tables.ts';
import { checkUrls } from './check-urls.ts';
import { checkNamespaces, checkValues } from './check-values.ts';
import type { FindingKind, PageFinding } from './page-finding.ts';
import { readSamples } from './samples/samples.ts';

/** The data that a page is checked against. */
export type Basis = {
  readonly metadata: { readonly [version in 'v1.0' | 'beta']?: Metadata };
  readonly permissions?: Permissions;
  /** The day of the metadata, in milliseconds since 1970. */
  readonly metadataDay: number;
};

/** A year, and a leap day. */
const oldAfter = 366 * 24 * 60 * 60 * 1000;

/** Checks one page. `day`: of a page that does not state its own; without one it counts as an old page. */
export function checkPage(source: Source, basis: Basis, day?: number): readonly PageFinding[] {
  const page = readSamples(source);
  const written = page.day ?? day;
  const old = written === undefined || basis.metadataDay - written > oldAfter;
  const otherCall = checkOwnCall(page, basis.metadata);
  const known = basis.metadata[page.version ?? 'v1.0'] ?? basis.metadata['v1.0'];
  const astray = otherCall.some(({ span }) => page.requests.some(({ target }) => spanIn(target).start === span.start));
  const found = [
    ...checkMessages(page),
    ...checkStatuses(page),
    ...checkUrls(page, basis.metadata),
    ...otherCall,
    ...checkIds(page, basis.metadata),
    ...(basis.metadata[page.version ?? 'v1.0'] === undefined ? checkLists(page, astray) : []),
    ...checkBareLists(page),
    ...checkContexts(page, basis.metadata),
    ...checkTables(page, basis.metadata),
    ...checkTableNames(page, known),
    ...checkNamespaces(page),
    ...checkService(page, { metadata: basis.metadata, old, astray }),
    ...checkValues(page),
    ...checkNameForms(page),
    ...checkExpanded(page),
    ...(basis.permissions === undefined ? [] : checkPermissions(page, basis.permissions)),
  ];
  // A name that is reported is reported once.
  const reported = new Set(found.filter(({ kind }) => kind === 'property').map(({ span }) => textOf(source, span)));
  const names = checkNames(page, known);
  const more = names.filter(({ span }) => !reported.has(textOf(source, span)));
  return unique([...found, ...more]).toSorted((one, other) => one.span.start - other.span.start);
}

const textOf = ({ text }: Source, { start, end }: Span) => text.slice(start, end);

/** Kinds whose every place is a defect of its own, however alike. */
const byPlace: ReadonlySet<FindingKind> = new Set(['json', 'header', 'status-line', 'status']);

/**
 * Findings from the page alone take precedence over those from the metadata for the same place; one cause is one
 * finding.
 */
function unique(found: readonly PageFinding[]): readonly PageFinding[] {
  const seen = new Set<string>();
  return found.filter(({ kind, message, span }) => {
    // A contradictory status line is one finding, regardless of which status is intended.
    const place = `${kind.replace('status-line', 'status')} ${span.start}`;
    const cause = byPlace.has(kind) ? place : `${kind} ${message}`;
    const again = seen.has(place) || seen.has(cause);
    seen.add(place).add(cause);
    return !again;
  });
}
