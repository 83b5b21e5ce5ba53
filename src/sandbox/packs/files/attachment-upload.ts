import { isJsonObject, property } from '../../../json/json.ts';
import { contextOf } from '../../odata/response-parts.ts';
import { created, type GraphResponse } from '../../service/route.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import type { TypedCall } from '../../typed/typed-call.ts';
import { objectOf } from '../../typed/typed-write.ts';
import { invalidRequest } from './file-error.ts';
import type { FileLinks } from './file-links.ts';
import { openUpload } from './upload-session.ts';

/**
 * The upload of a large attachment of a message or an event: https://learn.microsoft.com/graph/outlook-large-attachments.
 * `undefined`: the request is another one.
 */
export function attachmentResponse(typed: TypedCall, links: FileLinks): GraphResponse | undefined {
  const { call, method, segments, store } = typed;
  const [action = '', collection = ''] = segments.toReversed();
  const isUpload =
    /^(?:microsoft\.graph\.)?createuploadsession$/i.test(action) && collection.toLowerCase() === 'attachments';
  if (!isUpload || method !== 'POST') return undefined;
  const owner =
    segments[0]?.toLowerCase() === 'me' && call.caller.kind === 'delegated'
      ? ['users', call.caller.userId, ...segments.slice(1)]
      : segments;
  const path = owner.slice(0, -2).join('/').toLowerCase();
  if (store.get(path) === undefined) return undefined;
  const item = property(objectOf(typed), 'AttachmentItem') ?? property(objectOf(typed), 'attachmentItem');
  if (item === undefined || !isJsonObject(item))
    return invalidRequest("The action 'createUploadSession' needs the parameter 'AttachmentItem'.");
  const [name, size, contentType, isInline] = ['name', 'size', 'contentType', 'isInline'].map((one) =>
    property(item, one),
  );
  if (typeof name !== 'string' || typeof size !== 'number')
    return invalidRequest("An attachment has a 'name' and a 'size'.");
  const id = typed.ids.uuid();
  const link = openUpload(links, {
    progress: 200,
    size,
    commit: (content) => {
      const values = {
        name,
        size: content.length,
        contentType: typeof contentType === 'string' ? contentType : 'application/octet-stream',
        isInline: isInline === true,
        contentBytes: content.toString('base64'),
        lastModifiedDateTime: call.world.clock.timestamp(),
      };
      store.set({
        id,
        type: 'fileAttachment',
        path: `${path}/attachments/${id}`,
        values,
        revision: 1,
        origin: 'typed',
      });
      return { status: 201, headers: { location: `${call.world.origin}/v1.0/${path}/attachments/${id}` } };
    },
  });
  return created({
    '@odata.context': contextOf(call, 'microsoft.graph.uploadSession', undefined),
    uploadUrl: link.url,
    expirationDateTime: timestampOf(link.expiresMs),
    nextExpectedRanges: ['0-'],
  });
}
