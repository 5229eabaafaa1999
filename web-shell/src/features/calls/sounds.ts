/** What one hears: a soft stroke of the bell when called, a low tone while calling. */
const sounds = {
  called: { pitches: [523, 1046, 1568], everyMs: 2400, seconds: 1.8, volume: 0.16 },
  calling: { pitches: [425], everyMs: 4000, seconds: 1, volume: 0.05 },
} as const;

/** Plays again and again until stopped. Where the browser allows no sound yet, nothing is heard. */
export function playSound(name: keyof typeof sounds): () => void {
  const { pitches, everyMs, seconds, volume } = sounds[name];
  const context = new AudioContext();
  const stroke = () => {
    const at = context.currentTime;
    for (const [index, pitch] of pitches.entries()) {
      const tone = new OscillatorNode(context, { frequency: pitch });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.linearRampToValueAtTime(volume / (index + 1) ** 2, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
      tone.connect(gain).connect(context.destination);
      tone.start(at);
      tone.stop(at + seconds);
    }
  };
  stroke();
  const timer = setInterval(stroke, everyMs);
  return () => {
    clearInterval(timer);
    void context.close().catch(() => undefined);
  };
}
