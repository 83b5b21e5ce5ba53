/**
 * Whether a granted permission of Graph includes another: `ReadWrite` includes `Read`, and `.All` the permission
 * without a suffix.
 */
export function permissionCovers(granted: string, need: string): boolean {
  const [has, wanted] = [granted.toLowerCase(), need.toLowerCase()];
  const both = [wanted, wanted.replace('.read.', '.readwrite.').replace(/\.read$/, '.readwrite')];
  return both.some((one) => has === one || has === `${one}.all`);
}
