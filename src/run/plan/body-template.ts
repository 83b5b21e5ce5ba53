import type { Span } from '../../diagnostics/source.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { evaluate } from '../../format/template/evaluate-template.ts';
import { parseTemplate, type TemplateError } from '../../format/template/parse-template.ts';
import { isLiteral, type Template } from '../../format/template/template.ts';
import type { Values } from '../../format/template/values.ts';
import { type Json, setProperty } from '../../json/json.ts';

/** A request body as written: JSON in which texts may contain `${…}`. Without any, it is plain JSON. */
export type BodyTemplate =
  | { readonly kind: 'json'; readonly value: Json }
  | { readonly kind: 'text'; readonly template: Template }
  | { readonly kind: 'array'; readonly items: readonly BodyTemplate[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, BodyTemplate])[] };

/** Receives the templates of a body, to check their names, and its problems. */
export type TemplateVisitor = {
  readonly template: (template: Template, span: Span) => void;
  readonly error: (error: TemplateError, span: Span) => void;
};

export function compileBody(node: YamlNode, visitor: TemplateVisitor): BodyTemplate {
  switch (node.kind) {
    case 'scalar': {
      if (typeof node.value !== 'string') return { kind: 'json', value: node.value };
      const { template, errors } = parseTemplate(node.value);
      for (const error of errors) visitor.error(error, node.span);
      if (!isLiteral(template)) {
        visitor.template(template, node.span);
        return { kind: 'text', template };
      }
      return { kind: 'json', value: template.parts.join('') };
    }
    case 'sequence': {
      const items = node.items.map((item) => compileBody(item, visitor));
      return items.every((item) => item.kind === 'json')
        ? { kind: 'json', value: items.map((item) => item.value) }
        : { kind: 'array', items };
    }
    case 'mapping': {
      const entries = node.entries.map(({ key, value }) => [key, compileBody(value, visitor)] as const);
      const literal: { [name: string]: Json } = {};
      for (const [key, value] of entries) {
        if (value.kind !== 'json') return { kind: 'object', entries };
        setProperty(literal, key, value.value);
      }
      return { kind: 'json', value: literal };
    }
    default:
      return node satisfies never;
  }
}

/** The body with its values filled in; a name without a value yields `unknown(name)`. */
export function fillBody(body: BodyTemplate, values: Values, unknown: (template: Template) => Json): Json {
  switch (body.kind) {
    case 'json':
      return body.value;
    case 'text':
      return evaluate(body.template, values) ?? unknown(body.template);
    case 'array':
      return body.items.map((item) => fillBody(item, values, unknown));
    case 'object': {
      const filled: { [name: string]: Json } = {};
      for (const [key, value] of body.entries) setProperty(filled, key, fillBody(value, values, unknown));
      return filled;
    }
    default:
      return body satisfies never;
  }
}

/** A body of the same kind. */
export function sampleOf(body: BodyTemplate): Json {
  if (body.kind === 'json') return body.value;
  return body.kind === 'text' ? '' : {};
}
