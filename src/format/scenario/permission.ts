/** Whether a granted permission of Graph contains another: `ReadWrite` contains `Read`, and `.All` what has no suffix. */
export function permissionCovers(granted: string, need: string): boolean {
  const [has, wanted] = [granted.toLowerCase(), need.toLowerCase()];
  const both = [wanted, wanted.replace('.read.', '.readwrite.').replace(/\.read$/, '.readwrite')];
  return both.some((one) => has === one || has === `${one}.all`);
}
