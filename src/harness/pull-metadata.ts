import { checkEnvironment } from '../backends/live/environment-guard.ts';
import { openWire } from '../backends/live/transport/wire.ts';
import { defined } from '../defined.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';
import type { GraphVersion } from '../metadata/metadata.ts';
import { type NetworkOptions, readNetwork } from './network.ts';

export type PullOptions = NetworkOptions & {
  /** Where Graph is: scheme, host and port. */
  readonly origin: string;
  readonly signal?: AbortSignal;
};

/** Metadata of beta is near 5 MB. */
const mostBytes = 32 * 1024 * 1024;
const deadlineMs = 120_000;

/**
 * Fetches the metadata of the service, which anyone may read without a token. No redirect is followed. Problems:
 * `bad-setting`, and `metadata-unreachable` where it cannot be had.
 */
export async function pullMetadata(version: GraphVersion, options: PullOptions): Promise<Result<string>> {
  const checked = checkEnvironment(options.environment);
  if (!checked.ok) {
    const { message, fix } = checked;
    return failure([{ code: 'bad-setting', message, ...defined({ fix }) }]);
  }
  const network = await readNetwork(options);
  if (!network.ok) return network;
  const { origin, signal } = options;
  const wire = openWire({ ...network.value, mostBytes });
  try {
    const path = `/${version}/$metadata`;
    const headers = { accept: 'application/xml', 'accept-encoding': 'gzip' };
    const limits = { deadlineMs, ...defined({ signal }) };
    const delivery = await wire.exchange({ origin, method: 'GET', path, headers }, limits);
    if (delivery.kind === 'failed') return failure([unreachable(delivery.failure.message, delivery.failure.fix)]);
    const { status, text } = delivery.response;
    if (status === 200) return success(text);
    return failure([unreachable(`GET ${origin}${path} returned ${status}`)]);
  } finally {
    await wire.close();
  }
}

function unreachable(
  message: string,
  fix = 'check the address and the connection, or download the file otherwise',
): Problem {
  return { code: 'metadata-unreachable', message, fix };
}
