/** Observed responses that the sandbox does not give, or gives in part, and why; by their numbers in the list of what was observed. */
export const notGiven: { readonly [no: string]: string } = {
  '1.7': 'which version a stored scope has depends on what was posted, which is not known',
  '1.10': 'the tutorial of 2024 shows null as the type of both actors, and not user',
  '1.24': 'a query without names is refused with 400, and does not fail with 500',
  '1.25': 'seen once: a fault of that day as likely as a rule',
  '1.29': 'of the reviews that were retired',
  '2.5': 'errors before 2020 were written otherwise',
  '2.9': 'which paths a service lacks that the metadata has is not known; one of reviews is (1.28)',
  '4.6': 'a fault of that day',
  '4.8': 'mail is not delivered, so no address is unknown',
  '5.3': 'parts may come in any order; here it is that of the requests',
  '5.7': 'reported, of memberships long ago, which the sandbox does not keep',
  '5.8': 'of 2017',
  '6.3': 'reported; a secret works at once',
};

/** What is given but for properties that the metadata of v1.0 does not have. */
export const givenInPart: { readonly [no: string]: string } = {
  '8.15': 'without directorySizeQuota and onPremisesSyncStatus',
  '8.16': 'without servicePlanType',
};

/** How many observations there are, by section. */
export const observedCounts: { readonly [section: string]: number } = {
  1: 29,
  2: 11,
  3: 29,
  4: 8,
  5: 15,
  6: 8,
  7: 9,
  8: 16,
  9: 7,
};

/** Those of the token endpoint, which a test beside it has. */
export const ofSignIn: readonly string[] = ['9.1', '9.2', '9.3', '9.4', '9.5', '9.6', '9.7'];
