import type { Metadata } from '../../../metadata/metadata.ts';
import { type PackedModel, unpackModel } from '../../../metadata/pack-model.ts';
import { shippedFile } from '../../../metadata/shipped-file.ts';
import { type TypedModel, typedModel } from './typed-model.ts';

type Shipped = { readonly metadata: Metadata; readonly model: TypedModel };

let loaded: Shipped | undefined;

/** The index of v1.0 that ships with the package. Read when a first request needs it, and once a process. */
export function shippedModel(): TypedModel {
  loaded ??= load();
  return loaded.model;
}

/** The same index as it is, to look paths up in. */
export function shippedMetadata(): Metadata {
  loaded ??= load();
  return loaded.metadata;
}

function load(): Shipped {
  // Written by tools/write-model.ts alone.
  const packed = shippedFile('v1.0.json.gz') as PackedModel;
  const metadata = unpackModel(packed);
  return { metadata, model: typedModel(metadata, packed.version) };
}
