import type { FileFacts } from '../../../sync/state.ts';

/** Longest wait for what a browser makes of a video. */
const WAIT_MS = 5000;
/** Longer side of the preview in pixels. */
const PREVIEW_SIDE = 640;

/** Size, length and a frame of a video, as far as this browser can read it; the server decodes none. */
export async function lookAtVideo(file: Blob): Promise<{ facts: FileFacts; picture: Blob | null }> {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  try {
    Object.assign(video, { muted: true, preload: 'auto', src: url });
    await happened(video, 'loadeddata');
    const { videoWidth: width, videoHeight: height, duration } = video;
    if (width === 0 || height === 0) return { facts: {}, picture: null };
    const facts = { width, height, ...(Number.isFinite(duration) && { durationSeconds: duration }) };
    return { facts, picture: await frameOf(video, width, height) };
  } catch {
    return { facts: {}, picture: null };
  } finally {
    URL.revokeObjectURL(url);
    video.removeAttribute('src');
  }
}

async function frameOf(video: HTMLVideoElement, width: number, height: number): Promise<Blob | null> {
  const scale = Math.min(1, PREVIEW_SIDE / Math.max(width, height));
  const canvas = Object.assign(document.createElement('canvas'), {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  });
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
}

function happened(video: HTMLVideoElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The browser did not read the video in time.')), WAIT_MS);
    const settle = (act: () => void) => () => {
      clearTimeout(timer);
      act();
    };
    video.addEventListener(event, settle(resolve), { once: true });
    video.addEventListener('error', settle(reject), { once: true });
  });
}
