import { inline, type InputOf, type MethodByName, VecheError } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { toDialectError } from '../errors.ts';
import { readInlineMarkup } from '../keyboard.ts';
import type { DialectMethod } from '../method.ts';
import { readMessageText } from '../text.ts';

const MAX_CACHE_SECONDS = 86_400;
const USUAL_CACHE_SECONDS = 300;

type Result = InputOf<MethodByName<'inline.answer'>>['results'][number];
type Raw = Record<string, unknown>;

export const answerInlineQuery: DialectMethod = {
  name: 'answerInlineQuery',
  uses: ['inline_query_id', 'results', 'cache_time', 'is_personal', 'next_offset'],
  run: async ({ call, parameters, webOrigin }) => {
    const given = (parameters.list('results') ?? []) as Raw[];
    if (given.length > inline.MAX_INLINE_RESULTS) throw badRequest('RESULTS_TOO_MUCH');
    const results = given.map((result) => readResult(result, webOrigin));
    const nextOffset = parameters.text('next_offset') ?? '';
    if (Buffer.byteLength(nextOffset) > 64) throw badRequest('NEXT_OFFSET_INVALID');
    const cacheSeconds = parameters.integer('cache_time') ?? USUAL_CACHE_SECONDS;
    await call('inline.answer', {
      queryId: parameters.requiredText('inline_query_id').slice(0, 64),
      results,
      cacheSeconds: Math.min(Math.max(cacheSeconds, 0), MAX_CACHE_SECONDS),
      isPersonal: parameters.boolean('is_personal') === true,
      nextOffset,
    }).catch((error: unknown) => {
      if (!(error instanceof VecheError)) throw error;
      const isTwice = error.field?.endsWith('.resultId') === true;
      throw toDialectError(error, isTwice ? { invalid_input: 'RESULT_ID_DUPLICATE' } : {});
    });
    return true;
  },
};

/** Articles, places and contacts; of files people would see nothing before they are sent. */
function readResult(result: Raw, webOrigin: string): Result {
  const type = textOf(result, 'type');
  const resultId = textOf(result, 'id');
  if (resultId === '' || Buffer.byteLength(resultId) > 64) throw badRequest('RESULT_ID_INVALID');
  const content = result['input_message_content'] as Raw | undefined;
  const own = type === 'location' || type === 'contact' ? result : undefined;
  if (type !== 'article' && own === undefined)
    throw badRequest(`inline results of type ${type} are not supported here`);
  const said = content ?? own;
  if (said === undefined) throw badRequest('MESSAGE_EMPTY');
  const title = textOf(result, 'title') || textOf(result, 'first_name');
  if (title.trim() === '') throw badRequest('ARTICLE_TITLE_EMPTY');
  const description = textOf(result, 'description').trim();
  const buttons = readInlineMarkup(result['reply_markup'] as Raw | undefined, webOrigin);
  if (buttons?.flat().some(({ action }) => action.kind === 'callback') === true) {
    throw badRequest('inline keyboard buttons with callback_data are not supported in inline results here');
  }
  return {
    resultId,
    title: title.trim().slice(0, 128),
    ...(description === '' ? {} : { description: description.slice(0, 256) }),
    content: readContent(said),
    ...(buttons === null ? {} : { buttons }),
  };
}

function readContent(content: Raw): Result['content'] {
  if (content['message_text'] !== undefined) {
    const { text, entities } = readMessageText({
      text: textOf(content, 'message_text'),
      parseMode: content['parse_mode'] as string | undefined,
      entities: content['entities'] as unknown[] | undefined,
    });
    const preview = content['link_preview_options'] as Raw | undefined;
    const formatting = entities.length === 0 ? {} : { entities: [...entities] };
    return { text, ...formatting, ...(preview?.['is_disabled'] === true ? { noPreview: true } : {}) };
  }
  if (content['phone_number'] !== undefined) {
    const name = [textOf(content, 'first_name'), textOf(content, 'last_name')].join(' ').trim();
    return { contact: { name, phone: textOf(content, 'phone_number') } };
  }
  if (content['latitude'] === undefined || content['live_period'] !== undefined || content['address'] !== undefined) {
    throw badRequest('input_message_content of this kind is not supported here');
  }
  const { latitude, longitude } = content as { latitude: number; longitude: number };
  return { location: { latitude, longitude } };
}

function textOf(from: Raw, name: string): string {
  const value = from[name];
  return typeof value === 'string' ? value : '';
}
