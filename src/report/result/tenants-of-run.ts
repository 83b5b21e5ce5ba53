import * as z from 'zod/mini';

const text = (description: string) => z.string().check(z.describe(description));
const obstacle = z.object({
  file: z.exactOptional(text('The scenario that it concerns; absent where it concerns all of them.')),
  code: text('A code of problems.'),
  message: text('What prevented it.'),
  fix: z.exactOptional(text('What to do.')),
});

/** The tenants of a run over many, as `RESULT.json` has them. */
export const tenantsOfRun = z.readonly(
  z
    .array(
      z
        .object({
          name: text('What the tenants file calls it.'),
          tags: z.readonly(z.array(z.string()).check(z.describe('Its tags.'))),
          obstacles: z.exactOptional(
            z.readonly(z.array(obstacle).check(z.describe('Why scenarios did not start there.'))),
          ),
        })
        .check(z.meta({ id: 'Tenant', description: 'A tenant of a run over many.' })),
    )
    .check(z.describe('The tenants of a run over many, in the order of their file.')),
);
