import { html, type TemplateResult } from 'lit';
import { maySend } from '../../../state/may.ts';
import type { OpenChat } from '../open-chat.ts';

/** Whether a voice note can be recorded here, and may be sent. */
export function maySpeak({ row }: OpenChat): boolean {
  const chat = row.value;
  return 'MediaRecorder' in window && chat !== undefined && maySend(chat, 'sendMedia', Date.now());
}

/** Opens the microphone and gives what records, for the host; null, explained to the person, when there is no way. */
export async function recordVoice(chat: OpenChat, host: Element, done: () => void): Promise<TemplateResult | null> {
  const { notices, words } = chat.shell;
  try {
    await import('./voice-recorder.ts');
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    if (!host.isConnected) {
      // The person went elsewhere while the browser asked.
      for (const track of stream.getTracks()) track.stop();
      return null;
    }
    return html`<veche-recorder .shell=${chat.shell} .chat=${chat} .stream=${stream} @done=${done}></veche-recorder>`;
  } catch (error) {
    const isMissing = error instanceof DOMException && error.name === 'NotFoundError';
    notices.show(words.t(isMissing ? 'voice.none' : 'voice.refused'));
    return null;
  }
}
