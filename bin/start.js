import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

enableCompileCache();
// A checkout runs its sources, so that a change is never hidden by an old build; the package has none.
const source = new URL('../src/cli/main.ts', import.meta.url);
const { main } = await import(existsSync(source) ? source.href : '../dist/cli.js');
await main();
