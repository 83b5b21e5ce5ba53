/**
 * Ids that are the same in every tenant, because Microsoft published them: a scenario may write them as they are. Each row
 * has its source; one that is not here becomes an input.
 */
const published: readonly { readonly source: string; readonly ids: { readonly [id: string]: string } }[] = [
  {
    source: 'https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference',
    ids: {
      '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
      'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
      '194ae4cb-b126-40b2-bd5b-6091b380977d': 'Security Administrator',
      '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
      'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
      '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e': 'Identity Governance Administrator',
      '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3': 'Application Administrator',
      '729827e3-9c14-49f7-bb1b-9608f156bbb8': 'Helpdesk Administrator',
      'e8611ab8-c189-46e8-94e1-60213ab1f814': 'Privileged Role Administrator',
      'fdd7a751-b60b-444a-984c-02652fe8fa1c': 'Groups Administrator',
    },
  },
  {
    source: 'https://learn.microsoft.com/graph/api/resources/identitygovernance-task',
    ids: { '1b555e50-7f65-41d5-b514-5894a026d10d': 'the lifecycle workflow task for a temporary access pass' },
  },
  {
    source: 'https://learn.microsoft.com/graph/api/applicationtemplate-instantiate',
    ids: { '8adf8e6e-67b2-4cf2-a259-e3dc5476c621': 'the template of applications outside the gallery' },
  },
  {
    source: 'https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in',
    ids: {
      '00000003-0000-0000-c000-000000000000': 'Microsoft Graph',
      'de8bc8b5-d9f9-48b1-a8ad-b748da725064': 'Graph Explorer',
    },
  },
  {
    source: 'https://www.rfc-editor.org/rfc/rfc9562#name-nil-uuid',
    ids: { '00000000-0000-0000-0000-000000000000': 'no one: the nil UUID' },
  },
];

const meanings = new Map(published.flatMap(({ ids }) => Object.entries(ids)));

/** The meaning of a published id; `undefined` for all others. */
export function publishedId(id: string): string | undefined {
  return meanings.get(id.toLowerCase());
}
