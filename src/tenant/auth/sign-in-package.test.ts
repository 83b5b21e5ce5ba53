import { expect, test } from 'vitest';
import { missingSignInPackage } from './sign-in-package.ts';

test('no problem if the package is installed, as it is here', () => {
  expect(missingSignInPackage()).toBeUndefined();
});

test('otherwise the command that installs it is printed', () => {
  const problem = missingSignInPackage(() => {
    throw new Error('Cannot find module');
  });
  expect(problem).toMatchObject({
    code: 'missing-package',
    fix: expect.stringContaining('npm install --save-dev @azure/identity'),
  });
});
