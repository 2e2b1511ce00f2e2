import {
  A,
  B,
  batch,
  command,
  CONVERSATION,
  createPath,
  ON_BEHALF,
  openAndStrict,
  OPENED,
  postJson,
  profile,
  request,
  scenario,
  send,
  TOKENS,
  under,
} from '../building.ts';
import type { Scenario } from '../scenario.ts';

const create = (name: string, body: unknown) => postJson(name, createPath(), body, ON_BEHALF);

const BATCHES: readonly (readonly [name: string, body: unknown])[] = [
  ['good', batch()],
  ['empty', []],
  ['object', profile()],
  ['null', null],
  ['text', 'x'],
  ['profile-alone', [profile()]],
  ['request-alone', [request()]],
  ['swapped', [request(), profile()]],
  ['three', [...batch(), profile('3')]],
  ['two-requests', [...batch(), request('3')]],
  ['item-null', [profile(), null]],
  ['item-text', ['x', request()]],
  ['item-array', [[], []]],
  ['unknown-type', [profile(), command('cm.Nothing', {})]],
  ['type-number', [profile(), command(5 as unknown as string, {})]],
  [
    'ams-prefix',
    [
      { ...profile(), type: '.ams.userprofile.SetUserProfile' },
      { ...request(), type: '.ams.cm.ConsumerRequestConversation' },
    ],
  ],
  ['ams-without-dot', [{ ...profile(), type: 'ams.userprofile.SetUserProfile' }, request()]],
  ['ids-numbers', [profile(1), request(2)]],
  ['ids-missing', [profile(undefined), request(undefined)]],
  ['ids-alike', [profile('1'), request('1')]],
  ['id-object', [profile({}), request([])]],
  ['id-long', [profile('a'.repeat(200)), request()]],
  ['kind-missing', batch().map((item) => ({ ...item, kind: undefined }))],
  ['kind-other', batch().map((item) => ({ ...item, kind: 'resp' }))],
  ['profile-body-missing', [{ ...profile(), body: undefined }, request()]],
  ['profile-body-null', [{ ...profile(), body: null }, request()]],
  ['profile-body-text', [{ ...profile(), body: 'x' }, request()]],
  ['request-body-missing', [profile(), { ...request(), body: undefined }]],
  ['profile-empty', [profile('1', {}), request()]],
  ...([undefined, null, '', B, 12345678, '12345678 ', [A], {}, true, 'undefined'] as const).map(
    (brandId, index) => [`brand-${String(index + 1)}`, [profile(), request('2', { brandId })]] as const,
  ),
  ...(['-1', '', '5', '12345678901', 5, -1, null, 'abc', {}] as const).map(
    (skillId, index) => [`skill-${String(index + 1)}`, [profile(), request('2', { skillId })]] as const,
  ),
  ...(['NORMAL', 'URGENT', 'PRIORITIZED', 'CUSTOM', null, undefined, 'normal', '', 5] as const).map(
    (ttrDefName, index) => [`ttr-${String(index + 1)}`, [profile(), request('2', { ttrDefName })]] as const,
  ),
  [
    'context',
    [
      profile(),
      request('2', {
        conversationContext: { visitorId: 'A', sessionId: 'Q', type: 'CUSTOM' },
        campaignInfo: { campaignId: '1', engagementId: '2' },
        channelType: 'MESSAGING',
      }),
    ],
  ],
  ['unknown-member', [profile(), request('2', { nothing: 1 })]],
];
const creates: readonly Scenario[] = openAndStrict(
  BATCHES.map(([name, body]) => scenario(`send-api/create/${name}`, [...TOKENS, create('create', body)])),
);

const EVENTS: readonly (readonly [name: string, event: unknown])[] = [
  ['text', { type: 'ContentEvent', contentType: 'text/plain', message: 'hi' }],
  ['text-empty', { type: 'ContentEvent', contentType: 'text/plain', message: '' }],
  ['text-missing', { type: 'ContentEvent', contentType: 'text/plain' }],
  ['text-number', { type: 'ContentEvent', contentType: 'text/plain', message: 5 }],
  ['text-object', { type: 'ContentEvent', contentType: 'text/plain', message: { a: 1 } }],
  ['text-no-type', { type: 'ContentEvent', message: 'hi' }],
  ['text-html', { type: 'ContentEvent', contentType: 'text/html', message: 'hi' }],
  [
    'file',
    {
      type: 'ContentEvent',
      contentType: 'hosted/file',
      message: { caption: 'a', relativePath: '/a.png', fileType: 'PNG', preview: 'x' },
    },
  ],
  ['file-no-path', { type: 'ContentEvent', contentType: 'hosted/file', message: {} }],
  ['file-text', { type: 'ContentEvent', contentType: 'hosted/file', message: 'x' }],
  ['rich', { type: 'RichContentEvent', content: { type: 'vertical', elements: [] } }],
  ['rich-missing', { type: 'RichContentEvent' }],
  ['rich-text', { type: 'RichContentEvent', content: 'x' }],
  ['rich-array', { type: 'RichContentEvent', content: [] }],
  ...['ACCEPT', 'READ', 'ACCESS', 'NACK', 'ACTION', 'accept', '', null].map(
    (status, index) =>
      [`receipt-${String(index + 1)}`, { type: 'AcceptStatusEvent', status, sequenceList: [0] }] as const,
  ),
  ['receipt-no-list', { type: 'AcceptStatusEvent', status: 'READ' }],
  ['receipt-list-number', { type: 'AcceptStatusEvent', status: 'READ', sequenceList: 1 }],
  ['receipt-list-empty', { type: 'AcceptStatusEvent', status: 'READ', sequenceList: [] }],
  ['receipt-list-texts', { type: 'AcceptStatusEvent', status: 'READ', sequenceList: ['0'] }],
  ...['ACTIVE', 'INACTIVE', 'GONE', 'COMPOSING', 'PAUSE', 'active', '', null].map(
    (chatState, index) => [`chat-${String(index + 1)}`, { type: 'ChatStateEvent', chatState }] as const,
  ),
  ['unknown', { type: 'NothingEvent' }],
  ['no-type', { message: 'hi' }],
  ['null', null],
  ['text-event', 'hi'],
  ['array', []],
  ['missing', undefined],
  ['type-proto', { type: '__proto__' }],
];
const events: readonly Scenario[] = openAndStrict(
  EVENTS.map(([name, event]) =>
    scenario(`send-api/event/${name}`, [
      ...OPENED,
      send('first', command('ms.PublishEvent', { dialogId: CONVERSATION, conversationId: CONVERSATION, event })),
      send('second', command('ms.PublishEvent', { dialogId: CONVERSATION, event })),
    ]),
  ),
);

const HELLO = { type: 'ContentEvent', contentType: 'text/plain', message: 'hi' };
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const PUBLISH: readonly (readonly [name: string, body: unknown])[] = [
  ['no-dialog', { conversationId: CONVERSATION, event: HELLO }],
  ['dialog-unknown', { dialogId: UNKNOWN, event: HELLO }],
  ['dialog-number', { dialogId: 5, event: HELLO }],
  ['dialog-null', { dialogId: null, event: HELLO }],
  ['conversation-other', { dialogId: CONVERSATION, conversationId: UNKNOWN, event: HELLO }],
  ['conversation-null', { dialogId: CONVERSATION, conversationId: null, event: HELLO }],
  ['metadata', { dialogId: CONVERSATION, event: HELLO, metadata: [{ type: 'ExternalId', id: '1' }] }],
  ['body-missing', undefined],
  ['body-null', null],
  ['body-text', 'x'],
];
const publishes: readonly Scenario[] = PUBLISH.map(([name, body]) =>
  scenario(`send-api/publish/${name}`, [...OPENED, send('send', command('ms.PublishEvent', body))]),
);

const FIELDS: readonly (readonly [name: string, body: (id: string) => unknown])[] = [
  [
    'state-close',
    (id) => ({
      conversationId: id,
      conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' },
    }),
  ],
  [
    'state-open',
    (id) => ({ conversationId: id, conversationField: { field: 'ConversationStateField', conversationState: 'OPEN' } }),
  ],
  ['state-missing', (id) => ({ conversationId: id, conversationField: { field: 'ConversationStateField' } })],
  ['stage-close', (id) => ({ conversationId: id, conversationField: { field: 'Stage', conversationState: 'CLOSE' } })],
  ['stage-open', (id) => ({ conversationId: id, conversationField: { field: 'Stage', conversationState: 'OPEN' } })],
  [
    'dialog-close',
    (id) => ({
      conversationId: id,
      conversationField: {
        field: 'DialogChange',
        type: 'UPDATE',
        dialog: { dialogId: id, state: 'CLOSE', closedCause: 'x' },
      },
    }),
  ],
  [
    'dialog-open',
    (id) => ({
      conversationId: id,
      conversationField: { field: 'DialogChange', dialog: { dialogId: id, state: 'OPEN' } },
    }),
  ],
  [
    'dialog-other',
    (id) => ({
      conversationId: id,
      conversationField: { field: 'DialogChange', dialog: { dialogId: UNKNOWN, state: 'CLOSE' } },
    }),
  ],
  ['dialog-missing', (id) => ({ conversationId: id, conversationField: { field: 'DialogChange' } })],
  ['dialog-text', (id) => ({ conversationId: id, conversationField: { field: 'DialogChange', dialog: 'x' } })],
  [
    'array-of-one',
    (id) => ({
      conversationId: id,
      conversationField: [{ field: 'ConversationStateField', conversationState: 'CLOSE' }],
    }),
  ],
  ['array-of-two', (id) => ({ conversationId: id, conversationField: [{ field: 'A' }, { field: 'B' }] })],
  ['array-empty', (id) => ({ conversationId: id, conversationField: [] })],
  ['other-field', (id) => ({ conversationId: id, conversationField: { field: 'ParticipantsChange', type: 'ADD' } })],
  ['ttr-field', (id) => ({ conversationId: id, conversationField: { field: 'TTRField', ttr: { ttrType: 'URGENT' } } })],
  ['field-missing', (id) => ({ conversationId: id, conversationField: {} })],
  ['field-number', (id) => ({ conversationId: id, conversationField: { field: 5 } })],
  ['no-field', (id) => ({ conversationId: id })],
  ['field-null', (id) => ({ conversationId: id, conversationField: null })],
  ['no-conversation', () => ({ conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' } })],
  [
    'unknown-conversation',
    () => ({
      conversationId: UNKNOWN,
      conversationField: { field: 'ConversationStateField', conversationState: 'CLOSE' },
    }),
  ],
];
const fields: readonly Scenario[] = FIELDS.map(([name, body]) =>
  scenario(`send-api/field/${name}`, [
    ...OPENED,
    send('send', command('cm.UpdateConversationField', body(CONVERSATION))),
    send('again', command('cm.UpdateConversationField', body(CONVERSATION))),
    send('publish', command('ms.PublishEvent', { dialogId: CONVERSATION, event: HELLO })),
    create('create-again', batch()),
  ]),
);

const SIZES: readonly unknown[] = [1000, '1000', 0, '0', -1, 1.5, 'x', '', null, undefined, true, {}, 1e300];
const TYPES: readonly unknown[] = ['PNG', 'png', '', 'a.b', '../x', 'a'.repeat(11), 5, null, undefined];
const FILES: readonly (readonly [name: string, type: string, body: unknown])[] = [
  ...SIZES.map(
    (fileSize, index) =>
      [`size-${String(index + 1)}`, 'ms.GenerateURLForUploadFile', { fileSize, fileType: 'PNG' }] as const,
  ),
  ...TYPES.map(
    (fileType, index) =>
      [`type-${String(index + 1)}`, 'ms.GenerateURLForUploadFile', { fileSize: 5, fileType }] as const,
  ),
  ...['/a', '', 5, null, undefined, 'ü'].map(
    (relativePath, index) => [`path-${String(index + 1)}`, 'ms.GenerateURLForDownloadFile', { relativePath }] as const,
  ),
];
const files: readonly Scenario[] = FILES.map(([name, type, body]) =>
  scenario(`send-api/file/${name}`, [...TOKENS, send('send', command(type, body))]),
);

const looseBatches = under(
  'lax-batch',
  { sendApi: { strictBatch: false } },
  BATCHES.slice(0, 28).map(([name, body]) => scenario(`send-api/create/${name}`, [...TOKENS, create('create', body)])),
);

/** Batches, events, fields and files: what a command says. */
export const sendApiCommands: readonly Scenario[] = [
  ...creates,
  ...looseBatches,
  ...events,
  ...publishes,
  ...fields,
  ...files,
];
