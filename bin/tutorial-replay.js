#!/usr/bin/env node
// Looks at the version before anything newer than it is loaded, so that an old Node says what it lacks instead of failing.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`tutorial-replay needs Node.js 22.19 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else {
  import('./start.js');
}
