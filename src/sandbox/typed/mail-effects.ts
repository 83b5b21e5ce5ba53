import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { contextOf } from '../odata/response-parts.ts';
import { badRequest } from '../service/graph-error.ts';
import { created, type GraphResponse } from '../service/route.ts';
import { changed, type Entity, parentOf } from '../store/object-store.ts';
import type { ActionEffect, BegunAction } from './begun-action.ts';
import { entityWire } from './store/typed-wire.ts';
import type { TypedCall } from './typed-call.ts';
import { contextPath } from './typed-read.ts';
import { commitAll, drafted } from './typed-write.ts';

/** What actions do to mail and events: https://learn.microsoft.com/graph/api/resources/message. */
export const mailEffects: { readonly [action: string]: ActionEffect } = {
  'message.createReply': (typed, action) => draft(typed, action, 'RE'),
  'message.createReplyAll': (typed, action) => draft(typed, action, 'RE'),
  'message.createForward': (typed, action) => draft(typed, action, 'FW'),
  'message.send': sent,
  'message.copy': copied,
  'message.move': moved,
  'mailFolder.copy': copied,
  'mailFolder.move': moved,
  'user.sendMail': mailSent,
  'event.accept': (typed, action) => responded(typed, action, 'accepted'),
  'event.decline': (typed, action) => responded(typed, action, 'declined'),
  'event.tentativelyAccept': (typed, action) => responded(typed, action, 'tentativelyAccepted'),
  'event.cancel': cancelled,
};

const accepted: GraphResponse = { status: 202 };
const entityOf = ({ on }: BegunAction): Entity | undefined => (on?.kind === 'entity' ? on.entity : undefined);
/** `users/{id}`: the mailbox that an object is in. */
const mailboxOf = ({ path }: Entity): string => path.split('/').slice(0, 2).join('/');

/** A reply or a forwarded message, as a draft. */
function draft(typed: TypedCall, action: BegunAction, prefix: 'RE' | 'FW'): GraphResponse | undefined {
  const { parameters, operation } = action;
  const source = entityOf(action);
  const type = typed.model.type('message');
  if (source === undefined || type === undefined) return undefined;
  const given = property(parameters, 'Message');
  const comment = property(parameters, 'Comment');
  const [subject, from, to, before] = ['subject', 'from', 'toRecipients', 'body'].map((name) =>
    property(source.values, name),
  );
  const others = operation.name === 'createReplyAll' && Array.isArray(to) ? to : [];
  const forwarded = property(parameters, 'ToRecipients') ?? [];
  const toRecipients = prefix === 'FW' ? forwarded : [...(isJsonObject(from) ? [from] : []), ...others];
  const text = String(isJsonObject(before) ? (property(before, 'content') ?? '') : '');
  const values: JsonObject = {
    subject: new RegExp(`^${prefix}:`, 'i').test(String(subject ?? ''))
      ? String(subject)
      : `${prefix}: ${String(subject ?? '')}`,
    toRecipients,
    body: { contentType: 'html', content: `${typeof comment === 'string' ? comment : ''}<hr>${text}` },
    conversationId: property(source.values, 'conversationId') ?? null,
    ...(isJsonObject(given) ? given : {}),
  };
  const collection = `${mailboxOf(source)}/messages`;
  const made = commitAll(typed, drafted(typed, { type, values, inside: [], binds: [] }, { collection }));
  return shownAs(typed, made, collection);
}

function shownAs(typed: TypedCall, made: Entity, collection: string): GraphResponse {
  const context = contextOf(typed.call, `${contextPath(typed, collection)}/$entity`, undefined);
  return created({ '@odata.context': context, ...entityWire(typed.model, made, made.type) });
}

/** A draft that was sent stays in the mailbox, and is no longer a draft. */
function sent(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const source = entityOf(action);
  if (source === undefined) return undefined;
  if (property(source.values, 'isDraft') === false) return badRequest('The message is not a draft.');
  changed(typed.store, source, { isDraft: false, sentDateTime: typed.call.world.clock.timestamp() });
  return accepted;
}

function mailSent(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const owner = entityOf(action);
  const type = typed.model.type('message');
  const message = property(action.parameters, 'Message');
  if (owner === undefined || type === undefined || !isJsonObject(message)) return undefined;
  if (property(action.parameters, 'SaveToSentItems') === false) return accepted;
  const { attachments: _, '@odata.type': __, ...values } = message;
  const draftOf = { type, values: { ...values, isDraft: false }, inside: [], binds: [] };
  commitAll(typed, drafted(typed, draftOf, { collection: `${owner.path}/messages` }));
  return accepted;
}

/** A copy has a new id; so has a moved object, and the old one is removed. */
function copied(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const source = entityOf(action);
  const type = source && typed.model.type(source.type);
  const to = property(action.parameters, 'DestinationId');
  if (source === undefined || type === undefined || typeof to !== 'string') return undefined;
  const isFolder = typed.model.isA(source.type, 'mailFolder');
  const folder = `${mailboxOf(source)}/mailfolders/${to.toLowerCase()}`;
  const collection = `${folder}/${isFolder ? 'childfolders' : 'messages'}`;
  const { id: _, ...values } = source.values;
  const within = { ...values, parentFolderId: typed.store.get(folder)?.id ?? to };
  const read = { type, values: within, inside: [], binds: [] };
  return shownAs(typed, commitAll(typed, drafted(typed, read, { collection, isCopy: true })), collection);
}

function moved(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const source = entityOf(action);
  const done = copied(typed, action);
  if (source !== undefined && done !== undefined) typed.store.remove(source.path);
  return done;
}

function responded(typed: TypedCall, action: BegunAction, response: string): GraphResponse | undefined {
  const source = entityOf(action);
  if (source === undefined) return undefined;
  const responseStatus: Json = { response, time: typed.call.world.clock.timestamp() };
  changed(typed.store, source, { responseStatus });
  return accepted;
}

function cancelled(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const source = entityOf(action);
  if (source === undefined) return undefined;
  if (parentOf(source.path) !== '') typed.store.remove(source.path);
  return accepted;
}
