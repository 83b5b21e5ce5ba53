/** The outside world on one page: everything a run needs that is not data. Adapters live in rooms above. */
import type { Headers, HttpRequest, HttpResponse, Method } from '../http/message.ts';
import type { JsonObject } from '../json/json.ts';
import type { EvidenceSource } from './evidence-source.ts';
import type { BlockedReason } from './result.ts';

/** The target of a scenario: a recording, the sandbox, or Microsoft Graph. */
export type Backend = {
  /** Scheme, host and port of the service, in the form of `URL.origin`: links of responses are followed there only. */
  readonly origin: string;
  /** Sends one request. Never throws for a failure of a service or a network. */
  readonly send: (request: HttpRequest, context: SendContext) => Promise<Reply>;
  readonly close: () => Promise<void>;
};

export type SendContext = {
  /** The step on whose behalf it is sent. */
  readonly step: string;
  readonly actor: string;
  /** When aborted, the request is canceled immediately. */
  readonly signal?: AbortSignal;
  /** When aborted, a request that was sent gets its response, but nothing further is sent and every wait ends. */
  readonly halt?: AbortSignal;
  /**
   * Searches for the object that this request may have created although its response was lost. Only an object that
   * provably belongs to the run is adopted.
   */
  readonly adopt?: () => Promise<Adoption>;
  /** Called for each request that leaves, retries included. */
  readonly sent?: () => void;
  /** The step declares that its request to a link carries no credentials: only then may a request have an absolute url. */
  readonly withoutCredentials?: true;
  /** The statuses that the step expects, to distinguish an unexpected refusal from an expected one. */
  readonly stated?: ExpectedStatuses;
};

/** The result of looking for a lost create. */
export type Adoption =
  /** The object is the run's own; `response`: as a response to the create, where it can be one. */
  | { readonly kind: 'ours'; readonly url: string; readonly object?: JsonObject; readonly headers: Headers }
  | { readonly kind: 'none' }
  /** An object exists that may be the run's own, without proof. */
  | { readonly kind: 'unproved'; readonly message: string }
  | { readonly kind: 'unread'; readonly message: string };

type ExpectedStatuses = {
  readonly statuses: readonly number[];
  /**
   * The paths of a response that do not match the expectation, as in differences; empty if it matches. Absent for a
   * step with `eventually`, which polls itself.
   */
  readonly broken?: (response: HttpResponse) => readonly string[];
};

export type Reply =
  | {
      readonly kind: 'answered';
      readonly response: HttpResponse;
      /** From a recording: the recorded request, and how many more exchanges there are for this step. */
      readonly recorded?: { readonly request: HttpRequest; readonly remaining: number };
      /** From the sandbox: how much the response is worth as evidence. */
      readonly source?: EvidenceSource;
      /** The attempts and waits for this response, if there was more than one request. */
      readonly effort?: Effort;
    }
  | {
      readonly kind: 'blocked';
      /** `not-ours`: it was not sent, because the object that it would delete or change existed before the run. */
      readonly reason: BlockedReason | 'not-ours';
      readonly message: string;
      readonly fix?: string;
      /** No request was sent, so nothing was changed. */
      readonly unsent?: boolean;
    };

/** The attempts and waits of a live backend for one response. */
export type Effort = {
  /** Requests sent, retries included. */
  readonly sent: number;
  /** Time spent waiting between them, in milliseconds. */
  readonly waitedMs: number;
  /** How long the service took to show this run's own write, in milliseconds; 0 if it showed it immediately. */
  readonly lagMs: number;
  /** The part of the time that passed before the last request, because earlier responses were stale. */
  readonly staleMs: number;
  /** The outcome of a write was unknown, and the created object was found again by its mark. */
  readonly reconciled: boolean;
};

export type Clock = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after `ms`, or immediately when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/**
 * The record of an object that a step is about to create, written before the request is sent: enough to find and delete
 * the object.
 */
export type Intent = {
  readonly step: string;
  readonly actor: string;
  readonly method: Method;
  /** The path of the request that creates. */
  readonly url: string;
  /** The url that deletes it; parts that only the response contains are written as `${name}`. */
  readonly delete: string;
  /** For each such name, the JSONPath (RFC 9535) at which the response contains it. */
  readonly captures: { readonly [name: string]: string };
  /** The url that lists it by its unique marker. */
  readonly find?: string;
  readonly mark?: Mark;
  /** The create itself sets the time of creation, so the age of the object proves nothing. */
  readonly dated?: true;
};

/**
 * The proof that an object belongs to this run: a text that no other object contains, and the properties in which it
 * was sent.
 */
export type Mark = { readonly text: string; readonly properties: readonly string[] };

/** An object that this run created, or may have created, and that is not known to be gone. */
export type OpenEntry = Intent & {
  readonly id: number;
  /** The url that deletes it, known from the response; absent if it is unknown whether the object was created. */
  readonly created?: string;
};

/** Something that was created, as a response confirmed. */
export type MadeEntry = Intent & {
  readonly id: number;
  /** The url that deletes it. */
  readonly created: string;
  readonly state: 'open' | 'gone' | 'existed';
};

/** Something deleted that the service keeps for a while. */
export type KeptEntry = {
  readonly id: number;
  readonly actor: string;
  /** The url that deleted it. */
  readonly url: string;
  /** When the service deletes it permanently: RFC 3339. */
  readonly until: string;
};

/**
 * The objects that were created and are not yet known to be gone. An intent is on disk before `intend` returns. Later
 * records are written immediately, and are on disk with the next intent, or before the call returns if a lost id could
 * not be found again.
 */
export type Ledger = {
  /** Records the intent of a create. The create may be sent only where this is `ok`. */
  readonly intend: (
    intent: Intent,
  ) => Promise<{ readonly ok: true; readonly id: number } | { readonly ok: false; readonly message: string }>;
  /** It was created: `url` deletes it. */
  readonly created: (id: number, url: string) => Promise<void>;
  /** It was never created. */
  readonly notCreated: (id: number) => Promise<void>;
  /**
   * The object existed before this run: it does not belong to the run, and stays. `url`: the url that would have
   * deleted it.
   */
  readonly existed: (id: number, why: string, url?: string) => Promise<void>;
  /** A person confirmed that it needs no deletion. */
  readonly forgotten: (
    id: number,
    by: { readonly who: string; readonly why: string; readonly at: string },
  ) => Promise<void>;
  /** It was deleted; the service keeps it until then, where `until` is given. */
  readonly deleted: (id: number, until?: string) => Promise<void>;
  /** It was also deleted from the recycle bin. */
  readonly purged: (id: number) => Promise<void>;
  /** The run is suspended before this step; `state` contains what resuming it needs. */
  readonly wait: (
    step: string,
    state: string,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }>;
  /** A suspended run is resumed, or given up. */
  readonly goOn: () => Promise<void>;
  /** Oldest first. */
  readonly open: () => readonly OpenEntry[];
  readonly kept: () => readonly KeptEntry[];
  /**
   * Everything that responses confirmed as created so far, including objects that were deleted since: what the run may
   * delete.
   */
  readonly made: () => readonly MadeEntry[];
  /** The created objects that a url names, in any form. */
  readonly madeAt: (url: string) => readonly MadeEntry[];
  /** The created objects that a url names, or of which it names a part. */
  readonly ownersOf: (url: string) => readonly MadeEntry[];
  /** The run has ended; another process may clean up its open entries. */
  readonly end: () => Promise<void>;
};

/** The people who do manual steps. */
export type People = {
  /** Shows the prompt and waits for the person's answer; `left` if no answer will come. */
  readonly ask: (manual: ManualStep, signal?: AbortSignal) => Promise<PersonsAnswer>;
};

export type ManualStep = {
  readonly id: string;
  readonly title: string;
  readonly actor: string;
  readonly prompt: string;
  /** Why the person's last answer was not understood. */
  readonly notice?: string;
  /** In a run over many tenants: the tenant. */
  readonly tenant?: string;
};

export type PersonsAnswer =
  | { readonly kind: 'done'; readonly note?: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'skip' }
  /** Suspend the run, until a person resumes it. */
  | { readonly kind: 'leave' }
  /** There will be no answer. */
  | { readonly kind: 'left' };
