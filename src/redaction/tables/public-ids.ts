import { wordsOf } from '../../words-of.ts';

/**
 * Ids that are the same in every tenant: applications of Microsoft, roles, permissions and products. Sources:
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference,
 * https://learn.microsoft.com/graph/permissions-reference,
 * https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference.
 */
const ids = {
  unknown: ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  applications: wordsOf(`
    00000003-0000-0000-c000-000000000000 00000002-0000-0000-c000-000000000000 00000003-0000-0ff1-ce00-000000000000
    00000002-0000-0ff1-ce00-000000000000 04b07795-8ddb-461a-bbee-02f9e1bf7b46 1950a258-227b-4e31-a9cf-717495945fc2
    14d82eec-204b-4c2f-b7e8-296a70dab67e de8bc8b5-d9f9-48b1-a8ad-b748da725064
  `),
  tenants: ['9188040d-6c67-4c5b-b112-36a304b66dad', 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'],
  roles: wordsOf(`
    62e90394-69f5-4237-9190-012177145e10 f2ef992c-3afb-46b9-b7cf-a126ee74c451 fe930be7-5e62-47db-91af-98c3a49a38b1
    fdd7a751-b60b-444a-984c-02652fe8fa1c 45d8d3c5-c802-45c6-b32a-1d70b5e1e86e e8611ab8-c189-46e8-94e1-60213ab1f814
    194ae4cb-b126-40b2-bd5b-6091b380977d 5d6b6bb7-de71-4623-b4af-96380a352509 9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3
    158c047a-c907-4556-b7ef-446551a6b5f7 88d8e3e3-8f55-4a1e-953a-9b9898b8876b 9360feb5-f418-4baa-8175-e2a00bac4301
    95e79109-95c0-4d8e-aee3-d01accf2d47b 729827e3-9c14-49f7-bb1b-9608f156bbb8 10dae51f-b6af-4016-8d66-8c2a99b929b3
    a0b1b346-4d3e-4e8b-98f8-753987be4970
  `),
  sold: wordsOf(`
    078d2b04-f1bd-4111-bbd4-b4b1b354cef4 84a661c4-e949-4bd2-a560-ed7766fcaf2b b05e124f-c7cc-45a0-a6aa-8cf78c946968
    06ebc4ee-1bb5-47dd-8120-11324bc54e06 cf6b0d46-4093-4546-a0ab-0b1546dcc10e 41781fb2-bc02-4b7c-bd55-b576c07bb09d
    eec0eb4f-6444-4f95-aba0-50c24d67f998 8a256a2b-b617-496d-b51b-e76466e88db0 e866a266-3cff-43a3-acca-0c90a7e00c8b
  `),
  permissions: wordsOf(`
    e1fe6dd8-ba31-4d61-89e7-88639da4683d 62a82d76-70ea-41e2-9197-370581804d09 5b567255-7703-4780-807c-7be8301ae99b
    df021288-bdef-4463-88db-98f22de89214 741f803b-c850-494e-b5df-cde7c675a1ca 7ab1d382-f21e-4acd-a863-ba3e13f7da61
    19dbc75e-c2e2-444c-a770-ec69d8559fc7 d07a8cc0-3d51-4b77-b3b0-32704d1f69fa ef5f7d5c-338f-44b0-86c3-351f46c8bb5f
    06da0dbc-49e2-44d2-8312-53f166ab848a 4e46008b-f24c-477d-8fff-7bb4ec7aafe0 5f8c59db-677d-491f-a6b8-5f174b11ec1d
    a154be20-db9c-4678-8ab7-66f6cc099a59 c5366453-9fb0-48a5-a156-24f0c49a4b84 0e263e50-5827-48a4-b97c-d940288653c7
    ebfcd32b-babb-40f4-a14b-42706e83bd28 e4aa47b9-9a69-4109-82ed-36ec70d85ff1
  `),
} satisfies { readonly [what: string]: readonly string[] };

export const publicIds: ReadonlySet<string> = new Set(Object.values(ids).flat());
