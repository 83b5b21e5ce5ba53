import { createHash } from 'node:crypto';
import type { Place } from '../diagnostics/place.ts';
import type { Json, JsonObject } from './json.ts';
import { prettyJson } from './pretty.ts';

type SarifRun = {
  /** Of this program. */
  readonly version: string;
  readonly rules: readonly JsonObject[];
  readonly results: readonly Json[];
};

/** Findings for code scanning: SARIF 2.1.0 (OASIS). */
export function sarifText({ version, rules, results }: SarifRun): string {
  const tool = { driver: { name: 'tutorial-replay', version, rules } };
  const log: Json = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool, columnKind: 'utf16CodeUnits', results }],
  };
  return `${prettyJson(log)}\n`;
}

export function sarifLocation({ file, line, column, endColumn }: Place): JsonObject {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { startLine: line, startColumn: column, endColumn },
    },
  };
}

/** By which the same finding is known when lines move. */
export const sarifFingerprint = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

/** A relative reference (RFC 3986), with slashes on every system. */
function uriOf(file: string): string {
  return file
    .replaceAll('\\', '/')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^[A-Za-z]%3A/, (drive) => `file:///${decodeURIComponent(drive)}`);
}
