import type { Binary } from '../../../http/message.ts';
import type { Json } from '../../../json/json.ts';
import type { Page } from '../../page/page.ts';
import type { LinkedSteps } from '../links/link-requests.ts';
import type { DocumentedStep } from './step-of-page.ts';

/** Texts of the body may contain `${…}`. */
export type BuiltResponse = {
  readonly origin: 'documentation' | 'derived';
  readonly why?: string;
  readonly status: number;
  /** In addition to the header of the body's type; names in lower case. */
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Json;
  /** Binary content, in place of `body`. */
  readonly bytes?: Binary;
};

export type Building = {
  readonly page: Page;
  readonly steps: readonly DocumentedStep[];
  readonly ids: readonly string[];
  readonly linked: LinkedSteps;
  readonly actorOf: (step: DocumentedStep) => string | undefined;
};
