const rate = 8000
const headerBytes = 44
const longestSeconds = 600

/** Silence of that length as WAV, 8 kHz, 8 bits: what a recording of this machine holds, whose words are text. */
export function silence(seconds: number): Uint8Array<ArrayBuffer> {
  const length = Math.min(seconds, longestSeconds) * rate
  const wave = Buffer.alloc(headerBytes + length, 128)
  wave.write('RIFF', 0)
  wave.writeUInt32LE(36 + length, 4)
  wave.write('WAVEfmt ', 8)
  wave.writeUInt32LE(16, 16)
  wave.writeUInt16LE(1, 20)
  wave.writeUInt16LE(1, 22)
  wave.writeUInt32LE(rate, 24)
  wave.writeUInt32LE(rate, 28)
  wave.writeUInt16LE(1, 32)
  wave.writeUInt16LE(8, 34)
  wave.write('data', 36)
  wave.writeUInt32LE(length, 40)
  return new Uint8Array(wave)
}
