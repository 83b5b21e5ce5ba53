import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type PackedModel, unpackModel } from '../../../metadata/pack-model.ts';
import { type TypedModel, typedModel } from './typed-model.ts';

let loaded: TypedModel | undefined;

/** The index of v1.0 that ships with the package. Read when a first request needs it, and once a process. */
export function shippedModel(): TypedModel {
  loaded ??= load();
  return loaded;
}

function load(): TypedModel {
  // Written by tools/write-model.ts alone.
  const packed = JSON.parse(gunzipSync(readFileSync(placeOf('model/v1.0.json.gz'))).toString()) as PackedModel;
  return typedModel(unpackModel(packed), packed.version);
}

/** The package's root is some folders above: four in a checkout, one or two in the bundles of `dist`. */
function placeOf(name: string): URL {
  const places = ['../', '../../', '../../../../'].map((up) => new URL(`${up}${name}`, import.meta.url));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`the package lacks ${name}`);
  return found;
}
