import { generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../../diagnostics/make-folder.ts';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { promisify } from '../../node-util.ts';

/** What the HTTPS server keeps between two starts, in a folder that only its user can read. Nothing personal is in it. */
export type ServerFolder = {
  /** PEM texts. */
  readonly server: { readonly certificate: string; readonly key: string };
  readonly clientCertificate: string;
  /** PKCS #8: what tokens are signed with. */
  readonly tokenKey: string;
  /** What is in the file of a workload identity. */
  readonly federatedToken: string;
  /** Secrets and passwords are derived from it, so that settings pasted once stay right. */
  readonly secretKey: string;
  readonly paths: { readonly ca: string; readonly client: string; readonly federatedToken: string };
};

const files = {
  ca: 'ca.pem',
  serverCertificate: 'server.pem',
  serverKey: 'server-key.pem',
  client: 'client.pem',
  tokenKey: 'token-key.pem',
  federatedToken: 'federated-token',
  secretKey: 'secret-key',
} as const;

/** A certificate that ends within a day is made again. */
const renewalMs = 24 * 3_600_000;

/**
 * Opens the folder; makes it on first use and when its certificates are about to end. It is made beside its place and then
 * moved there whole, so that two servers which start at once agree. Problems: `usage`, `file-unreadable`.
 */
export async function openServerFolder(path: string, nowMs: number): Promise<Result<ServerFolder>> {
  try {
    const names = await readdir(path).catch(nothingThere);
    const stray = names.find((name) => !Object.values(files).some((file) => file === name));
    if (stray !== undefined) return failure([foreign(path, stray)]);
    const found = names.length === 0 ? undefined : await readFolder(path).catch(nothingWhole);
    if (found !== undefined && isValid(found, nowMs)) {
      await chmod(path, 0o700);
      return success(found);
    }
    await makeServerFolder(path, { nowMs, old: found, replaces: names.length > 0 });
    return success(await readFolder(path));
  } catch (error) {
    const message = `the folder of the sandbox cannot be used: ${error instanceof Error ? error.message : String(error)}`;
    const fix = 'name another one with `--cert-dir DIR`';
    return failure([{ code: 'file-unreadable', message, at: placeOfFile(path), fix }]);
  }
}

function foreign(path: string, stray: string): Problem {
  const message = `the folder ${path} holds \`${stray}\`, which the sandbox did not write`;
  return { code: 'usage', message, fix: 'name an empty folder, or one that does not exist yet' };
}

function nothingThere(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function nothingWhole(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function readFolder(path: string): Promise<ServerFolder> {
  const read = (name: keyof typeof files) => readFile(join(path, files[name]), 'utf8');
  const [certificate, key, client, tokenKey, federatedToken, secretKey] = await Promise.all(
    (['serverCertificate', 'serverKey', 'client', 'tokenKey', 'federatedToken', 'secretKey'] as const).map(read),
  );
  return {
    server: { certificate: certificate ?? '', key: key ?? '' },
    clientCertificate: client ?? '',
    tokenKey: tokenKey ?? '',
    federatedToken: federatedToken ?? '',
    secretKey: secretKey ?? '',
    paths: {
      ca: join(path, files.ca),
      client: join(path, files.client),
      federatedToken: join(path, files.federatedToken),
    },
  };
}

function isValid({ server, clientCertificate }: ServerFolder, nowMs: number): boolean {
  return [server.certificate, clientCertificate].every((text) => {
    const { validFromDate, validToDate } = new X509Certificate(text);
    return validFromDate.getTime() <= nowMs && nowMs + renewalMs < validToDate.getTime();
  });
}

type Making = { readonly nowMs: number; readonly old: ServerFolder | undefined; readonly replaces: boolean };

async function makeServerFolder(path: string, { nowMs, old, replaces }: Making): Promise<void> {
  // The certificate library is loaded only when a certificate is made.
  const { makeCertificates } = await import('./make-certificates.ts');
  const { ca, server, client } = await makeCertificates(nowMs);
  const contents: { readonly [name in keyof typeof files]: string } = {
    ca,
    serverCertificate: server.certificate,
    serverKey: server.key,
    client: client.key + client.certificate,
    tokenKey: old?.tokenKey ?? (await rsaKey()),
    federatedToken: old?.federatedToken ?? randomBytes(32).toString('base64url'),
    secretKey: old?.secretKey ?? randomBytes(32).toString('base64url'),
  };
  makeFolder(dirname(path), 0o700);
  const made = await mkdtemp(join(dirname(path), `${basename(path)}.`));
  for (const [name, file] of Object.entries(files)) {
    await writeFile(join(made, file), contents[name as keyof typeof files], { mode: 0o600, flag: 'wx' });
  }
  await putInPlace(made, path, replaces);
}

async function rsaKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function putInPlace(made: string, path: string, replaces: boolean): Promise<void> {
  const aside = `${made}.old`;
  if (replaces) await rename(path, aside).catch(nothingWhole);
  try {
    await rename(made, path);
  } catch (error) {
    // Another process was faster: its certificates are as good.
    const names = await readdir(path).catch(() => []);
    if (names.length < Object.keys(files).length) throw error;
  } finally {
    await Promise.all([made, aside].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}
