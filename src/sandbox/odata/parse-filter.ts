import type { Json } from '../../json/json.ts';
import { wordsOf } from '../../words-of.ts';
import type { FilterExpression, ODataComparison, PathSegment, PropertyPath, TextFunction } from './expression.ts';
import { caught, FaultFound, type FilterFault } from './filter-fault.ts';
import { type FilterToken, tokensOf } from './odata-tokens.ts';

export type ParsedFilter =
  | { readonly ok: true; readonly value: FilterExpression }
  | { readonly ok: false; readonly fault: FilterFault };

/** Reads a `$filter` (OData 4.01 part 2, section 5.1.1), as far as Graph's directory and reviews use it. Never throws. */
export function parseFilter(text: string): ParsedFilter {
  return caught(() => new FilterParser(tokensOf(text)).whole());
}

const comparisons: ReadonlySet<string> = new Set<ODataComparison>(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const textFunctions: ReadonlySet<string> = new Set<TextFunction>(['startswith', 'endswith', 'contains']);
const isComparison = (word: string): word is ODataComparison => comparisons.has(word);
const isTextFunction = (word: string): word is TextFunction => textFunctions.has(word);

/** Valid OData that the sandbox does not model. */
const beyond: ReadonlySet<string> = new Set(
  wordsOf(`add sub mul div divby mod has cast concat indexof length substring tolower toupper trim year month day hour minute
  second fractionalseconds date time now round floor ceiling totaloffsetminutes totalseconds mindatetime maxdatetime
  matchespattern hassubset hassubsequence case $it $root $this geo.distance geo.intersects geo.length`),
);

const deepest = 64;

class FilterParser {
  readonly #tokens: readonly FilterToken[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens;
  }

  whole(): FilterExpression {
    const expression = this.#either();
    if (this.#token.kind !== 'end') this.#unexpected('the end, and or or');
    return expression;
  }

  #either(): FilterExpression {
    return this.#chain('or', () => this.#chain('and', () => this.#term()));
  }

  #chain(kind: 'and' | 'or', operand: () => FilterExpression): FilterExpression {
    const first = operand();
    const operands = [first];
    while (this.#takesWord(kind)) operands.push(operand());
    return operands.length === 1 ? first : { kind, operands };
  }

  #term(): FilterExpression {
    if (this.#takesWord('not')) return { kind: 'not', operand: this.#deeper(() => this.#term()) };
    const left = this.#operand();
    const word = this.#token.kind === 'word' ? this.#token.text.toLowerCase() : '';
    if (word === 'in') {
      this.#next += 1;
      return { kind: 'in', left, choices: this.#list() };
    }
    if (!isComparison(word)) return left;
    this.#next += 1;
    return { kind: 'compare', operator: word, left, right: this.#operand() };
  }

  #list(): readonly FilterExpression[] {
    this.#expects('(');
    const items = [this.#operand()];
    while (this.#takes(',')) items.push(this.#operand());
    this.#expects(')');
    return items;
  }

  #operand(): FilterExpression {
    const token = this.#token;
    if (this.#takes('(')) {
      const inner = this.#deeper(() => this.#either());
      this.#expects(')');
      return inner;
    }
    if (token.kind === 'word') return this.#word(token);
    if (token.kind === 'end' || token.kind === 'mark') return this.#unexpected('a property or a value');
    this.#next += 1;
    return { kind: 'literal', value: token.kind === 'number' ? Number(token.text) : token.text };
  }

  #word(token: FilterToken): FilterExpression {
    const name = token.text.toLowerCase();
    if (this.#peek(1) === '(') {
      if (isTextFunction(name)) return this.#call(name);
      if (name === 'isof') return this.#isOf();
      if (!beyond.has(name)) throw fault('syntax', `there is no function ${token.text}`, token);
    }
    const constant = constants.get(name);
    if (constant !== undefined && this.#peek(1) !== '/') {
      this.#next += 1;
      return { kind: 'literal', value: constant };
    }
    return this.#pathOrLambda();
  }

  #call(name: TextFunction): FilterExpression {
    this.#next += 1;
    this.#expects('(');
    const first = this.#deeper(() => this.#operand());
    this.#expects(',');
    const second = this.#deeper(() => this.#operand());
    this.#expects(')');
    return { kind: 'call', name, arguments: [first, second] };
  }

  #isOf(): FilterExpression {
    this.#next += 1;
    this.#expects('(');
    const path = this.#peek(1) === ')' ? undefined : this.#path([]);
    if (path !== undefined) this.#expects(',');
    const type = this.#token;
    if (type.kind !== 'text' && type.kind !== 'word') this.#unexpected('the name of a type');
    this.#next += 1;
    this.#expects(')');
    return { kind: 'is-of', path, type: type.text };
  }

  #pathOrLambda(): FilterExpression {
    const segments: PathSegment[] = [];
    const path = this.#path(segments);
    const quantifier = this.#token.text.toLowerCase();
    if (this.#peek(1) !== '(' || (quantifier !== 'any' && quantifier !== 'all')) return { kind: 'path', path };
    const opening = this.#token;
    this.#next += 2;
    if (quantifier === 'any' && this.#takes(')')) return { kind: 'lambda', quantifier, path, each: undefined };
    const variable = this.#name('a variable');
    this.#expects(':');
    const condition = this.#deeper(() => this.#either(), opening);
    this.#expects(')');
    return { kind: 'lambda', quantifier, path, each: { variable: variable.text, condition } };
  }

  /** Stops before `any(` and `all(`. */
  #path(segments: PathSegment[]): PropertyPath {
    const first = this.#name('a property');
    segments.push(segmentOf(first));
    while (this.#takes('/')) {
      const word = this.#token.text.toLowerCase();
      if (word === '$count') {
        this.#next += 1;
        return { segments, counted: true };
      }
      if (this.#peek(1) === '(' && (word === 'any' || word === 'all')) break;
      segments.push(segmentOf(this.#name('a property')));
    }
    return { segments, counted: false };
  }

  #name(what: string): FilterToken {
    const token = this.#token;
    if (token.kind !== 'word') return this.#unexpected(what);
    if (beyond.has(token.text.toLowerCase()) && (this.#peek(1) === '(' || token.text.startsWith('$')))
      throw fault('unsupported', `${token.text} is not modeled`, token);
    if (token.text.startsWith('@') && !token.text.startsWith('@odata.'))
      throw fault('unsupported', `parameter aliases such as ${token.text} are not modeled`, token);
    this.#next += 1;
    return token;
  }

  get #token(): FilterToken {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 };
  }

  #peek(ahead: number): string | undefined {
    const token = this.#tokens[this.#next + ahead];
    return token?.kind === 'mark' ? token.text : undefined;
  }

  #takes(mark: string): boolean {
    if (this.#peek(0) !== mark) return false;
    this.#next += 1;
    return true;
  }

  #takesWord(word: string): boolean {
    if (this.#token.kind !== 'word' || this.#token.text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #expects(mark: string): void {
    if (!this.#takes(mark)) this.#unexpected(mark);
  }

  #deeper<T>(parse: () => T, token = this.#token): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw fault('unsupported', `more than ${deepest} levels are not modeled`, token);
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  #unexpected(wanted: string): never {
    const { kind, text } = this.#token;
    if (kind === 'word' && beyond.has(text.toLowerCase()))
      throw fault('unsupported', `the operator ${text} is not modeled`, this.#token);
    throw fault('syntax', `expected ${wanted}, found ${kind === 'end' ? 'the end' : text}`, this.#token);
  }
}

const constants: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A name with a dot is a type: the path continues only if the value has that type. */
function segmentOf({ text }: FilterToken): PathSegment {
  return { kind: text.includes('.') && !text.startsWith('@') ? 'cast' : 'property', name: text };
}

function fault(kind: FilterFault['kind'], message: string, token: FilterToken): FaultFound {
  return new FaultFound({ kind, message, position: token.at + 1 });
}
