/** The scenario room: a documented sequence of requests, read from YAML, with every position kept. This file: its types. */
import type { Source, Span, Text } from '../../diagnostics/source.ts';
import type { Method } from '../../http/message.ts';
import type { Value } from '../template/values.ts';
import type { Condition } from './compose/condition.ts';
import type { UsedFiles } from './compose/used-files.ts';
import type { InputType } from './input-types.ts';
import type { PlainKeys } from './scenario-schema.ts';
import type { PlainStepKeys } from './schema/step-schema.ts';
import type { YamlMapping, YamlNode } from './yaml-node.ts';

/** One scenario file: the steps that a tutorial page documents. */
export type Scenario = PlainKeys & {
  readonly source: Source;
  readonly version: 1 | 2;
  readonly title: string;
  /** The data row that it is run for: its name in lower case, with `-` between its words. */
  readonly row?: string;
  /** Its data rows: it is run once for each, and never as it is. None where it has no `matrix`. */
  readonly rows: readonly DataRow[];
  /** The files of shared steps that it was made of. */
  readonly used: UsedFiles;
  readonly tags: readonly string[];
  /** Digests of blocks of the page that no step is documented by, on purpose. */
  readonly undocumented: readonly string[];
  /** `true`: a property that is not expected is a difference. */
  readonly strict: boolean;
  readonly needs: { readonly licenses: readonly string[]; readonly roles: readonly string[] };
  readonly actors: readonly Actor[];
  readonly inputs: readonly Input[];
  /** Names that are replaced where shared steps are called. */
  readonly bound: readonly Bound[];
  readonly steps: readonly Step[];
  /** Ordinary steps that always run at the end, in this order. */
  readonly cleanup: readonly Step[];
};

/** An actor, who sends requests. Credentials come from the environment, never from here. */
export type Actor = {
  readonly name: string;
  /** `delegated`: on behalf of a signed-in user; `application`: without one. */
  readonly context: 'delegated' | 'application';
  readonly permissions: readonly string[];
  /** The scenario does not list its permissions. */
  readonly mayAnything?: true;
  /** The user, by object id or user principal name: the sandbox signs in as this user, and a live run can check it. */
  readonly user?: Text;
  readonly span: Span;
};

/** A data row of a `matrix`. */
export type DataRow = {
  readonly name: string;
  /** Its name in lower case, with `-` between its words: a tag, and a part of the name of its recording. */
  readonly key: string;
  readonly values: readonly { readonly name: string; readonly value: Value; readonly span: Span }[];
  /** The span of its name. */
  readonly span: Span;
};

/** A value that the reader of the tutorial provides. */
export type Input = {
  readonly name: string;
  readonly description?: string;
  /** The type of its value, regardless of its source; default: the type of the example. */
  readonly type?: InputType;
  /** Used when recorded or sandboxed; a live run takes no examples. */
  readonly example?: Value;
  readonly exampleSpan?: Span;
  /** The environment variable that may give the value. */
  readonly env?: string;
  /** The value from the data row; the caller cannot set it. */
  readonly fixed?: { readonly value: Value; readonly span: Span };
  /** The values in the rows, if every row has one. */
  readonly ofRows?: ReadonlySet<Value>;
  readonly span: Span;
};

/** A value of shared steps; texts may contain `${…}`. */
export type Bound = {
  readonly name: string;
  /** The id of the call that sets it for its steps; absent for outputs. */
  readonly call?: string;
  readonly value: YamlNode;
  /** The input that it is given for. */
  readonly input?: Input;
  readonly span: Span;
};

export type Step = PlainStepKeys & {
  readonly id: string;
  readonly title: string;
  readonly actor: string;
  /** `tenant-wide`, `sends-mail`: the effects that a live run must allow. */
  readonly labels: readonly string[];
  readonly action: Action;
  readonly capture: readonly Capture[];
  readonly creates?: Creates;
  /** The earlier steps whose effects it depends on, as written. */
  readonly after: readonly Text[];
  /** All of them must be met, otherwise the step is skipped. */
  readonly when: readonly Condition[];
  readonly eventually?: Eventually;
  /** The span of the step's id. */
  readonly span: Span;
};

/** A step sends a request, repeats that of an earlier step, or prompts a person (with a call for unattended runs). */
export type Action =
  | { readonly kind: 'request'; readonly call: Call }
  | { readonly kind: 'repeat'; readonly of: string; readonly call: Call }
  | { readonly kind: 'manual'; readonly prompt: string; readonly unattended?: Call };

export type Call = { readonly request: RequestTemplate; readonly response: ExpectedResponse };

/** A request as written: texts still contain their `${…}`. */
export type RequestTemplate = {
  readonly method: Method;
  readonly url: Text;
  readonly headers: readonly { readonly name: Text; readonly value: Text }[];
  /** JSON; a text under a content type that is not JSON is sent as it is. */
  readonly body?: YamlNode;
  /** Version 2: a body that is not JSON, under its kind. */
  readonly content?: YamlMapping;
  /** `all`: follow `@odata.nextLink` and check the joined `value`. */
  readonly pages: 'first' | 'all';
  /** `none`: a request to a captured link carries no token; the span of the key. */
  readonly credentials?: Span;
};

/** The response as expected: matchers are still text. */
export type ExpectedResponse = {
  readonly statuses: readonly number[];
  readonly statusSpan: Span;
  readonly headers: readonly { readonly name: Text; readonly value: YamlNode }[];
  readonly body?: YamlNode;
  /** Version 2: the expectations of a body that need not be JSON. */
  readonly content: readonly { readonly key: ContentKey; readonly value: YamlNode }[];
  readonly span: Span;
};

export const contentKeys = ['type', 'text', 'csv', 'size', 'sha256'] as const;
type ContentKey = (typeof contentKeys)[number];

/**
 * A value taken from the response: an RFC 9535 JSONPath that selects exactly one; with `from`, the name of a header, the
 * status, or a regular expression for the text.
 */
export type Capture = {
  readonly name: string;
  readonly path: Text;
  readonly nameSpan: Span;
  readonly from?: 'header' | 'status' | 'text';
  /** For a header: the regular expression that selects a part of it. */
  readonly part?: Text;
};

/** A creation that must be deleted, or the reason why it cannot be. */
export type Creates =
  | { readonly kind: 'deletable'; readonly delete: Text; readonly find?: Text }
  | { readonly kind: 'stays'; readonly reason: string };

/** An expectation that becomes true: send again until the response matches. */
export type Eventually = { readonly withinMs: number; readonly everyMs: number };
