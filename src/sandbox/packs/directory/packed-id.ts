/** A GUID's bytes as Microsoft's services order them: the first three fields little-endian. */
function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** Ids of assignments: the GUIDs of both ends, base64url, and a running number, or the object in whose scope it is. */
export function packedId(first: string, second: string, scope = '/'): string {
  const ends = Buffer.concat([guidBytes(first), guidBytes(second)]).toString('base64url');
  return scope === '/'
    ? `${ends}-1`
    : `${ends}-${guidBytes(scope.slice(scope.lastIndexOf('/') + 1)).toString('base64url')}`;
}

/** `S-1-12-1-…`: an object's id as a Windows security identifier, its bytes read as four 32-bit numbers. */
export function securityIdentifier(id: string): string {
  const bytes = guidBytes(id);
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => bytes.readUInt32LE(at)).join('-')}`;
}
