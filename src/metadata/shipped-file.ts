import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A JSON document of `model/` in the package's root, which is two folders above: in a checkout, or one or two in `dist`. */
export function shippedFile(name: string): unknown {
  const places = ['../', '../../'].map((up) => new URL(`${up}model/${name}`, import.meta.url));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`the package lacks model/${name}`);
  return JSON.parse(gunzipSync(readFileSync(found)).toString());
}
