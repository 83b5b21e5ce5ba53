/** What keeps this checkout from being published. `--write` first writes the fields that follow from `project.json`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import project from './project.json' with { type: 'json' };
import { projectFields, withProjectFields } from './project-fields.ts';

const file = new URL('../package.json', import.meta.url);
const fields = projectFields(project);
const read = JSON.parse(readFileSync(file, 'utf8'));
const wanted = withProjectFields(read, fields);
if (process.argv.includes('--write')) writeFileSync(file, `${JSON.stringify(wanted, null, 2)}\n`);
const manifest = JSON.parse(readFileSync(file, 'utf8'));

const findings: string[] = [];
if (fields === undefined) {
  findings.push(
    'tools/project.json names no owner: package.json has no repository, homepage and bugs, and npm does not resolve the links of README.md. Name it, then: npm run release:check -- --write',
  );
} else if (!isDeepStrictEqual(manifest, wanted)) {
  findings.push('package.json does not say what tools/project.json says: npm run release:check -- --write');
}
for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
  if (script in manifest.scripts) findings.push(`package.json has the script \`${script}\`, which runs at every user`);
}
const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const heading = new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}( .*)?$`, 'm').exec(changelog);
if (heading === null) findings.push(`CHANGELOG.md has no section for ${manifest.version}`);
else if (/unreleased/.test(heading[0])) findings.push(`CHANGELOG.md calls ${manifest.version} unreleased`);

const waiting = readdirSync(new URL('../.changeset/', import.meta.url)).filter((name) =>
  /^(?!README).*\.md$/.test(name),
);
if (waiting.length > 0) {
  findings.push(`.changeset has ${waiting.length} changes that no version has: npm run release:version`);
}

for (const finding of findings) process.stderr.write(`✗ ${finding}\n`);
if (findings.length === 0) process.stdout.write('nothing keeps this release back\n');
process.exitCode = findings.length === 0 ? 0 : 1;
