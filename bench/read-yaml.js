// The floor of the files bench: reads each scenario of a folder with `yaml`, positions and all, and each recording beside it.
// `node read-yaml.js FOLDER [recordings]`
import { readdirSync, readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';

const [folder, recordings] = process.argv.slice(2);
let read = 0;
for (const name of readdirSync(folder)) {
  const text = () => readFileSync(`${folder}/${name}`, 'utf8');
  if (name.endsWith('.yaml')) {
    const document = parseDocument(text(), { lineCounter: new LineCounter() });
    read += Object.keys(document.toJS()).length;
  } else if (recordings !== undefined) read += Object.keys(JSON.parse(text())).length;
}
process.stdout.write(`${read}\n`);
