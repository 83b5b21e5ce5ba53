import { expect, test } from 'vitest';
import { matrixJobs, matrixText } from './ci-matrix.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => `tenant-${at + 1}`);

test('a job a tenant, with its arguments as a shell takes them', () => {
  const jobs = matrixJobs({
    files: ['a'],
    operands: ['my scenarios'],
    fleet: { file: 't.yaml', tenants: ['contoso', 'fabrikam'] },
  });
  expect(JSON.parse(matrixText('github', jobs))).toEqual({
    include: [
      { name: 'contoso', args: "--tenants t.yaml --tenant-tags contoso 'my scenarios'" },
      { name: 'fabrikam', args: "--tenants t.yaml --tenant-tags fabrikam 'my scenarios'" },
    ],
  });
});

test('a job a scenario without tenants; Azure Pipelines gets keys that it takes, none twice', () => {
  const jobs = matrixJobs({ files: ['a/1.scenario.yaml', 'a-1.scenario.yaml', '1.yaml'], operands: [] });
  expect(Object.keys(JSON.parse(matrixText('azure', jobs)))).toEqual([
    'a_1_scenario_yaml',
    'a_1_scenario_yaml_2',
    'n1_yaml',
  ]);
});

test('more than a system starts become shards, which are all of it', () => {
  const jobs = matrixJobs({ files: [], operands: [], fleet: { file: 't.yaml', tenants: names(300) } });
  expect(jobs).toHaveLength(256);
  expect(jobs.at(-1)).toEqual({ name: 'shard-256', args: '--tenants t.yaml --shard 256/256' });
  expect(matrixJobs({ files: [], operands: [], fleet: { file: 't.yaml', tenants: names(256) } })).toHaveLength(256);
});
