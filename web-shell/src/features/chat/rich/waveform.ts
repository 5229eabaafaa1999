/** As the contract has them; schemas stay out of the page. */
const MOST_BARS = 100;
const LOUDEST = 31;

/** How long a recording is in seconds, and how loud over its time. */
export async function measure(recording: Blob): Promise<{ durationSeconds: number; waveform: number[] }> {
  // Decodes without a device to play on.
  const context = new OfflineAudioContext(1, 1, 44_100);
  const sound = await context.decodeAudioData(await recording.arrayBuffer());
  return { durationSeconds: sound.duration, waveform: loudness(sound.getChannelData(0)) };
}

/** Bars from 0 to 31, the loudest one at the top, of samples from -1 to 1. */
export function loudness(samples: Float32Array): number[] {
  const count = Math.max(1, Math.min(MOST_BARS, samples.length));
  const bars = Array.from({ length: count }, (_, bar) => {
    const end = Math.floor(((bar + 1) * samples.length) / count);
    let sum = 0;
    let first = Math.floor((bar * samples.length) / count);
    const length = Math.max(1, end - first);
    for (; first < end; first += 1) sum += (samples[first] ?? 0) ** 2;
    return Math.sqrt(sum / length);
  });
  const loudest = Math.max(...bars);
  return bars.map((bar) => (loudest === 0 ? 0 : Math.round((bar / loudest) * LOUDEST)));
}
