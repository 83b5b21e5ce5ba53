/**
 * The deployments of Microsoft Graph and the authorities that issue their tokens, which are not interchangeable:
 * https://learn.microsoft.com/graph/deployments. `custom` is a service of one's own, such as the sandbox.
 */
export const clouds = {
  global: { graphOrigin: 'https://graph.microsoft.com', authority: 'https://login.microsoftonline.com' },
  'us-l4': { graphOrigin: 'https://graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  'us-dod': { graphOrigin: 'https://dod-graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  china: { graphOrigin: 'https://microsoftgraph.chinacloudapi.cn', authority: 'https://login.chinacloudapi.cn' },
} as const;

export type CloudName = keyof typeof clouds | 'custom';

export const cloudNames: readonly CloudName[] = ['global', 'us-l4', 'us-dod', 'china', 'custom'];
