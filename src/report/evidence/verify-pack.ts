import { isUtf8 } from 'node:buffer';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { type DocumentForm, readDocument } from '../../format/document/read-document.ts';
import { packOf, sha256 } from './make-pack.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { type Members, unzipped } from './zip.ts';

const packed = ['report.html', 'result.json'];
/** In packs that include the output of the doctor. */
const readinessName = 'readiness.json';
/** A result of ten thousand steps and its page have some two hundred megabytes. */
export const largestPackBytes = 512 * 1024 * 1024;

const form: DocumentForm<Manifest> = {
  schema: manifestSchema,
  version: 1,
  code: 'pack-invalid',
  fix: 'give the file that `report --pack` wrote',
};

/**
 * Whether a pack is unchanged: each file has its digest, and the archive is, byte for byte, the one that these files
 * give. `path` is for messages. Problems: `pack-invalid`, `pack-changed`.
 */
export function verifyPack(path: string, archive: Uint8Array): Result<Manifest> {
  const at = placeOfFile(path);
  const { code, fix } = form;
  const invalid = (message: string) => failure([{ code, message, at, fix }]);
  const changed = (message: string): Problem => ({
    code: 'pack-changed',
    message,
    at,
    fix: 'do not rely on it; get the original again',
  });
  const read = unzipped(archive, ['manifest.json', ...packed, readinessName]);
  if (typeof read === 'string') return invalid(read);
  const { 'manifest.json': bytes, ...members } = read;
  if (bytes === undefined || !isUtf8(bytes)) return invalid('it has no readable `manifest.json`');
  const manifestOf = readDocument({ path: `${path}/manifest.json`, text: Buffer.from(bytes).toString() }, form);
  if (!manifestOf.ok) return manifestOf;
  const manifest = manifestOf.value;
  const problems = wrongMembers(manifest, members).map(changed);
  if (problems.length > 0) return failure(problems);
  const isExact = Buffer.compare(packOf(bytes, members, manifest.startedAt), archive) === 0;
  return isExact ? success(manifest) : failure([changed('bytes of the archive around its files were changed')]);
}

function wrongMembers({ members: listed }: Manifest, members: Members): readonly string[] {
  const strangers = [...listed.map(({ name }) => name), ...Object.keys(members)].filter(
    (name) => !packed.includes(name) && name !== readinessName,
  );
  if (strangers.length > 0 || listed.length > packed.length + 1)
    return ['its manifest lists files that a pack does not have'];
  const isThere = [...listed.map(({ name }) => name), ...Object.keys(members)].includes(readinessName);
  return [...packed, ...(isThere ? [readinessName] : [])].flatMap((name) => {
    const entry = listed.find((one) => one.name === name);
    const bytes = members[name];
    if (entry === undefined || bytes === undefined) return [`\`${name}\` is missing`];
    return sha256(bytes) === entry.sha256 ? [] : [`\`${name}\` differs from the manifest`];
  });
}
