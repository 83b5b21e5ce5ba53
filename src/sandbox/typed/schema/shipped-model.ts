import { type PackedModel, unpackModel } from '../../../metadata/pack-model.ts';
import { shippedFile } from '../../../metadata/shipped-file.ts';
import { type TypedModel, typedModel } from './typed-model.ts';

let loaded: TypedModel | undefined;

/** The index of v1.0 that ships with the package. Read when a first request needs it, and once a process. */
export function shippedModel(): TypedModel {
  loaded ??= load();
  return loaded;
}

function load(): TypedModel {
  // Written by tools/write-model.ts alone.
  const packed = shippedFile('v1.0.json.gz') as PackedModel;
  return typedModel(unpackModel(packed), packed.version);
}
