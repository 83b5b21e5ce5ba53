/** The deployments of Microsoft Graph; their tokens are not interchangeable. `custom` is for a sandbox. */
export const clouds = {
  global: { graph: 'https://graph.microsoft.com', authority: 'https://login.microsoftonline.com' },
  'us-government': { graph: 'https://graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  'us-defense': { graph: 'https://dod-graph.microsoft.us', authority: 'https://login.microsoftonline.us' },
  china: { graph: 'https://microsoftgraph.chinacloudapi.cn', authority: 'https://login.chinacloudapi.cn' },
} as const;

export type CloudName = keyof typeof clouds | 'custom';

export const cloudNames: readonly CloudName[] = ['global', 'us-government', 'us-defense', 'china', 'custom'];
