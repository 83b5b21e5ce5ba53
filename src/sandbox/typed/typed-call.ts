import type { Method } from '../../http/message.ts';
import { graphError } from '../service/graph-error.ts';
import type { IdSource } from '../service/id-source.ts';
import type { SandboxRequest } from '../service/read-request.ts';
import type { GraphCall, GraphResponse } from '../service/route.ts';
import type { ObjectStore, Origin } from '../store/object-store.ts';
import type { PackBook } from './pack/pack-book.ts';
import type { TypedModel } from './schema/typed-model.ts';
import type { Defaults } from './typed-defaults.ts';

/** A request on its way through the typed layer. */
export type TypedCall = {
  readonly method: Method;
  readonly call: GraphCall;
  readonly segments: readonly string[];
  readonly model: TypedModel;
  readonly store: ObjectStore;
  readonly ids: IdSource;
  readonly packs: PackBook;
  /** The metadata of the version is not loaded: that of v1.0 is used. */
  readonly guessed: boolean;
  readonly defaults: Defaults;
  /**
   * The origins of the response; filled during the call. `defaults`: partly from the defaults of a seed; `computed`:
   * the listed objects are derived from others.
   */
  readonly origins: Set<Origin | 'defaults' | 'computed'>;
  /** The request as received: its body may be none that is JSON. */
  readonly request: SandboxRequest;
};

/**
 * The metadata has it and this layer does not support it; or the version's metadata is not loaded. Never a mistake of
 * the client.
 */
export const notModeled = (message: string): GraphResponse => graphError(501, 'notModeled', message);
