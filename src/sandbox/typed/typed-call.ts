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
  /** The version's own metadata is not there: v1.0's stands for it. */
  readonly guessed: boolean;
  readonly defaults: Defaults;
  /**
   * Where what is answered with comes from; filled on the way. `defaults`: in part from those of a seed; `computed`: which
   * objects are listed follows from what others say.
   */
  readonly origins: Set<Origin | 'defaults' | 'computed'>;
  /** The request as received: its body may be none that is JSON. */
  readonly request: SandboxRequest;
};

/** The metadata knows it and this layer cannot do it; or the version's metadata is not loaded. Never the client's mistake. */
export const notModeled = (message: string): GraphResponse => graphError(501, 'notModeled', message);
