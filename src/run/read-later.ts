/** What is made when somebody reads it; read again, it is the same. */
export type Later<T> = () => T;

const made = Symbol('made when read');

/**
 * Gives an object properties that are made when somebody reads them; otherwise they are like all others. Objects share
 * the getters: those that each had of its own V8 would keep for long, and with them all that they refer to.
 */
export function laterProperties<T extends object>(...names: readonly (keyof T & string)[]) {
  const getters = Object.fromEntries(names.map((name) => [name, { enumerable: true, get: getterOf(name) }]));
  return <Plain extends object>(plain: Plain, make: Later<T>): Plain & T => {
    Object.defineProperty(plain, made, { value: make });
    return Object.defineProperties(plain, getters) as Plain & T;
  };
}

function getterOf(name: string) {
  return function (this: { readonly [made]: Later<{ readonly [name: string]: unknown }> }) {
    return this[made]()[name];
  };
}
