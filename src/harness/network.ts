import { readFile } from 'node:fs/promises';
import { defined } from '../defined.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';

export type NetworkOptions = {
  readonly environment: { readonly [name: string]: string | undefined };
  /** PEM files to trust in addition to those of this machine; default: the one of `NODE_EXTRA_CA_CERTS`. */
  readonly authorityFiles?: readonly string[];
  /** Take the proxy that the environment names. */
  readonly envProxy: boolean;
};

type Network = {
  readonly authorities: readonly string[];
  readonly proxy?: { readonly url: string; readonly except?: string };
};

/** The certificates to trust and the proxy to take, for every call alike. Problems: `bad-setting`. */
export async function readNetwork({ environment, authorityFiles, envProxy }: NetworkOptions): Promise<Result<Network>> {
  const problems: Problem[] = [];
  const authorities: string[] = [];
  for (const path of authorityFiles ?? [environment['NODE_EXTRA_CA_CERTS'] ?? '']) {
    if (path === '') continue;
    const authority = await readFile(path, 'utf8').catch(() => undefined);
    if (authority !== undefined) authorities.push(authority);
    else problems.push(badSetting('a file of `NODE_EXTRA_CA_CERTS` cannot be read', 'name a PEM file of certificates'));
  }
  const url = environment['HTTPS_PROXY'] ?? environment['https_proxy'] ?? '';
  const except = environment['NO_PROXY'] ?? environment['no_proxy'];
  if (envProxy && !isProxy(url)) {
    problems.push(
      badSetting('`--use-env-proxy` needs `HTTPS_PROXY`', 'set it like `HTTPS_PROXY=http://proxy.example:8080`'),
    );
  }
  if (problems.length > 0) return failure(problems);
  return success({
    authorities,
    ...(envProxy ? { proxy: { url, ...defined({ except }) } } : {}),
  });
}

function isProxy(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

function badSetting(message: string, fix: string): Problem {
  return { code: 'bad-setting', message, fix };
}
