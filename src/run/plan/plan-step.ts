import { defined } from '../../defined.ts';
import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import { type Span, sourceOf, type Text, within } from '../../diagnostics/source.ts';
import { patternProblems } from '../../expectation/capture/capture-from-response.ts';
import { compileCapture } from '../../expectation/capture/capture-value.ts';
import { compileResponse } from '../../expectation/compile/compile-response.ts';
import { callOf } from '../../format/scenario/call-of.ts';
import type { Bound, Call, Capture, Creates, RequestTemplate, Scenario, Step } from '../../format/scenario/scenario.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import type { LinkRules } from '../../format/template/link.ts';
import { onlyName, parseTemplate, type TemplateError } from '../../format/template/parse-template.ts';
import { isLiteral, type Template } from '../../format/template/template.ts';
import { checkUrlText } from '../../format/template/url-path.ts';
import type { Values } from '../../format/template/values.ts';
import { clouds } from '../../http/clouds.ts';
import { isBatchUrl } from '../../http/plain-path.ts';
import { type BodyTemplate, compileBody, sampleOf, type TemplateVisitor } from './body-template.ts';
import { anyText, fillCapturePath } from './capture-path.ts';
import { reportBatchFaults, withPartContents } from './content/batch-parts.ts';
import { type ContentContext, type ContentTemplate, compileContent } from './content/content-template.ts';
import { contentTypeFault } from './content/content-type-rules.ts';
import { reportHeaderFaults } from './content/header-faults.ts';
import { foreignDeletion, foreignWrite, idleCreation, undeletedCreation, unreadBatch } from './creation-rules.ts';
import { headerFault } from './header-rules.ts';
import { Names } from './names.ts';
import type { PlannedCall, PlannedCapture, PlannedCreates, PlannedRequest, PlannedStep } from './plan.ts';
import { isNamed } from './selection.ts';
import { atOrigin } from './service-origin.ts';

type Phase = PlannedStep['phase'];

/** The captures a step uses: their names, and the ids of the steps that make them. */
type Uses = { readonly steps: Set<string>; readonly names: Set<string> };

/** Compiles the steps of one scenario, in order, and collects their problems. */
export class StepPlanner {
  readonly #scenario: Scenario;
  readonly #values: Values;
  readonly #strict: boolean;
  readonly #origin: string;
  readonly #names: Names;
  readonly #problems: Problem[] = [];
  /** The calls whose steps have begun. */
  readonly #begun = new Set<string>();

  constructor(
    scenario: Scenario,
    options: { readonly values: Values; readonly strict: boolean; readonly origin: string },
  ) {
    this.#scenario = scenario;
    this.#values = options.values;
    this.#strict = options.strict || scenario.strict;
    this.#origin = options.origin;
    this.#names = new Names(scenario);
  }

  get problems(): readonly Problem[] {
    return [...this.#problems, ...this.#names.problems];
  }

  phase(phase: Phase): readonly PlannedStep[] {
    return this.#scenario[phase].map((step, at, { length: of }) => this.#step(step, { phase, number: at + 1, of }));
  }

  #step(step: Step, where: Pick<PlannedStep, 'phase' | 'number' | 'of'>): PlannedStep {
    const { action } = step;
    const call = callOf(step);
    const uses: Uses = { steps: new Set(), names: new Set() };
    this.#names.begin(step);
    this.#given(step);
    for (const { template, span } of step.when) this.#visitor(uses).template(template, span);
    const planned = call && { ...this.#call(call, uses), ...(action.kind === 'repeat' && { repeats: action.of }) };
    const captures = step.capture.map((capture) => this.#capture(capture, uses));
    this.#names.define(step);
    const creates = this.#creates(step.creates);
    if (call !== undefined) this.#writes(step, call);
    return {
      id: step.id,
      title: step.title,
      actor: step.actor,
      ...where,
      at: placeAt(this.#scenario.source, step.span),
      labels: step.labels,
      strict: step.strict ?? this.#strict,
      ...defined({ page: step.page, call: planned, eventually: step.eventually, creates }),
      ...(action.kind === 'manual' && { prompt: action.prompt }),
      captures,
      uses: [...uses.steps],
      after: [...new Set(step.after.map(({ value }) => value))],
      causes: [],
      when: step.when,
      usedNames: [...uses.names],
      selected: true,
    };
  }

  /** Checks the inputs of a call where its first step begins: at that point every value that they may use is defined. */
  #given({ id }: Step): void {
    const isOfThis = ({ call }: Bound) => call !== undefined && isNamed(id, call) && !this.#begun.has(call);
    const given = this.#scenario.bound.filter(isOfThis);
    for (const { value } of given) compileBody(value, this.#visitor({ steps: new Set(), names: new Set() }));
    for (const { call = '' } of given) this.#begun.add(call);
  }

  #call(written: Call, uses: Uses): PlannedCall {
    const call = atOrigin(written, this.#origin);
    const visitor = this.#visitor(uses);
    const { expectation, problems, texts } = compileResponse(call.response, this.#scenario.source);
    this.#problems.push(...problems);
    for (const { template, span } of texts) visitor.template(template, span);
    return { request: this.#request(call, visitor), expectation };
  }

  #request({ request, response }: Call, visitor: TemplateVisitor): PlannedRequest {
    const written = request.body ?? request.content;
    if (written !== undefined && (request.method === 'GET' || request.method === 'HEAD')) {
      this.#report('invalid-value', `a ${request.method} has no body`, written.span, 'remove `body`');
    }
    const json = request.body && this.#json(request.body, { request, response }, visitor);
    const body = json && compileBody(json, visitor);
    this.#contentType(request, body);
    const content = this.#content(request, visitor);
    const link = this.#link(request);
    return {
      method: request.method,
      url: link === undefined ? this.#url(request.url, visitor) : this.#template(request.url, visitor),
      ...defined({ link }),
      headers: this.#headers(request.headers, visitor),
      ...defined({ body, content }),
      pages: request.pages,
      span: request.url.span,
    };
  }

  /** Version 2: a GET or PUT of a capture alone follows a link, below the version of the request that gave it. */
  #link({ method, url, pages, credentials }: RequestTemplate): LinkRules | undefined {
    const name = onlyName(url.value);
    if (name === undefined && credentials === undefined) return undefined;
    const { version, steps, cleanup } = this.#scenario;
    const gives = (one: Capture) => one.name === name && one.from !== 'status';
    const giver = [...steps, ...cleanup].find(({ capture }) => capture.some(gives));
    const isLink = version === 2 && giver !== undefined && (method === 'GET' || method === 'PUT');
    if (credentials !== undefined && (!isLink || pages === 'all')) {
      const [message, fix] =
        giver === undefined
          ? ['a link that was captured', 'let `url` be a capture alone, such as `${downloadUri}`']
          : ['one GET or PUT', 'remove it, or send a `GET` or `PUT` without `pages`'];
      this.#report('bad-url', `\`credentials: none\` is for ${message}`, credentials, fix);
    }
    if (!isLink) return undefined;
    const ofGiver = /^\/(v1\.0|beta)(?=\/)/i.exec(callOf(giver)?.request.url.value ?? '')?.[0] ?? '';
    const privateHosts = !Object.values(clouds).some(({ graphOrigin }) => graphOrigin === this.#origin);
    const service = `${this.#origin}${ofGiver}`;
    return { service, credentials: credentials === undefined ? 'actor' : 'none', privateHosts };
  }

  #contentContext(span: Span, visitor: TemplateVisitor): ContentContext {
    return {
      source: sourceOf(this.#scenario.source, span),
      template: (text) => this.#template(text, visitor),
      report: (message, at, fix) => this.#report('invalid-value', message, at, fix),
    };
  }

  /** In a batch of version 2, requests may have other bodies than JSON. */
  #json(body: YamlNode, { request: { url }, response: { statuses } }: Call, visitor: TemplateVisitor): YamlNode {
    if (!isBatchUrl(url.value)) return body;
    const context = this.#contentContext(body.span, visitor);
    const known = this.#problems.length;
    const json = this.#scenario.version === 2 ? withPartContents(body, context) : body;
    if (this.#problems.length === known && statuses.some((status) => status < 400)) reportBatchFaults(json, context);
    return json;
  }

  #content(request: RequestTemplate, visitor: TemplateVisitor): ContentTemplate | undefined {
    if (request.content === undefined) return undefined;
    const context = this.#contentContext(request.content.span, visitor);
    const compiled = compileContent(request.content, context);
    if (compiled !== undefined) reportHeaderFaults(compiled, request, context);
    return compiled;
  }

  /** A content type that depends on captures is checked again before it is sent. */
  #contentType({ headers }: RequestTemplate, body: BodyTemplate | undefined): void {
    const stated = headers.find(({ name }) => name.value.toLowerCase() === 'content-type');
    if (stated === undefined || body === undefined || stated.value.value.includes('${')) return;
    const fault = contentTypeFault(stated.value.value, sampleOf(body));
    if (fault !== undefined) this.#report('invalid-value', fault.message, stated.value.span, fault.fix);
  }

  #headers(headers: RequestTemplate['headers'], visitor: TemplateVisitor): PlannedRequest['headers'] {
    const seen = new Map<string, Span>();
    return headers.map((header) => {
      const name = header.name.value.toLowerCase();
      const fault = headerFault(header.name.value, header.value.value);
      if (fault !== undefined) this.#report(fault.code, fault.message, header[fault.on].span, fault.fix);
      const earlier = seen.get(name);
      if (earlier !== undefined) {
        const { line, column } = placeAt(this.#scenario.source, earlier);
        const message = `\`${name}\` occurs at ${line}:${column} already, in another letter case`;
        this.#report('bad-header', message, header.name.span, 'keep one of the two');
      }
      seen.set(name, header.name.span);
      return { name, value: this.#template(header.value, visitor) };
    });
  }

  #url(url: Text, visitor: TemplateVisitor): Template {
    const fault = checkUrlText(url.value);
    if (fault !== undefined) {
      const fix = /^\/[\w.-]/.test(url.value)
        ? 'write it like `/v1.0/groups/${groupId}?$top=5`'
        : 'write the path only, such as `/v1.0/groups`: a scenario does not name the service';
      this.#report('bad-url', fault, url.span, fix);
    }
    return this.#template(url, visitor);
  }

  #creates(creates: Creates | undefined): PlannedCreates | undefined {
    if (creates === undefined || creates.kind === 'stays') return creates;
    // The creation of a step may be named by its own captures.
    const visitor = this.#visitor({ steps: new Set(), names: new Set() });
    const find = creates.find === undefined ? {} : { find: this.#url(creates.find, visitor) };
    return { kind: 'deletable', delete: this.#url(creates.delete, visitor), ...find };
  }

  #capture(capture: Capture, uses: Uses): PlannedCapture {
    if (capture.from !== undefined) {
      this.#problems.push(...patternProblems(capture, this.#scenario.source));
      return { capture, path: { parts: [] } };
    }
    const path = this.#template(capture.path, this.#visitor(uses));
    const known = fillCapturePath(path, this.#values);
    // The captures in a path have values only in the run: here, an arbitrary text takes their place.
    const text = known ?? fillCapturePath(path, anyText(path));
    if (text === undefined) {
      this.#report(
        'bad-json-path',
        'a value outside quotes can only be a number',
        capture.path.span,
        "write '${…}' with quotes",
      );
      return { capture, path };
    }
    const { path: compiled, problems } = compileCapture(
      { ...capture, path: { ...capture.path, value: text } },
      this.#scenario.source,
    );
    this.#problems.push(...problems);
    return known === undefined || compiled === undefined ? { capture, path } : { capture, path, compiled };
  }

  #writes(step: Step, call: Call): void {
    const scenario = this.#scenario;
    for (const fault of [
      foreignWrite(scenario, call) ?? undeletedCreation(scenario, step, call),
      foreignDeletion(scenario, step),
      idleCreation(step, call) ?? unreadBatch(call),
    ]) {
      if (fault !== undefined) this.#report(fault.code, fault.message, fault.span, fault.fix);
    }
  }

  #template(text: Text, visitor: TemplateVisitor): Template {
    const { template, errors } = parseTemplate(text.value);
    for (const error of errors) visitor.error(error, text.span);
    if (!isLiteral(template)) visitor.template(template, text.span);
    return template;
  }

  #visitor(uses: Uses): TemplateVisitor {
    return {
      template: (template, span) => {
        for (const { name, producer } of this.#names.use(template, span)) {
          uses.steps.add(producer);
          uses.names.add(name);
        }
      },
      error: (error, span) => this.#badExpression(error, span),
    };
  }

  #badExpression(error: TemplateError, span: Span): void {
    const text = sourceOf(this.#scenario.source, span).text.slice(span.start, span.end);
    // Quotes and escapes only make a text longer than its value.
    const start = text.indexOf('${', error.offset);
    const end = text.indexOf('}', start);
    const lineEnd = text.slice(start).search(/["']?(?:\r?\n|$)/) + start;
    const length = end === -1 || end > lineEnd ? lineEnd : end + 1;
    const at = start === -1 ? span : within(span, span.start + start, span.start + length);
    this.#report('bad-expression', error.message, at, error.fix);
  }

  #report(code: ProblemCode, message: string, span: Span, fix: string): void {
    this.#problems.push({ code, message, at: placeAt(this.#scenario.source, span), fix });
  }
}
