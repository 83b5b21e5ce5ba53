import { unzipSync, zipSync } from 'fflate';

/** The files of an archive by their names, in their order. */
export type Members = { readonly [name: string]: Uint8Array };

/** Noon is everywhere: no clock is ever put forward at that hour, and fflate writes local time. */
const noon = 12;

/**
 * The files as an uncompressed zip archive: its bytes depend only on names, contents and the day, and a search for
 * secrets can read them. `day`: RFC 3339; archives support no day before 1980.
 */
export function zipped(members: Members, day: string): Uint8Array {
  const [year = 0, month = 1, date = 1] = day.slice(0, 10).split('-').map(Number);
  const known = year >= 1980 && year <= 2099;
  const mtime = known ? new Date(year, month - 1, date, noon) : new Date(1980, 0, 1, noon);
  return zipSync({ ...members }, { level: 0, mtime, os: 0 });
}

/**
 * The files of an archive, or in one sentence why they are not read. Nothing is written, and nothing is unpacked but files of these
 * names that are not compressed: no name can lead out of a folder, and no file can become larger than it is.
 */
export function unzipped(archive: Uint8Array, names: readonly string[]): Members | string {
  const seen = new Set<string>();
  try {
    return unzipSync(archive, {
      filter: ({ name, compression }) => {
        if (!names.includes(name)) throw new Refusal(`it holds the file ${JSON.stringify(name.slice(0, 100))}`);
        if (seen.has(name)) throw new Refusal(`it holds \`${name}\` twice`);
        if (compression !== 0) throw new Refusal(`\`${name}\` is compressed`);
        return seen.add(name).size > 0;
      },
    });
  } catch (error) {
    // fflate throws many kinds of errors for a broken archive.
    return error instanceof Refusal ? error.message : 'it is not a zip archive, or an incomplete one';
  }
}

/** Thrown to leave `unzipSync`, which cannot be stopped otherwise. */
class Refusal extends Error {}
