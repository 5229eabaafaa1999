/** Side of a video note in pixels. */
export const NOTE_SIDE = 384;
/** As the contract has it; schemas stay out of the page, and a test compares them. */
export const MOST_NOTE_SECONDS = 60;
/** A minute of it stays well below what a note may weigh. */
const BITS_PER_SECOND = { videoBitsPerSecond: 1_000_000, audioBitsPerSecond: 64_000 };
const FRAMES_PER_SECOND = 30;

/** What browsers record, best first; the server tells by the content which it is. */
const formats = {
  'video/mp4;codecs=avc1.42E01E,mp4a.40.2': 'mp4',
  'video/webm;codecs=vp9,opus': 'webm',
  'video/webm;codecs=vp8,opus': 'webm',
  'video/mp4': 'mp4',
} as const;

/** Draws the middle of what a camera sees as a square, and records that with the sound of the stream. */
export interface SquareRecorder {
  start(): void;
  /** The recording, once all of it is there. */
  stop(): Promise<File>;
  /** A picture of what is drawn. */
  picture(): Promise<Blob | null>;
  /** Ends drawing and recording. */
  close(): void;
}

export function createSquareRecorder(
  canvas: HTMLCanvasElement,
  video: HTMLVideoElement,
  stream: MediaStream,
  name: string,
): SquareRecorder {
  const brush = canvas.getContext('2d');
  let frame = 0;
  const draw = () => {
    const { videoWidth: width, videoHeight: height } = video;
    const side = Math.min(width, height);
    if (side > 0)
      brush?.drawImage(video, (width - side) / 2, (height - side) / 2, side, side, 0, 0, NOTE_SIDE, NOTE_SIDE);
    frame = requestAnimationFrame(draw);
  };
  draw();
  let recorder: MediaRecorder | null = null;
  let pieces: Blob[] = [];
  /** What is drawn, as long as it is recorded. */
  let drawn: MediaStream | null = null;
  const release = () => {
    for (const track of drawn?.getTracks() ?? []) track.stop();
    drawn = null;
  };
  return {
    start() {
      const format = Object.keys(formats).find((type) => MediaRecorder.isTypeSupported(type));
      drawn = canvas.captureStream(FRAMES_PER_SECOND);
      pieces = [];
      recorder = new MediaRecorder(new MediaStream([...drawn.getVideoTracks(), ...stream.getAudioTracks()]), {
        ...BITS_PER_SECOND,
        ...(format !== undefined && { mimeType: format }),
      });
      recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
      recorder.start();
    },
    async stop() {
      const running = recorder;
      if (running !== null && running.state !== 'inactive') {
        const stopped = new Promise((resolve) => running.addEventListener('stop', resolve, { once: true }));
        running.stop();
        await stopped;
      }
      release();
      const type = running?.mimeType.split(';')[0] ?? 'video/webm';
      return new File(pieces, `${name}.${type === 'video/mp4' ? 'mp4' : 'webm'}`, { type });
    },
    picture: () => new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8)),
    close() {
      cancelAnimationFrame(frame);
      if (recorder !== null && recorder.state !== 'inactive') recorder.stop();
      release();
    },
  };
}
