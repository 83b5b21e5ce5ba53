/** Of undici, what a live run sends with. Its own entry loads five times as much: caches, mocks, and a second `fetch`. */
export { default as buildConnector } from '../node_modules/undici/lib/core/connect.js';
export { default as Agent } from '../node_modules/undici/lib/dispatcher/agent.js';
export { default as EnvHttpProxyAgent } from '../node_modules/undici/lib/dispatcher/env-http-proxy-agent.js';
