/**
 * The report room: everything that people and tools read about a run. Every reporter is a function of the data in
 * `run/result.ts`, and results stream through it. This file: the interface of a reporter, and of its outputs.
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
 * The target of a reporter's text: after `end` it is complete, after `abort` it does not exist. Calls take effect in
 * the order in which they are made, awaited or not.
 */
export type Sink = {
  readonly write: (text: string) => void | Promise<void>;
  readonly end: () => Promise<void>;
  readonly abort: () => Promise<void>;
};

/** A sink that is a file, and its problems: a report that cannot be written does not stop a run. */
export type FileSink = Sink & { readonly problems: () => readonly Problem[] };

/** A folder that a reporter fills, each file of it complete or absent. */
export type FolderSink = {
  /**
   * Whether the file was written; otherwise the reason is among the problems. An existing file of that name is
   * replaced; with `own`, only if it matches, while any other file stays, which is not a problem.
   */
  readonly put: (name: string, content: string | Uint8Array, own?: RegExp) => Promise<boolean>;
  readonly problems: () => readonly Problem[];
};

/** The file of a summary beside the log, and how many bytes may still be written. */
export type SummaryFile = { readonly sink: FileSink; readonly path: string; readonly roomBytes: number };

/** Writes the last text and ends. */
export async function writeLast(sink: Sink, text: string): Promise<void> {
  await sink.write(text);
  await sink.end();
}

/** Parts of commands that are printed to be pasted. */
export type Commands = {
  /** Flags and their values without which a step cannot be run again as it was. */
  readonly repeated: readonly string[];
  /** The complete command that deletes leftovers. */
  readonly cleanup: string;
  /** Whether a run was suspended: how to resume it is printed after the report. */
  readonly waits?: () => boolean;
};

/** Output that is hidden while a person reads or answers a prompt. */
export type Aside = { readonly hide: () => void; readonly show: () => void };

/**
 * Calls a function after this many milliseconds of real time, and returns a function that cancels it. It does not keep
 * the process alive.
 */
export type Timer = (afterMs: number, action: () => void) => () => void;

/** The environment of reporters. */
export type ReportEnvironment = {
  readonly stdout: {
    readonly write: (text: string) => void;
    readonly isTTY: boolean;
    /** Absent if the width of the output is unknown. */
    readonly columns?: number;
    readonly columnsNow?: () => number;
  };
  readonly color: boolean;
  readonly verbose: boolean;
  /** How this run was started; unknown to readers of a stored result. */
  readonly commands?: Commands;
  /** Where the screen registers output that is hidden for prompts. */
  readonly asides?: Set<Aside>;
  /** The real time during a run, in milliseconds since 1970. */
  readonly wallClock?: () => number;
  /** Updates the screen; absent if nothing is rewritten. */
  readonly timer?: Timer;
  /** One scenario runs at a time. */
  readonly oneAtATime?: boolean;
  /** Environment variables of the process, from which CI systems are recognized. */
  readonly variables?: { readonly [name: string]: string | undefined };
  /** The root of the checkout, from which CI systems name files. */
  readonly root?: string;
  /** The file of a page by its address, if the page is in the checkout. */
  readonly pageFile?: (address: string) => string | undefined;
  /** Changes since an earlier run, if two are compared: the page shows them. */
  readonly changes?: RunChanges;
  /** A new random word each time, for the names of temporary files. */
  readonly random: () => string;
  /** This release of tutorial-replay. */
  readonly version: string;
  /** The output of the doctor for the tenant, with `--readiness`. */
  readonly readiness?: Readiness;
  /** The secrets that no report may contain, as far as they are known when a report is complete. */
  readonly secrets?: () => SecretIndex;
};

/**
 * How each kind of written file begins, within its first 512 bytes: a mistyped name never overwrites a scenario, a page
 * or a file of another program.
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

/** Which existing files may be replaced: files that begin with this, any, or none. */
export type Replaceable = RegExp | 'any' | 'none';

/** The file of a summary, and its maximal size. */
export type SummaryTarget = {
  readonly path: string;
  /** `append`: the file belongs to the CI system, and other steps write to it. Otherwise, which files may be replaced. */
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
      /** `undefined` if the CI system provides no summary. */
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
