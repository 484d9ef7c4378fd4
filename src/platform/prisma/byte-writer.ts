const firstBytes = 64 * 1_024;
// A hundred steps take 220 kB. What an unusual batch took isn't kept.
const mostKept = 1_024 * 1_024;

// A loop over a text of up to so many characters is faster than the call into Node's UTF-8 writer, which takes 60 ns.
const shortText = 24;

/**
 * Buffers of a size that isn't known beforehand, written one after the other into a chunk of memory that they share: no copy is made of
 * them. They stand until `clear`. New memory for every batch cost the service half as many major collections again. Integers are
 * big-endian.
 */
export class ByteWriter {
  /** For who writes into what was claimed: another one after the next claim. */
  chunk = Buffer.allocUnsafeSlow(firstBytes);
  private begin = 0;
  private end = 0;

  /** Begins a buffer; what was begun and not finished is forgotten. */
  start(): void {
    this.end = this.begin;
  }

  finish(): Buffer {
    const { chunk, begin, end } = this;
    this.begin = end;
    return chunk.subarray(begin, end);
  }

  /** The memory is written again: for when nobody reads the finished buffers any more. */
  clear(): void {
    this.begin = 0;
    this.end = 0;
    if (this.chunk.length > mostKept) this.chunk = Buffer.allocUnsafeSlow(firstBytes);
  }

  /** The bytes written since the start. */
  get length(): number {
    return this.end - this.begin;
  }

  /** @returns where in the chunk so many bytes can be written */
  claim(size: number): number {
    this.reserve(size);
    const at = this.end;
    this.end = at + size;
    return at;
  }

  byte(value: number): void {
    const at = this.claim(1);
    this.chunk[at] = value;
  }

  int16(value: number): void {
    const at = this.claim(2);
    this.chunk[at] = value >>> 8;
    this.chunk[at + 1] = value;
  }

  int32(value: number): void {
    const at = this.claim(4);
    writeInt32(this.chunk, at, value);
  }

  /** Over what was written at this length. */
  int32At(length: number, value: number): void {
    writeInt32(this.chunk, this.begin + length, value);
  }

  int64(value: bigint): void {
    const at = this.claim(8);
    this.chunk.writeBigInt64BE(value, at);
  }

  /** Eight bytes of a safe integer, without making a bigint of it. */
  safeInteger(value: number): void {
    const at = this.claim(8);
    writeInt32(this.chunk, at, Math.floor(value / 2 ** 32));
    writeInt32(this.chunk, at + 4, value);
  }

  bytes(value: Buffer): void {
    const at = this.claim(value.length);
    value.copy(this.chunk, at);
  }

  /** UTF-8. Half a surrogate pair becomes U+FFFD. */
  text(value: string): void {
    // A UTF-16 unit takes at most three bytes.
    this.reserve(value.length * 3);
    const { chunk, end } = this;
    this.end += value.length <= shortText ? writeShort(chunk, end, value) : chunk.write(value, end);
  }

  /** What was finished stays where it is, and what was begun is taken into a larger chunk, which the next batch will fit into. */
  private reserve(size: number): void {
    const { chunk, begin, end } = this;
    if (end + size <= chunk.length) return;
    this.chunk = Buffer.allocUnsafeSlow(2 * (end + size));
    this.begin = 0;
    this.end = chunk.copy(this.chunk, 0, begin, end);
  }
}

function writeInt32(to: Buffer, at: number, value: number): void {
  to[at] = value >>> 24;
  to[at + 1] = value >>> 16;
  to[at + 2] = value >>> 8;
  to[at + 3] = value;
}

function writeShort(to: Buffer, at: number, value: string): number {
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code > 0x7f) return to.write(value, at);
    to[at + index] = code;
  }
  return value.length;
}
