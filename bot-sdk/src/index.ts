export { type Bot, type BotOptions, createBot } from './bot.ts';
export { type Call, type CallOptions } from './call.ts';
export { type ButtonContext, type MessageContext } from './contexts.ts';
export { VecheError } from '@veche/contract/light';
