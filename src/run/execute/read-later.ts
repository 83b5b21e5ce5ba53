/** What is made when somebody reads it; read again, it is the same. */
export type Later<T> = () => T;

class Itself {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: so a class gives private fields to an object that is there.
    return object;
  }
}

/** Keeps with an object what makes its properties, where nobody else can read it. */
class Maker<T> extends Itself {
  readonly #make: Later<T>;

  constructor(object: object, make: Later<T>) {
    super(object);
    this.#make = make;
  }

  static made<T>(object: Maker<T>): T {
    return object.#make();
  }
}

/**
 * Gives an object properties that are made when somebody reads them; otherwise they are like all others. Objects share
 * the getters: those that each had of its own V8 would keep for long, and with them all that they refer to.
 */
export function laterProperties<T extends object>(...names: readonly (keyof T & string)[]) {
  const getters = names.map((name) => [name, { enumerable: true, get: getterOf<T>(name) }] as const);
  return <Plain extends object>(plain: Plain, make: Later<T>): Plain & T => {
    new Maker(plain, make);
    // One by one is twice as fast as all at once.
    for (const [name, getter] of getters) Object.defineProperty(plain, name, getter);
    return plain as Plain & T;
  };
}

function getterOf<T extends object>(name: keyof T) {
  return function (this: Maker<T>) {
    return Maker.made(this)[name];
  };
}
