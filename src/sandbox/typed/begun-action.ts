import type { JsonObject } from '../../json/json.ts';
import type { Operation } from '../../metadata/metadata.ts';
import type { GraphResponse } from '../service/route.ts';
import type { TypedCall } from './typed-call.ts';
import type { Location } from './typed-location.ts';

/** A called action: its bound object and its parameters. */
export type BegunAction = {
  readonly operation: Operation;
  readonly on: Location | undefined;
  readonly parameters: JsonObject;
};

/** `undefined`: its effect is not known, and the response is what it declares. */
export type ActionEffect = (typed: TypedCall, action: BegunAction) => GraphResponse | undefined;
