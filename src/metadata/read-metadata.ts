import type { SaxesTagPlain } from 'saxes';
import { defined } from '../defined.ts';
import { placeAt } from '../diagnostics/place.ts';
import { failure, type Result, success } from '../diagnostics/problem.ts';
import type { Source } from '../diagnostics/source.ts';
import { type Metadata, type Operation, own, type Restriction, type TypeReference, typeName } from './metadata.ts';

type Draft = {
  base?: string;
  open?: true;
  abstract?: true;
  entity?: true;
  media?: true;
  required?: string[];
  contained?: string[];
  computed?: string[];
  alternateKeys?: string[];
  restricted?: { [name: string]: Restriction[] };
  readonly properties: { [name: string]: TypeReference };
  readonly navigation: string[];
};
type DraftOperation = {
  readonly kind: Operation['kind'];
  readonly name: string;
  readonly bound: boolean;
  readonly parameters: (readonly [string, TypeReference])[];
  readonly required: string[];
  returns?: TypeReference;
};
type Attributes = { readonly [name: string]: string };

/**
 * Reads a CSDL document, or an extract of one that has only some of its types. Elements it does not need (keys,
 * most annotations) are passed over. Problems: `metadata-invalid`.
 */
export async function readMetadata(source: Source): Promise<Result<Metadata>> {
  const { SaxesParser } = await import('saxes');
  // An extract has many roots.
  const parser = new SaxesParser({ fragment: true, position: false, xmlns: false });
  const index = new Index(aliasesIn(source.text));
  let wrong: string | undefined;
  parser.on('opentag', (tag: SaxesTagPlain) => index.open(localName(tag.name), tag.attributes));
  parser.on('closetag', (tag: SaxesTagPlain) => index.close(localName(tag.name)));
  parser.on('error', (error) => {
    wrong ??= error.message.replace(/^\d*:?\d*:?\s*/, '');
  });
  // An XML declaration is allowed only in a whole document, not in a fragment.
  parser.write(source.text.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, (all) => ' '.repeat(all.length))).close();
  const metadata = index.metadata();
  if (wrong === undefined && !isEmpty(metadata)) return success(metadata);
  const message = wrong === undefined ? 'the file declares no types' : `the file is not XML: ${wrong}`;
  const fix = 'name what GET /v1.0/$metadata returns, or an extract of it';
  return failure([{ code: 'metadata-invalid', message, at: placeAt(source, { start: 0, end: 1 }), fix }]);
}

function isEmpty({ types, enums }: Metadata): boolean {
  return Object.keys(types).length + Object.keys(enums).length === 0;
}

/** An alias is valid in the whole document, also before the schema that declares it (CSDL 4.01, 5.1). */
function aliasesIn(text: string): ReadonlyMap<string, string> {
  const named = (tag: string, name: string) => new RegExp(`\\s${name}\\s*=\\s*["']([^"'<>]*)`).exec(tag)?.[1];
  const schemas = [...text.matchAll(/<(?:\w+:)?Schema\s[^<>]*/g)].map(([tag]) => [
    named(tag, 'Alias'),
    named(tag, 'Namespace'),
  ]);
  return new Map(
    schemas.flatMap(([alias, namespace = '']) => (alias === undefined ? [] : [[alias, namespace] as const])),
  );
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Builds the index, one element after the other. */
class Index {
  readonly #types: { [name: string]: Draft } = {};
  readonly #enums: { [name: string]: string[] } = {};
  readonly #roots: { [name: string]: TypeReference } = {};
  readonly #operations: DraftOperation[] = [];
  readonly #aliases: ReadonlyMap<string, string>;
  #namespace = '';
  #type: Draft | undefined;
  #members: string[] | undefined;
  #operation: DraftOperation | undefined;
  /** The property that is open, and the term of the annotation, to which its content applies. */
  #property = '';
  #term = '';
  #target = '';
  readonly #marks: { readonly target: string; readonly mark: Mark }[] = [];
  #whole = false;

  constructor(aliases: ReadonlyMap<string, string>) {
    this.#aliases = aliases;
  }

  open(element: string, attributes: Attributes): void {
    const { Name: name = '', Type: type = '' } = attributes;
    switch (element) {
      case 'Schema':
        this.#namespace = attributes['Namespace'] ?? '';
        break;
      case 'EntityType':
      case 'ComplexType':
        this.#type = this.#typeOf(this.#qualified(name), attributes);
        if (element === 'EntityType') this.#type.entity = true;
        break;
      case 'EnumType':
        this.#members = this.#enums[this.#qualified(name)] ??= [];
        break;
      case 'Member':
        this.#members?.push(name);
        break;
      case 'Property':
      case 'NavigationProperty':
        if (this.#type === undefined) break;
        set(this.#type.properties, name, this.#reference(type));
        if (element === 'NavigationProperty') this.#type.navigation.push(name);
        this.#property = name;
        if (attributes['Nullable'] === 'false') list(this.#type, 'required').push(name);
        if (attributes['ContainsTarget'] === 'true') list(this.#type, 'contained').push(name);
        break;
      case 'Annotations':
        this.#target = attributes['Target'] ?? '';
        break;
      case 'Annotation':
        this.#term = attributes['Term'] ?? '';
        if (this.#term.endsWith('.V1.Computed') && attributes['Bool'] !== 'false') this.#mark('computed');
        break;
      case 'PropertyValue':
        this.#annotated(attributes);
        break;
      case 'Action':
      case 'Function': {
        const kind = element === 'Action' ? 'action' : 'function';
        this.#operation = { kind, name, bound: attributes['IsBound'] === 'true', parameters: [], required: [] };
        this.#operations.push(this.#operation);
        break;
      }
      case 'Parameter':
        this.#operation?.parameters.push([name, this.#reference(type)]);
        if (
          attributes['Nullable'] === 'false' &&
          this.#operation?.parameters.length !== (this.#operation?.bound ? 1 : 0)
        ) {
          this.#operation?.required.push(name);
        }
        break;
      case 'ReturnType':
        if (this.#operation !== undefined) this.#operation.returns = this.#reference(type);
        break;
      case 'EntityContainer':
        this.#whole = true;
        break;
      case 'EntitySet':
        set(this.#roots, name.toLowerCase(), { ...this.#reference(attributes['EntityType'] ?? ''), collection: true });
        break;
      case 'Singleton':
        set(this.#roots, name.toLowerCase(), this.#reference(type));
        break;
    }
  }

  close(element: string): void {
    if (element === 'EntityType' || element === 'ComplexType') this.#type = undefined;
    if (element === 'Property' || element === 'NavigationProperty') this.#property = '';
    if (element === 'Annotations') this.#target = '';
    if (element === 'EnumType') this.#members = undefined;
    if (element === 'Action' || element === 'Function') this.#operation = undefined;
  }

  metadata(): Metadata {
    const operations: { [name: string]: Operation[] } = {};
    for (const { kind, name, bound, parameters, required, returns } of this.#operations) {
      const [first, ...others] = parameters;
      const operation: Operation = {
        kind,
        name,
        ...(bound && first !== undefined ? { binding: first[1] } : {}),
        parameters: Object.fromEntries(bound ? others : parameters),
        ...(required.length === 0 ? {} : { required }),
        ...defined({ returns }),
      };
      const key = name.toLowerCase();
      set(operations, key, [...(own(operations, key) ?? []), operation]);
    }
    const restrictedRoots = this.#applyMarks();
    return {
      whole: this.#whole,
      types: this.#types,
      enums: this.#enums,
      roots: this.#roots,
      restrictedRoots,
      operations,
    };
  }

  #typeOf(name: string, { BaseType: base, OpenType: open, Abstract: abstract, HasStream: media }: Attributes): Draft {
    const known = own(this.#types, name);
    const type: Draft = known ?? { properties: {}, navigation: [] };
    if (base !== undefined) type.base = this.#reference(base).name;
    // An extract lacks namespaces: of two types with one name, each may have properties that the other lacks.
    if (open === 'true' || known !== undefined) type.open = true;
    if (abstract === 'true') type.abstract = true;
    if (media === 'true') type.media = true;
    set(this.#types, name, type);
    return type;
  }

  #annotated({ Property: property = '', PropertyPath: path, Bool: value }: Attributes): void {
    if (
      this.#term.endsWith('.AlternateKeys') &&
      property === 'Name' &&
      path !== undefined &&
      this.#type !== undefined
    ) {
      list(this.#type, 'alternateKeys').push(path);
    }
    const restriction =
      value === 'false' ? own(restrictions, `${this.#term.split('.').at(-1)}/${property}`) : undefined;
    if (restriction !== undefined) this.#mark(restriction);
  }

  #mark(mark: Mark): void {
    if (this.#target !== '') this.#marks.push({ target: this.#target, mark });
    else if (this.#type !== undefined) markProperty(this.#type, this.#property, mark);
  }

  /** Annotations outside types name their target: `namespace.type/property`, or `namespace.container/set`. */
  #applyMarks(): { readonly [root: string]: readonly Restriction[] } {
    const roots: { [root: string]: Restriction[] } = {};
    for (const { target, mark } of this.#marks) {
      const [holder = '', name = ''] = target.split('/');
      const type = own(this.#types, this.#reference(holder).name);
      if (type !== undefined) markProperty(type, name, mark);
      else if (own(this.#roots, name.toLowerCase()) !== undefined && mark !== 'computed') {
        set(roots, name.toLowerCase(), [...(own(roots, name.toLowerCase()) ?? []), mark]);
      }
    }
    return roots;
  }

  #qualified(name: string): string {
    return this.#namespace === '' ? name : typeName(`${this.#namespace}.${name}`);
  }

  #reference(written: string): TypeReference {
    const collection = written.startsWith('Collection(');
    const name = collection ? written.slice('Collection('.length, -1) : written;
    const dot = name.lastIndexOf('.');
    const namespace = this.#aliases.get(name.slice(0, dot));
    return { name: typeName(namespace === undefined ? name : `${namespace}.${name.slice(dot + 1)}`), collection };
  }
}

const restrictions: { readonly [term: string]: Restriction } = {
  'InsertRestrictions/Insertable': 'insert',
  'UpdateRestrictions/Updatable': 'update',
  'DeleteRestrictions/Deletable': 'delete',
};

type Mark = Restriction | 'computed';

function markProperty(type: Draft, name: string, mark: Mark): void {
  if (mark === 'computed') {
    list(type, 'computed').push(name);
    return;
  }
  type.restricted ??= {};
  set(type.restricted, name, [...(own(type.restricted, name) ?? []), mark]);
}

function list(type: Draft, name: 'required' | 'contained' | 'computed' | 'alternateKeys'): string[] {
  const names = type[name] ?? [];
  type[name] = names;
  return names;
}

/** Sets a property of any name: `__proto__` is one like every other. */
function set<T>(record: { [name: string]: T }, name: string, value: T): void {
  Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
