/**
 * The report room: what people and tools read of a run. Every reporter is a function of what `run/result.ts` describes,
 * and results stream through it. This file: what a reporter is, and where it writes.
 */

import type { Problem } from '../../diagnostics/problem.ts';
import type { SecretIndex } from '../../redaction/scan/secret-index.ts';
import type { RunEvent } from '../../run/result.ts';
import type { Readiness } from '../../tenant/doctor/doctor-finding.ts';
import type { RunChanges } from './run-change.ts';

/**
 * Listens to a run. Text leaves within the call, so a caller that does not wait loses nothing; only the call with
 * `run-ended` has something to wait for.
 */
export type Reporter = { readonly on: (event: RunEvent) => void | Promise<void> };

type Handlers = {
  readonly [kind in RunEvent['kind']]?: (event: Extract<RunEvent, { readonly kind: kind }>) => void | Promise<void>;
};

/** A reporter that reads some of the events only. */
export function reporterOf(handlers: Handlers): Reporter {
  return {
    on: (event) => {
      const handle = handlers[event.kind] as ((event: RunEvent) => void | Promise<void>) | undefined;
      return handle?.(event);
    },
  };
}

/**
 * Where a reporter's text goes: after `end` it is there whole, after `abort` it never was. Calls take effect in the order
 * in which they are made, waited for or not.
 */
export type Sink = {
  readonly write: (text: string) => void | Promise<void>;
  readonly end: () => Promise<void>;
  readonly abort: () => Promise<void>;
};

/** A sink that is a file, and what went wrong with it: a report that cannot be written does not stop a run. */
export type FileSink = Sink & { readonly problems: () => readonly Problem[] };

/** A folder that a reporter fills, each file of it whole or absent. */
export type FolderSink = {
  /**
   * Whether the file is there now; what kept it away is among the problems. A file of that name is replaced: with `own`, only
   * one that begins so, while any other stays, which is not a problem.
   */
  readonly put: (name: string, content: string | Uint8Array, own?: RegExp) => Promise<boolean>;
  readonly problems: () => readonly Problem[];
};

/** The file of a summary beside the log, and how much of it may still be written. */
export type SummaryFile = { readonly sink: FileSink; readonly path: string; readonly roomBytes: number };

/** Writes the last text and ends. */
export async function writeLast(sink: Sink, text: string): Promise<void> {
  await sink.write(text);
  await sink.end();
}

/** What stands in a command that is printed to be pasted. */
export type Commands = {
  /** Flags and their values without which a step cannot be run again as it was. */
  readonly repeated: readonly string[];
  /** The whole command that deletes what is left over. */
  readonly cleanup: string;
  /** Whether a run was suspended: how to resume it is printed after the report. */
  readonly waits?: () => boolean;
};

/** What is taken off the screen while a person reads or answers something. */
export type Aside = { readonly hide: () => void; readonly show: () => void };

/** Does something after so many milliseconds of real time, and returns what cancels it. It keeps no process alive. */
export type Timer = (afterMs: number, action: () => void) => () => void;

/** What reporters need of the outside world. */
export type ReportEnvironment = {
  readonly stdout: {
    readonly write: (text: string) => void;
    readonly isTTY: boolean;
    /** Absent where no one knows how wide the output is shown. */
    readonly columns?: number;
  };
  readonly color: boolean;
  readonly verbose: boolean;
  /** How this run was started; unknown to readers of a stored result. */
  readonly commands?: Commands;
  /** Where the screen adds what has to step aside for people. */
  readonly asides?: Set<Aside>;
  /** The real time while a run goes on, in milliseconds since 1970. */
  readonly wallClock?: () => number;
  /** By which what is on the screen stays true; absent where nothing is rewritten. */
  readonly timer?: Timer;
  /** One scenario runs at a time. */
  readonly oneAtATime?: boolean;
  /** Of the process: CI systems say by them where they are and what they want. */
  readonly variables?: { readonly [name: string]: string | undefined };
  /** The root of the checkout, from which CI systems name files. */
  readonly root?: string;
  /** The file of a page by its address, where the page lies in the checkout. */
  readonly pageFile?: (address: string) => string | undefined;
  /** What changed since an earlier run, where two are compared: the page reports it. */
  readonly changes?: RunChanges;
  /** A new random word each time, for the names of temporary files. */
  readonly random: () => string;
  /** This release of tutorial-replay. */
  readonly version: string;
  /** What the doctor found in the tenant, where `--readiness` gives it. */
  readonly readiness?: Readiness;
  /** What must stand in no report, as far as it is known when a report is whole. */
  readonly secrets?: () => SecretIndex;
};

/**
 * What each kind of file that is written here begins like, within its first 512 bytes: a name that was mistyped costs no
 * scenario, no page and nothing of another program.
 */
export const ownFiles = {
  result: /^\{\s*"version":\s*\d+,\s*"(?:trends"|tool":\s*\{\s*"name":\s*"tutorial-replay")/,
  junit: /^<\?xml [^>]*\?>\s*<testsuites name="tutorial-replay"/,
  page: /^<!doctype html>\s*<html lang="en">\s*<head>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/,
  har: /^\{\s*"log":\s*\{\s*"version":\s*"1\.2",\s*"creator":\s*\{\s*"name":\s*"tutorial-replay"/,
  /** A verdict, drift or coverage as a heading, or the table of a history. */
  summary:
    /^(?:## [✓✗!–?] |## History\s+\S.*\s+\| \| scenario \| runs \||\*\*(?:Nothing has drifted\.|\d+ drifted)\*\*|\*\*\d+ %\*\* of \d+ blocks )/,
  sarif: /^\{\s*"\$schema":\s*"[^"]*sarif[^{]*\{\s*"tool":\s*\{\s*"driver":\s*\{\s*"name":\s*"tutorial-replay"/,
  badge: /^<svg [^>]*aria-label="tutorials exercised: /,
  pack: /^PK\x03\x04[\s\S]{1,26}manifest\.json\{\s*"version":\s*\d+,\s*"tool":\s*\{\s*"name":\s*"tutorial-replay"/,
  baseline: /^\{\s*"(?:baseline":\s*"pages check"|version":\s*1,\s*"findings":)/,
  categories: /^\[\s*\{\s*"name":\s*"The response differs from the expectation"/,
} as const;

/** What may be replaced: files that begin so, any, or none. */
export type Replaceable = RegExp | 'any' | 'none';

/** Which file a summary goes to, and how large that file may become. */
export type SummaryTarget = {
  readonly path: string;
  /** `append`: the file belongs to the CI system, and other steps write to it. Else what may be replaced. */
  readonly mode: 'append' | Replaceable;
  readonly limitBytes: number;
};

/** A row of the table of reporters. */
export type ReporterRow =
  | {
      readonly kind: 'screen';
      readonly description: string;
      readonly open: (environment: ReportEnvironment) => Promise<Reporter>;
    }
  | {
      /** Writes to the log of a CI job, and a summary to a file that the CI system shows. */
      readonly kind: 'log';
      readonly description: string;
      /** Nothing where the CI system asks for no summary. */
      readonly summary: (environment: ReportEnvironment) => SummaryTarget | undefined;
      readonly open: (environment: ReportEnvironment, summary: SummaryFile | undefined) => Promise<Reporter>;
    }
  | {
      readonly kind: 'file';
      readonly description: string;
      /** Used where the flag names no file. */
      readonly defaultFile: string;
      readonly replaces: Replaceable;
      readonly open: (sink: Sink, environment: ReportEnvironment) => Promise<Reporter>;
    }
  | {
      readonly kind: 'folder';
      readonly description: string;
      /** Used where the flag names no folder. */
      readonly defaultFile: string;
      readonly open: (folder: FolderSink, environment: ReportEnvironment) => Promise<Reporter>;
    };
