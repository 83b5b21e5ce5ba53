import { parse } from 'dotenv';
import { type Result, success } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';

/** Reads an environment file as dotenv does. Problems: those of reading it. */
export async function readEnvFile(path: string): Promise<Result<NodeJS.Dict<string>>> {
  const file = await readSource(path);
  return file.ok ? success(parse(file.value.text)) : file;
}
