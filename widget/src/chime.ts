let audio: AudioContext | undefined;

/** A soft tone, made here: a sound file would be one more request. */
export const chime = (): void => {
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 740;
  volume.gain.value = 0.1;
  volume.gain.setTargetAtTime(0, audio.currentTime, 0.1);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.5);
};
