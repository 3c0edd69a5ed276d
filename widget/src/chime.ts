let audio: AudioContext | undefined;

/** A soft tone, made here: a sound file would be one more request. */
export const chime = (): void => {
  audio ??= new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 740 });
  tone.connect(new GainNode(audio, { gain: 0.05 })).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.2);
};
